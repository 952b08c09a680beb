/* Places: areas with their names, and small figures that keep their size in pixels within limits. */

import { draft } from "../model/draft.js";
import { distance, spotAt } from "../model/ground.js";
import { hall } from "../model/hall.js";
import { keyOf, one } from "../model/things.js";
import { PLACE_KINDS, PLACE_PICTOGRAMS, brief } from "../model/words.js";
import { points, svg, text } from "./elements.js";
import { item } from "./item.js";
import { plateSize, standsOn } from "./plates.js";
import { px, view } from "./view.js";

export function spotOfPlace(spot) {
  const size = plateSize(), half = size / 2, at = { x: px(spot.x), y: px(spot.y) };
  if (spot.kind === "window") {
    const number = spot.number || "？";
    return item("places", spot, `window${spot.public ? "" : " staff"}`, at,
      svg("rect", { class: "shape", x: -half, y: -half, width: size, height: size, rx: size / 5.5 }),
      text(number, { class: "plate", "font-size": Math.round(size * (number.length > 2 ? 0.34 : 0.46)), y: size * 0.165 }),
      view.scale > 22 ? text(brief(spot.name_zh, 10), { class: "caption", y: half + 16 }) : null);
  }
  const name = spot.pictogram || PLACE_PICTOGRAMS[spot.kind], small = size * (spot.kind === "exit" ? 0.66 : 0.84), picture = small * 0.72;
  return item("places", spot, `spot ${spot.kind}${spot.public ? "" : " staff"}`, at,
    svg("rect", { class: "shape", x: -small / 2, y: -small / 2, width: small, height: small, rx: small / 4.5 }),
    name ? svg("use", { class: "picture", href: `#pictogram-${name}`, x: -picture / 2, y: -picture / 2, width: picture, height: picture })
      : text(PLACE_KINDS[spot.kind].slice(0, 1), { class: "plate", "font-size": Math.round(small * 0.5), y: small * 0.18 }),
    view.scale > 16 ? text(brief(spot.name_zh, 10), { class: "caption", y: small / 2 + 15 }) : null);
}

// Where a window stands in the published plan, if it is elsewhere now.
export function ghosts(plan, floor) {
  const made = [], size = plateSize() - 4;
  for (const was of hall.published ? hall.published.places : []) {
    const is = was.kind === "window" && was.floor === floor.id ? one(plan, "places", was.id) : undefined;
    if (!is || (is.floor === floor.id && distance(is, was) < 0.6)) continue;
    const at = { x: px(was.x), y: px(was.y) }, to = { x: px(is.x), y: px(is.y) };
    if (is.floor === floor.id) made.push(svg("path", { class: "moved", d: `M${at.x} ${at.y}Q${(at.x + to.x) / 2 + (to.y - at.y) / 4} ${(at.y + to.y) / 2 - Math.abs(to.x - at.x) / 4} ${to.x} ${to.y}` }));
    made.push(svg("g", { class: "ghost", transform: `translate(${at.x} ${at.y})` }, svg("rect", { x: -size / 2, y: -size / 2, width: size, height: size, rx: size / 5.5 }),
      text(brief(was.number, 4), { "font-size": Math.round(size * 0.42), y: size * 0.15 })));
  }
  return made;
}

export function areaOf(plan, area) {
  const box = boxOf(area), room = Math.max(3, Math.floor((box.right - box.left) / 13) + (area.kind === "zone" ? 2 : -1)), name = brief(area.name_zh || PLACE_KINDS[area.kind], room);
  return item("places", area, `area ${area.kind}${area.public ? "" : " staff"}`, { x: 0, y: 0 },
    svg("polygon", { class: "shape", points: points(area.outline) }), text(name, { class: "label", ...freeFor(plan, area, box, name) }));
}

function boxOf({ outline }) {
  const x = outline.map((point) => px(point[0])), y = outline.map((point) => px(point[1]));
  return { left: Math.min(...x), right: Math.max(...x), top: Math.min(...y), bottom: Math.max(...y) };
}

// Where the name of an area stands free: a zone's above it, a room's in it, else elsewhere along its edges.
function freeFor(plan, area, { left, right, top, bottom }, name) {
  const wide = [...name].reduce((sum, letter) => sum + (letter > "\u2e80" ? 13 : 7.5), 0), above = top - 7, under = top + 19;
  const stands = standsOn(plan, area.floor, plan.screens.filter((screen) => spotAt(plan, screen.node)?.floor === area.floor));
  const others = plan.places.filter((place) => place !== area && place.floor === area.floor && place.outline.length > 2).map(boxOf);
  const legible = ({ x, y }) => !stands.some(([ox, oy, size]) => ox + size > x && ox - size < x + wide && oy + size > y - 12 && oy - size < y + 3);
  const alone = ({ x, y }) => !others.some((other) => other.right > x && other.left < x + wide && other.bottom > y - 12 && other.top < y + 3);
  const along = [left + 9];
  for (let x = left + 33; x + wide < right - 9; x += 24) along.push(x);
  const heights = [...(area.kind === "zone" ? [above, under] : [under, above]), bottom - 8, bottom + 17];
  const spots = heights.flatMap((y) => along.map((x) => ({ x, y })));
  return spots.find((spot) => legible(spot) && alone(spot)) || spots.find(legible) || spots[0];
}

// While it is dragged a place lies over the others.
export function uppermost(places) {
  const held = (place) => (draft.live && view.chosen.has(keyOf("places", place.id)) ? 1 : 0);
  return [...places].sort((a, b) => held(a) - held(b));
}
