/* Above the plan: whether it is saved, undo and redo; beside it, how near it is looked at. */

import { find } from "../../kit/page.js";
import { clock } from "../../kit/time.js";
import { draft } from "../model/draft.js";
import { savingTold } from "../model/saving.js";

// `of`: the words where it is bad, the moment where it is saved.
function drawSaved(state, of) {
  const said = state === "bad" ? of : state === "saving" ? "正在存…" : of ? `已存 ${clock(of)}` : "已存", place = find("saved");
  place.className = `saved ${state}`;
  if (place.textContent !== said) place.textContent = said;
}

export function drawSteps() {
  const last = draft.past[draft.past.length - 1];
  find("undo").disabled = !last;
  find("redo").disabled = !draft.future.length;
  find("undo").title = last ? `撤销：${last.said}（Ctrl Z）` : "没有可撤销的";
}

savingTold.hear(drawSaved);
