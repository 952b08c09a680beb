/* Which window one sits at today: by its number's key, or by pressing it. */
import { sayIn } from "../kit/form.js";
import { shortcuts } from "../kit/keys.js";
import { find, send } from "../kit/page.js";

const say = sayIn(find("say"));

/* Whoever is at work there is asked about: the answer to the question is a second press. */
async function sit(button, instead = false) {
  const answer = await send("/api/window/sit", { window: button.dataset.window, instead });
  if (answer.ok) location.href = "/window";
  else if (answer.code === "seat_taken" && confirm(answer.sentence)) await sit(button, true);
  else say(answer.sentence);
}

async function free(button) {
  if (!confirm(`${button.textContent}？叫了还没到的号会回到队首，正在办理的算办结。`)) return;
  const answer = await send("/api/window/free", { window: button.dataset.free });
  if (answer.ok) location.reload();
  else say(answer.sentence);
}

const keys = {};
for (const button of document.querySelectorAll("[data-window]")) {
  button.addEventListener("click", () => sit(button));
  keys[button.dataset.number.toLowerCase()] = () => sit(button);
}
for (const button of document.querySelectorAll("[data-free]")) button.addEventListener("click", () => free(button));
shortcuts(keys);
