/* What the tool would do, lightly. */

import { rectangle, spotAt } from "../model/ground.js";
import { points, svg } from "./elements.js";
import { tool } from "./tools.js";
import { px, view } from "./view.js";

// What the tool would do, lightly.
export function toolShapes(plan) {
  const made = [];
  if (view.band) made.push(svg("polygon", { class: "band", points: points(rectangle(view.band[0], view.band[1])) }));
  if (tool.name === "select" || !tool.aim) return made;
  const aim = tool.aim, from = tool.from && spotAt(plan, tool.from);
  if (tool.name === "way" && from && from.floor === view.floor) made.push(svg("line", { class: "sketch", x1: px(from.x), y1: px(from.y), x2: px(aim.x), y2: px(aim.y) }));
  if (tool.start) made.push(svg("polygon", { class: "sketch", points: points(rectangle(tool.start, aim)) }));
  made.push(svg("path", { class: "aim", d: "M-9 0H9M0 -9V9", transform: `translate(${px(aim.x)} ${px(aim.y)})` }));
  return made;
}
