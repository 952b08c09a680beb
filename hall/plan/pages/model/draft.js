/* The draft in hand: edits with undo and redo. `live`: what is being dragged is shown, but it is no edit yet. */

import { refastened, renamed } from "./fasten.js";
import { alike, laidOnto } from "./merge.js";
import { remark } from "./remarks.js";
import { topic } from "./topic.js";

const MERGE_WITHIN = 1200;
export const draft = { plan: null, version: 0, saved: null, past: [], future: [], merge: "", mergedAt: 0, live: null };
export const planShown = topic(), draftPut = topic(); // another plan is to be seen; and it is to be kept
export function planNow() { return draft.live || draft.plan; }

// `merge`: edits of one kind in quick succession are one step to undo (a thing pushed along with the arrow keys).
export function edit(said, next, merge = "") {
  draft.live = null;
  if (next === draft.plan) { tellPlan(); return; }
  const now = performance.now();
  if (!merge || merge !== draft.merge || now - draft.mergedAt > MERGE_WITHIN) draft.past.push({ from: draft.plan, said });
  draft.merge = merge;
  draft.mergedAt = now;
  draft.future = [];
  const kept = renamed(draft.plan, refastened(draft.plan, next)), places = kept.places.filter((place, i) => place !== next.places[i]).length;
  draft.past[draft.past.length - 1].into = kept;
  put(kept);
  if (places) remark(`${places} 个地方改接到最近的路口`);
}

export function put(plan) {
  draft.plan = plan;
  draft.live = null;
  tellPlan();
  draftPut.tell();
}

export function tellPlan() { planShown.tell(); }

// While something is dragged it is shown, but it is no edit yet.
export function preview(plan) {
  draft.live = plan;
  tellPlan();
}

// What is being dragged goes back to where it was.
export function letLiveGo() {
  if (!draft.live) return;
  draft.live = null;
  tellPlan();
}

// What is edited next is a step of its own to undo.
export function endStep() { draft.merge = ""; }

export function undo() { step(draft.past, draft.future, "已撤销", (last) => [last.into, last.from]); }
export function redo() { step(draft.future, draft.past, "已重做", (last) => [last.from, last.into]); }

// Only our own step is taken back: what somebody else has changed since stays.
function step(steps, others, word, way) {
  const last = steps.pop();
  if (!last) { remark(word === "已撤销" ? "没有可撤销的" : "没有可重做的"); return; }
  const [is, wanted] = way(last), { plan, clashes } = is === draft.plan ? { plan: wanted, clashes: 0 } : laidOnto(draft.plan, is, wanted);
  others.push(last);
  draft.merge = "";
  const nothing = alike(plan, draft.plan);
  if (!nothing) put(plan);
  remark(nothing && !clashes ? `${last.said}：别人已经改过草稿，这里没有可动的了`
    : `${nothing ? "没有动" : word}：${last.said}${clashes ? `。${nothing ? "" : "其中 "}${clashes} 处别人后来改过` : ""}`);
}
