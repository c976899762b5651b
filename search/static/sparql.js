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
    const box = $("trouble");
    box.hidden = !error;
    box.textContent = error ? error.message : "";
    if (error?.excerpt) box.append(Object.assign(document.createElement("pre"), { textContent: error.excerpt }));
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
    let running = null;
    const run = async () => {
      trouble(null);
      $("plain-result").replaceChildren();
      running?.abort();
      running = new AbortController();
      $("plain-stop").hidden = false;
      try {
        const reply = await fetch("/sparql", {
          method: "POST", signal: running.signal, body: new URLSearchParams({ query: area.value }),
          headers: { Accept: "application/sparql-results+json, text/turtle;q=0.9, application/json;q=0.5" },
        });
        if (reply.ok) await show(reply); else fail((await reply.json()).error);
      } catch (error) {
        trouble({ message: error.name === "AbortError" ? "已停止" : "没有连上服务" });
      }
      $("plain-stop").hidden = true;
    };
    const fail = (error) => {
      trouble(error);
      if (!error.line) return;
      const before = area.value.split("\n").slice(0, error.line - 1).join("\n").length + (error.line > 1 ? 1 : 0);
      area.focus();
      area.setSelectionRange(before + error.column - 1, before + error.column);
    };
    const show = async (reply) => {
      const out = $("plain-result");
      if (!reply.headers.get("content-type").includes("json")) {
        out.append(Object.assign(document.createElement("pre"), { textContent: await reply.text() }));
        return;
      }
      const body = await reply.json();
      if ("boolean" in body) { out.textContent = body.boolean ? "是（true）" : "否（false）"; return; }
      const table = document.createElement("table");
      const head = table.createTHead().insertRow();
      for (const name of body.head.vars) head.append(Object.assign(document.createElement("th"), { textContent: name }));
      const rows = table.createTBody();
      for (const binding of body.results.bindings.slice(0, 1000)) {
        const row = rows.insertRow();
        for (const name of body.head.vars) row.insertCell().textContent = binding[name]?.value ?? "";
      }
      const count = body.results.bindings.length;
      const said = `${count} 行${body.truncated ? "（已截断）" : ""}${count > 1000 ? "，这里列出前 1000 行" : ""}`;
      out.append(Object.assign(document.createElement("p"), { textContent: said }), table);
    };
    $("plain-run").addEventListener("click", run);
    $("plain-stop").addEventListener("click", () => running?.abort());
    area.addEventListener("keydown", (event) => { if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) run(); });
    $("examples").addEventListener("change", (event) => { area.value = sparqlOf(event.target.value) || area.value; });
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
    tabName: "查询", copyEndpointOnNewTab: true, persistenceId: null, populateFromUrl: false, resizeable: true,
    endpointCatalogueOptions: { getData: () => [{ endpoint: `${location.origin}/sparql` }] },
    contextMenuContainer: document.body,
    yasr: { prefixes: terms.prefixes, pluginOrder: ["table", "bars", "response", "boolean"], defaultPlugin: "table" },
  });
  window.yasgui = yasgui;
  const tab = () => yasgui.getTab();
  tab().getYasqe().setValue(start);
  let unmark = () => {};
  const mark = (yasqe, error) => {
    const line = error.line - 1, ch = Math.max(0, (error.column || 1) - 1);
    yasqe.addLineClass(line, "background", "error-line");
    const place = yasqe.markText({ line, ch }, { line, ch: ch + 1 }, { className: "error-place" });
    yasqe.setCursor(line, ch);
    unmark = () => { yasqe.removeLineClass(line, "background", "error-line"); place.clear(); unmark = () => {}; };
  };
  const LABELS = { table: "表", response: "原文", bars: "图" };
  const name = (one) => {  // the component itself speaks English
    for (const [plugin, label] of Object.entries(LABELS)) {
      const button = one.getYasr().rootEl.querySelector(`.select_${plugin}`);
      if (!button) continue;
      button.lastElementChild.textContent = button.title = label;
      button.setAttribute("aria-label", `看作${label}`);
    }
  };
  const watch = (one) => {
    name(one);
    one.getYasqe().getInputField().setAttribute("aria-label", "查询");
    one.getYasqe().setOption("extraKeys", { ...one.getYasqe().getOption("extraKeys"), "Ctrl-Space": complete });
    one.getYasqe().on("query", () => { unmark(); trouble(null); });
    one.getYasqe().on("queryResponse", (yasqe, reply) => {
      unmark();
      trouble(null);
      let error = null;
      try { error = JSON.parse(reply?.message ?? "null")?.error; } catch { /* the connection broke */ }
      if (!error?.message) return;
      trouble(error);
      if (error.line) mark(yasqe, error);
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
