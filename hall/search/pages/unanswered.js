/* The editor's list: a question becomes a phrase of a matter, or goes. */
import { sayIn } from "../kit/form.js";
import { find, send } from "../kit/page.js";

const say = sayIn(find("say"));
const ADDRESSES = { drop: "/api/search/unanswered/drop", unmake: "/api/search/phrases/drop" };

async function act(row, address, body) {
  const answer = await send(address, { text: row.dataset.text, ...body });
  say(answer.sentence);
  if (answer.ok) row.remove();
  return answer.ok;
}

for (const row of document.querySelectorAll("tr[data-text]")) {
  const key = row.querySelector("button"), choice = row.querySelector("select");
  key.addEventListener("click", () => act(row, ADDRESSES[key.dataset.act], {}));
  choice?.addEventListener("change", async () => {
    const name = choice.selectedOptions[0].textContent;
    if (!choice.value) return;
    if (await act(row, "/api/search/phrases", { thing: choice.value })) say(`“${row.dataset.text}”从现在起就是“${name}”的说法。`, true);
    else choice.value = "";
  });
}
