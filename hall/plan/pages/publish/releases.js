/* Releases on their way, as cards in the panel. */

import { find, send } from "../../kit/page.js";
import { hall } from "../model/hall.js";
import { remark } from "../model/remarks.js";
import { reload } from "../model/saving.js";
import { make } from "../canvas/elements.js";
import { moment } from "./clock.js";
import { OUT_WITHIN } from "./outgoing.js";
import { STATES, mayApprove, releaseTitle, releaseWords } from "./release-words.js";
import { closeReview, openReview } from "./review.js";

// Published and withdrawn ones are history.
export function drawReleases() {
  const waiting = hall.releases.filter((release) => release.state in STATES);
  const drawn = JSON.stringify([waiting, hall.revision]);
  if (find("releases").dataset.drawn === drawn) return;
  find("releases").dataset.drawn = drawn;
  find("releases").replaceChildren(...waiting.map(releaseCard));
  find("unpublish").disabled = hall.revision < 2;
  const out = hall.releases.find((release) => release.state === "published" && release.revision === hall.revision);
  const by = out?.approved_by ? `${hall.publishedBy} 提出、${out.approved_by} 批准，` : `${hall.publishedBy} `;
  find("published").textContent = hall.revision ? `图 v${hall.revision} · ${by}${moment(hall.publishedAt)}` : "";
  closeReview(waiting);
}

function releaseCard(release) {
  const card = make("section", `release ${release.state}`), keys = make("div", "keys");
  card.append(releaseTitle(release), make("p", "", release.zh), ...releaseWords(release));
  if (release.refusals) card.append(make("p", "bad-words", `检查有 ${release.refusals} 处没有通过`));
  const key = (words, act) => {
    const made = make("button", "small", words);
    made.type = "button";
    made.addEventListener("click", act);
    keys.append(made);
  };
  key(mayApprove(release) ? "看改动、批准" : "看改动", () => openReview(release));
  key("撤回", () => withdraw(release));
  card.append(keys);
  return card;
}

async function withdraw(release, prevails = null) {
  const { ok, code, sentence } = await send(`/api/plan/releases/${release.id}/withdraw`, { prevails }, { within: OUT_WITHIN });
  if (code === "clash") { askWhich(release, sentence); return; }
  remark(sentence || "已撤回，改动回到草稿");
  if (ok) await reload("撤回发布", true);
}

function askWhich(release, words) {
  find("clash-words").textContent = words;
  for (const prevails of ["draft", "change"]) find(`clash-${prevails}`).onclick = () => { find("clash").close(); withdraw(release, prevails); };
  find("clash").showModal();
}
