// Small conveniences; every page works without them.
(() => {
  const box = document.querySelector("main .box input[name=q]") || document.querySelector(".box input[name=q]");
  document.addEventListener("keydown", (event) => {
    const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement.tagName) || document.activeElement.isContentEditable;
    if (event.key === "/" && !typing && box) { event.preventDefault(); box.focus(); box.select(); }
  });
  const list = document.getElementById("suggestions");
  let last = "", timer = 0;
  for (const input of document.querySelectorAll(".box input[name=q]")) {
    if (list) input.setAttribute("list", "suggestions");
    input.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(async () => {
        const text = input.value.trim();
        if (!list || text.length < 2 || text === last) return;
        last = text;
        const reply = await fetch("/api/suggest?q=" + encodeURIComponent(text));
        if (!reply.ok) return;
        const body = await reply.json();
        list.replaceChildren(...body.suggestions.map((value) => Object.assign(document.createElement("option"), { value })));
      }, 120);
    });
  }
  for (const form of document.querySelectorAll("form.filters")) {
    form.addEventListener("submit", () => {
      for (const field of form.elements) if (field.name && !field.value) field.disabled = true;
    });
  }
})();
