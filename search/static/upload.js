// Sends the file with the token in a header, and says what became of it.
document.getElementById("upload").addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = event.target;
  const state = document.getElementById("state");
  const body = new FormData();
  body.append("file", form.elements.file.files[0]);
  state.textContent = "正在读取…";
  let answer;
  try {
    const reply = await fetch("/api/documents", { method: "POST", body, headers: { Authorization: "Bearer " + form.elements.token.value } });
    answer = await reply.json();
    if (!reply.ok) { state.textContent = answer.error.message; return; }
  } catch { state.textContent = "没有连上服务，文件没有上传"; return; }
  const link = Object.assign(document.createElement("a"), { href: "/id/document/" + encodeURIComponent(answer.document), textContent: answer.document });
  state.replaceChildren(answer.status === "unchanged" ? "早已在这里：" : "读好了：", link, answer.findings ? `，有 ${answer.findings} 个问题待核对` : "");
});
