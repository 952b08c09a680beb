/* What hangs together, as keys that lead there. */

import { planNow } from "../model/draft.js";
import { waysAt } from "../model/ground.js";
import { keyOf, thingOf } from "../model/things.js";
import { nameOf } from "../model/words.js";
import { goTo } from "../canvas/chosen.js";
import { make } from "../canvas/elements.js";

export function goList(title, keys) {
  const box = make("div", "related");
  if (!keys.length) return box;
  box.append(make("h3", "", title), ...keys.map((key) => {
    const row = make("button", "row");
    row.type = "button";
    row.append(make("bdi", "", nameOf(key.split("/")[0], thingOf(planNow(), key))));
    row.addEventListener("click", () => goTo(key));
    return row;
  }));
  return box;
}

// What meets at a node: also the lifts and stairs to other floors, which no drawing of one floor can show.
export function relatedField() {
  const box = make("div", "field wide");
  return {
    element: box,
    refresh: (node) => {
      const plan = planNow(), keys = [...waysAt(plan, node.id).map((way) => keyOf("ways", way.id)),
        ...["places", "screens", "fire_signs"].flatMap((list) => plan[list].filter((thing) => thing.node === node.id).map((thing) => keyOf(list, thing.id)))];
      if (box.dataset.drawn === keys.join()) return;
      box.dataset.drawn = keys.join();
      box.replaceChildren(goList("连着它的", keys));
    },
  };
}
