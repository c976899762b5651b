// Sends the file with the token in a header, and says what became of it.
document.getElementById("upload").addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = event.target;
  const state = document.getElementById("state");
  const body = new FormData();
  body.append("file", form.elements.file.files[0]);
  state.textContent = "正在读取…";
  const reply = await fetch("/api/documents", { method: "POST", body, headers: { Authorization: "Bearer " + form.elements.token.value } });
  const answer = await reply.json();
  if (!reply.ok) { state.textContent = answer.error.message; return; }
  const link = Object.assign(document.createElement("a"), { href: "/id/document/" + encodeURIComponent(answer.document), textContent: answer.document });
  state.replaceChildren(answer.status === "unchanged" ? "早已在这里：" : "读好了：", link, answer.findings ? `，有 ${answer.findings} 个问题待核对` : "");
});
