/* What can be taken hold of on the one thing that is chosen, and the lines it snaps to. */

import { spotAt, spotOf } from "../model/ground.js";
import { chosenOne } from "./chosen.js";
import { svg } from "./elements.js";
import { screenPlaces } from "./plates.js";
import { px, view } from "./view.js";

// What can be taken hold of on the one thing that is chosen, and the node it is reached from.
export function handles(plan) {
  const chosen = chosenOne(), made = [];
  if (!chosen || spotOf(plan, chosen.list, chosen.thing)?.floor !== view.floor) return made;
  const { list, thing } = chosen;
  if (list === "screens" || list === "fire_signs") made.push(turnHandle(plan, list, thing));
  if (list === "places") {
    const node = spotAt(plan, thing.node);
    if (node && node.floor === view.floor) made.unshift(svg("line", { class: "tether", x1: px(thing.x), y1: px(thing.y), x2: px(node.x), y2: px(node.y) }));
    thing.outline.forEach(([x, y], corner) => made.push(svg("rect", { class: "handle", "data-corner": corner, x: px(x) - 5, y: px(y) - 5, width: 10, height: 10, rx: 2 })));
  }
  return made;
}

function turnHandle(plan, list, thing) {
  const at = list === "screens" ? screenPlaces(plan, [thing]).get(thing.id) : { x: px(spotAt(plan, thing.node).x) + 13, y: px(spotAt(plan, thing.node).y) + 13 };
  const turn = (thing.heading * Math.PI) / 180, far = 46, x = at.x + Math.sin(turn) * far, y = at.y - Math.cos(turn) * far;
  return svg("g", { class: "turn" }, svg("line", { x1: at.x + Math.sin(turn) * 24, y1: at.y - Math.cos(turn) * 24, x2: x, y2: y }),
    svg("circle", { class: "handle", "data-turn": "1", cx: x, cy: y, r: 7 }));
}

export function guideLines(floor) {
  return view.guides.map(([axis, at]) => svg("line", axis === "x" ? { class: "guide", x1: px(at), x2: px(at), y1: 0, y2: px(floor.depth) }
    : { class: "guide", y1: px(at), y2: px(at), x1: 0, x2: px(floor.width) }));
}
