"use strict";
const csrf = document.querySelector("meta[name=csrf]").content;

async function post(what, body) {
  const answer = await fetch(`/api/window/${what}`, {
    method: "POST", headers: { "Content-Type": "application/json", "X-CSRF-Token": csrf }, body: JSON.stringify(body),
  }).catch(() => null);
  if (answer && answer.ok) return null;
  return answer ? await answer.json() : { zh: "连不上大厅服务器，请稍后再试。" };
}

function say(text) {
  const line = document.getElementById("say");
  line.textContent = text;
  line.hidden = false;
}

/* Whoever is at work there is asked about: the answer to the question is a second press. */
async function sit(button, instead = false) {
  const refused = await post("sit", { window: button.dataset.window, instead });
  if (!refused) { location.href = "/window"; return; }
  if (refused.code === "seat_taken" && confirm(refused.zh)) { await sit(button, true); return; }
  say(refused.zh);
}

async function free(button) {
  if (!confirm(`${button.textContent}？叫了还没到的号会回到队首，正在办理的算办结。`)) return;
  const refused = await post("free", { window: button.dataset.free });
  if (refused) say(refused.zh);
  else location.reload();
}

for (const button of document.querySelectorAll("[data-window]")) button.addEventListener("click", () => sit(button));
for (const button of document.querySelectorAll("[data-free]")) button.addEventListener("click", () => free(button));
document.addEventListener("keydown", (event) => {
  const button = document.querySelector(`[data-number="${CSS.escape(event.key)}"]`);
  if (button && !event.ctrlKey && !event.metaKey) sit(button);
});
