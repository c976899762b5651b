// The query editor: Yasgui with our prefixes, completion from our ontology, examples, a bar chart and error positions.
(async () => {
  const $ = (id) => document.getElementById(id);
  const fetchJson = async (path) => (await fetch(path)).json();
  const [saved, terms] = await Promise.all([fetchJson("/api/queries"), fetchJson("/api/terms")]);
  const prologue = Object.entries(terms.prefixes).filter(([p]) => ["bk", "skos", "dcterms", "oa", "rdfs"].includes(p))
    .map(([prefix, iri]) => `PREFIX ${prefix}: <${iri}>`).join("\n");
  const start = new URLSearchParams(location.search).get("query")
    || `${prologue}\n\nSELECT ?title ?year {\n  ?d a bk:Document ; dcterms:title ?title ; bk:year ?year .\n} ORDER BY DESC(?year)\nLIMIT 50`;
  for (const query of saved.queries) {
    $("examples").append(Object.assign(document.createElement("option"), { value: query.name, textContent: `${query.title}：${query.question}` }));
  }
  const sparqlOf = (name) => saved.queries.find((query) => query.name === name)?.sparql;
  const trouble = (error) => {
    $("trouble").hidden = !error;
    $("trouble").textContent = error ? error.message : "";
  };
  const share = (text) => {
    const link = `${location.origin}/sparql?query=${encodeURIComponent(text)}`;
    history.replaceState(null, "", link);
    navigator.clipboard?.writeText(link);
    $("share").textContent = "已复制";
    setTimeout(() => { $("share").textContent = "复制链接"; }, 1500);
  };

  if (typeof Yasgui === "undefined") {
    const area = $("plain-query");
    $("plain").hidden = false;
    area.value = start;
    const run = async (event) => {
      event?.preventDefault();
      trouble(null);
      const reply = await fetch("/sparql", { method: "POST", headers: { Accept: "application/sparql-results+json, text/turtle;q=0.9" }, body: new URLSearchParams({ query: area.value }) });
      $("plain-result").replaceChildren();
      if (!reply.ok) { trouble((await reply.json()).error); return; }
      if (!reply.headers.get("content-type").includes("json")) {
        $("plain-result").append(Object.assign(document.createElement("pre"), { textContent: await reply.text() }));
        return;
      }
      const body = await reply.json();
      if ("boolean" in body) { $("plain-result").textContent = body.boolean ? "是（true）" : "否（false）"; return; }
      const table = document.createElement("table");
      const head = table.createTHead().insertRow();
      for (const name of body.head.vars) head.append(Object.assign(document.createElement("th"), { textContent: name }));
      const rows = table.createTBody();
      for (const binding of body.results.bindings.slice(0, 1000)) {
        const row = rows.insertRow();
        for (const name of body.head.vars) row.insertCell().textContent = binding[name]?.value ?? "";
      }
      $("plain-result").append(Object.assign(document.createElement("p"), { textContent: `${body.results.bindings.length} 行${body.truncated ? "（已截断）" : ""}` }), table);
    };
    $("plain").addEventListener("submit", run);
    area.addEventListener("input", () => { $("plain-csv").href = `/sparql?format=csv&query=${encodeURIComponent(area.value)}`; });
    area.dispatchEvent(new Event("input"));
    $("examples").addEventListener("change", (event) => { area.value = sparqlOf(event.target.value) || area.value; area.dispatchEvent(new Event("input")); });
    $("share").addEventListener("click", () => share(area.value));
    return;
  }

  // completion from our ontology, by name or Chinese label; the completers that ask other sites are left out
  Yasgui.Yasqe.defaults.autocompleters = ["variables"];
  const hint = (yasqe) => {
    const to = yasqe.getCursor();
    const typed = yasqe.getLine(to.line).slice(0, to.ch).match(/[\p{L}\p{N}_:-]*$/u)[0];
    const wanted = typed.toLowerCase();
    const list = terms.terms.filter((term) => term.name.toLowerCase().includes(wanted) || term.label.includes(wanted))
      .map((term) => ({ text: term.name, displayText: `${term.name}　${term.label}` })).slice(0, 60);
    return { list, from: { line: to.line, ch: to.ch - typed.length }, to };
  };
  const complete = (yasqe) => {
    if (/[?$]\w*$/.test(yasqe.getLine(yasqe.getCursor().line).slice(0, yasqe.getCursor().ch))) yasqe.autocomplete(true);
    else yasqe.showHint({ hint, completeSingle: false });
  };
  Yasgui.Yasqe.defaults.value = start;

  class Bars {
    constructor(yasr) { this.yasr = yasr; this.label = "图"; this.priority = 4; this.hideFromSelection = false; }
    canHandleResults() { return Boolean(this.pick()); }
    pick() {
      const vars = this.yasr.results?.getVariables?.() || [];
      const rows = this.yasr.results?.getBindings?.() || [];
      const numeric = vars.find((name) => rows.some((row) => row[name]) && rows.every((row) => !row[name] || /(decimal|integer|double)$/.test(row[name].datatype || "")));
      const word = vars.find((name) => name !== numeric && rows.some((row) => row[name]));
      return numeric && word ? { numeric, word, rows } : null;
    }
    draw() {
      const { numeric, word, rows } = this.pick();
      const most = Math.max(...rows.map((row) => Math.abs(Number(row[numeric]?.value || 0)))) || 1;
      const bars = Object.assign(document.createElement("div"), { className: "bars" });
      for (const row of rows.slice(0, 60)) {
        const value = Number(row[numeric]?.value || 0);
        const line = document.createElement("div");
        const bar = document.createElement("i");
        bar.style.width = `${(Math.abs(value) / most) * 100}%`;
        line.append(Object.assign(document.createElement("span"), { textContent: row[word]?.value || "", title: row[word]?.value || "" }), bar,
          Object.assign(document.createElement("b"), { textContent: value.toLocaleString("zh-CN") }));
        bars.append(line);
      }
      this.yasr.resultsEl.append(bars);
    }
    getIcon() { return Object.assign(document.createElement("span"), { textContent: "▤" }); }
  }
  Yasgui.Yasr.registerPlugin("bars", Bars);
  const yasgui = new Yasgui($("editor"), {
    requestConfig: { endpoint: `${location.origin}/sparql`, method: "POST" },
    copyEndpointOnNewTab: true, persistenceId: null, populateFromUrl: false, resizeable: true,
    endpointCatalogueOptions: { getData: () => [{ endpoint: `${location.origin}/sparql` }] },
    contextMenuContainer: document.body,
    yasr: { prefixes: terms.prefixes, pluginOrder: ["table", "bars", "response", "boolean"], defaultPlugin: "table" },
  });
  window.yasgui = yasgui;
  const tab = () => yasgui.getTab();
  tab().getYasqe().setValue(start);
  let marked = null;
  const watch = (one) => {
    one.getYasqe().setOption("extraKeys", { ...one.getYasqe().getOption("extraKeys"), "Ctrl-Space": complete });
    one.getYasqe().on("queryResponse", (yasqe, reply) => {
      if (marked !== null) yasqe.removeLineClass(marked, "background", "error-line");
      marked = null;
      trouble(null);
      let error = null;
      try { error = JSON.parse(reply?.message ?? "null")?.error; } catch { /* the connection broke */ }
      if (!error?.message) return;
      trouble(error);
      if (error.line) {
        marked = yasqe.addLineClass(error.line - 1, "background", "error-line");
        yasqe.setCursor(error.line - 1, Math.max(0, (error.column || 1) - 1));
      }
    });
  };
  watch(tab());
  yasgui.on("tabAdd", () => setTimeout(() => watch(tab())));
  $("examples").addEventListener("change", (event) => {
    const text = sparqlOf(event.target.value);
    if (text) tab().getYasqe().setValue(text);
  });
  $("share").addEventListener("click", () => share(tab().getYasqe().getValue()));
})();
