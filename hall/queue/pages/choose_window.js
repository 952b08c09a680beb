"use strict";
const csrf = document.querySelector("meta[name=csrf]").content;

async function sit(button) {
  const answer = await fetch("/api/window/sit", {
    method: "POST", headers: { "Content-Type": "application/json", "X-CSRF-Token": csrf },
    body: JSON.stringify({ window: button.dataset.window }),
  }).catch(() => null);
  if (answer && answer.ok) { location.href = "/window"; return; }
  const say = document.getElementById("say");
  say.textContent = answer ? (await answer.json()).zh : "连不上大厅服务器，请稍后再试。";
  say.hidden = false;
}

for (const button of document.querySelectorAll("[data-window]")) button.addEventListener("click", () => sit(button));
document.addEventListener("keydown", (event) => {
  const button = document.querySelector(`[data-number="${CSS.escape(event.key)}"]`);
  if (button && !event.ctrlKey && !event.metaKey) sit(button);
});
