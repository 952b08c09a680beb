/* The box in which people read what they approve or undo. */

import { ask, find } from "../../kit/page.js";
import { edit } from "../model/draft.js";
import { remark } from "../model/remarks.js";
import { make } from "../canvas/elements.js";
import { changesOf } from "../panel/changes.js";
import { inUseWords } from "./in-use.js";
import { aboutToPublish, press } from "./outgoing.js";
import { mayApprove, releaseTitle, releaseWords } from "./release-words.js";

const reviewed = { id: 0 };

// What is being read is no longer on its way.
export function closeReview(waiting) {
  if (find("review").open && reviewed.id && !waiting.some((release) => release.id === reviewed.id)) find("review").close();
}

// What is to be read before a key is pressed; without a key it is only read.
function review(id, title, words, told, key) {
  if (document.querySelector("dialog[open]")) return;
  reviewed.id = id;
  const refused = [...told.report.refusals, ...told.warnings];
  find("review-title").textContent = title;
  find("review-words").replaceChildren(...words);
  find("review-in-use").replaceChildren(...inUseWords(told));
  find("review-faults").replaceChildren(...(refused.length ? [make("h3", "bad-words", `检查没有通过的 ${refused.length}`), ...refused.map((fault) => make("p", "say bad", fault.zh))] : []));
  find("review-changes").replaceChildren(...changesOf(told, told.plan));
  find("review-go").hidden = !key;
  find("review-go").textContent = key ? key[0] : "";
  find("review-go").onclick = () => { find("review").close(); key[1](); }; // also where it is refused: then there is something else to read
  find("review").showModal();
  find("review").scrollTop = 0;
  find("review-go").focus();
}

export async function openReview(release) {
  const { ok, told, sentence } = await ask(`/api/plan/releases/${release.id}`);
  if (!ok) { remark(sentence); return; }
  const may = mayApprove(release), approve = () => press(`/api/plan/releases/${release.id}/approve`, { base: told.base }, "已批准");
  review(release.id, "这次发布会改什么", [releaseTitle(release), ...releaseWords(release)], told, may ? ["批准", approve] : null);
  if (may && !release.at) aboutToPublish("release", release.id);
}

async function openUndo() {
  const { ok, told, sentence } = await ask("/api/plan/undo");
  if (!ok) { remark(sentence); return; }
  const { revision } = told, sound = !told.report.refusals.length;
  const words = make("p", "", sound ? `v${revision - 1} 的图重新发布，屏马上变回去。v${revision} 不会丢，再撤销一次就又是它。草稿里没发布的改动也都留着。`
    : `v${revision - 1} 是不顾检查、由两人发布的，不能一个人变回去。可以放进草稿，写明理由，请另一人批准。`);
  review(0, "撤销上次发布？", [words], told, sound
    ? ["撤销，屏变回去", () => press("/api/plan/undo", { revision }, "已变回上一版")]
    : ["放进草稿", () => edit(`放回 v${revision - 1}`, told.plan)]);
  if (sound) aboutToPublish("undo", revision);
}

find("unpublish").addEventListener("click", openUndo);
