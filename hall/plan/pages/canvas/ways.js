/* Ways, the doors across them, and the nodes where they meet. */

import { bearing, level, spotAt, spotOf, waysAt } from "../model/ground.js";
import { one } from "../model/things.js";
import { brief } from "../model/words.js";
import { svg, text } from "./elements.js";
import { item } from "./item.js";
import { standsOn } from "./plates.js";
import { px, view } from "./view.js";

export function lineOf(plan, way) {
  const a = spotAt(plan, way.a), b = spotAt(plan, way.b);
  return { x1: px(a.x), y1: px(a.y), x2: px(b.x), y2: px(b.y) };
}

export function wayOf(plan, way) {
  const line = lineOf(plan, way), middle = { x: (line.x1 + line.x2) / 2, y: (line.y1 + line.y2) / 2 };
  const turn = way.one_way ? bearing(spotAt(plan, way.a), spotAt(plan, way.b)) - 90 : 0;
  return item("ways", way, `way ${way.kind}${way.step_free ? "" : " steps"}${way.open.length ? " hours" : ""}`, { x: 0, y: 0 },
    svg("line", { class: "hit", ...line }), svg("line", { class: "line", ...line }),
    way.one_way ? svg("path", { class: "one-way", d: "M-5 -5 5 0-5 5Z", transform: `translate(${middle.x} ${middle.y}) rotate(${turn})` }) : null);
}

export function doorOf(plan, door) {
  const way = one(plan, "ways", door.way), a = spotAt(plan, way.a), b = spotAt(plan, way.b), at = spotOf(plan, "doors", door);
  const turn = a && b ? bearing(a, b) : 0;
  return item("doors", door, `door${door.staff_only ? " staff" : ""}`, { x: px(at.x), y: px(at.y) },
    svg("rect", { class: "hit", x: -16, y: -10, width: 32, height: 20, transform: `rotate(${turn})` }),
    svg("rect", { class: "shape", x: -12, y: -3, width: 24, height: 6, rx: 2, transform: `rotate(${turn})` }),
    view.scale > 11 ? text(brief(door.name_zh, 8), { class: "caption", y: 20 }) : null);
}

export function nodeOf(plan, node) {
  const at = { x: px(node.x), y: px(node.y) }, climbs = waysAt(plan, node.id).filter((way) => !level(plan, way));
  const shapes = [svg("circle", { class: "hit", r: 11 })];
  if (node.kind === "entrance") shapes.push(svg("circle", { class: "shape", r: 10 }), svg("path", { class: "glyph", d: "M0 5V-5M-4.5 -1 0 -5.5 4.5 -1" }));
  else shapes.push(svg("circle", { class: "shape", r: node.kind === "junction" ? 4 : 6 }));
  if (node.kind === "entrance" && view.scale > 8) shapes.push(text("入口", { class: "caption", ...freeBeside(plan, node, at) }));
  if (climbs.length) shapes.push(svg("path", { class: "climb", d: "M-3 -9 0 -13 3 -9M-3 9 0 13 3 9" }));
  return item("nodes", node, `node ${node.kind}`, at, ...shapes);
}

// Where a short caption fits beside a node: below it, else where no place and no screen stands.
function freeBeside(plan, node, at) {
  const stands = standsOn(plan, node.floor, plan.screens.filter((screen) => screen.node === node.id));
  const free = ([x, y]) => !stands.some(([ox, oy, size]) => Math.abs(ox - at.x - x) < size + 10 && Math.abs(oy - at.y - y + 4) < size + 5);
  const [x, y] = [[0, 25], [26, 4], [-26, 4], [0, -17]].find(free) || [0, 25];
  return { x, y };
}
