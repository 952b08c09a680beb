/* What keys do to what is chosen. */

import { draft, edit, undo } from "../model/draft.js";
import { turned } from "../model/ground.js";
import { moved, movedWords, nodeTowards } from "../model/move.js";
import { inUse } from "../model/hall.js";
import { remark } from "../model/remarks.js";
import { duplicated, removed } from "../model/remove.js";
import { changed, one } from "../model/things.js";
import { nameOf } from "../model/words.js";
import { choose, chosenAnew, chosenOne } from "./chosen.js";
import { spotShown, view } from "./view.js";

export function nudge(dx, dy) {
  const keys = view.chosen, plan = draft.plan;
  if (!keys.size) return;
  const only = chosenOne();
  if (only && (only.list === "screens" || only.list === "fire_signs")) {
    const node = nodeTowards(plan, only.thing.node, dx, dy, spotShown(view));
    if (node) edit(`移动${nameOf(only.list, only.thing)}`, changed(plan, only.list, only.thing.id, { node }));
    return;
  }
  const next = moved(plan, keys, dx, dy);
  edit(movedWords(plan, next, keys), next, `nudge ${[...keys].join()}`);
}

export function removeChosen() {
  if (!view.chosen.size) return;
  const [next, said] = removed(draft.plan, view.chosen), gone = draft.plan.places.filter((place) => !one(next, "places", place.id));
  const working = inUse(gone.map((place) => place.id));
  const silent = gone.some((place) => place.kind === "window") ? "发布以后，窗口那里就不能再叫号。" : "";
  if (working.length && !confirm(`${working.join("\n")}\n${silent}仍要从图上删去吗？`)) return;
  view.chosen = new Set();
  edit(said, next);
  chosenAnew.tell();
  remark(said, ["撤销", undo]);
}

export function duplicateChosen() {
  const [next, made] = duplicated(draft.plan, view.chosen);
  if (!made.length) return;
  edit(`复制 ${made.length} 个`, next);
  choose(made);
}

export function turnChosen(by) {
  const only = chosenOne();
  if (!only || !("heading" in only.thing)) return;
  edit(`转动${nameOf(only.list, only.thing)}`, changed(draft.plan, only.list, only.thing.id, { heading: turned(only.thing.heading + by) }), `turn ${only.key}`);
}
