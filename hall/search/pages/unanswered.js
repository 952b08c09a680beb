/* The editor's list: what has been dealt with goes. */
import { sayIn } from "../kit/form.js";
import { find, send } from "../kit/page.js";

const say = sayIn(find("say"));

for (const one of document.querySelectorAll("button[data-text]")) {
  one.addEventListener("click", async () => {
    const answer = await send("/api/search/unanswered/drop", { text: one.dataset.text });
    if (answer.ok) one.closest("tr").remove();
    else say(answer.sentence);
  });
}
