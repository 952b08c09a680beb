/* Which node a thing stands at. A place is fastened to the node that suits it best when it is put down, and again when
   ways are drawn nearer; where somebody has chosen another node for it, that stays. */

import { bearing, distance, inside, waysAt, zoneAt } from "./ground.js";
import { changed, mapped, one } from "./things.js";
import { placeName } from "./words.js";

const OWN_NODE = { exit: "entrance", lift: "lift", stairs: "stairs" }, OWN_WITHIN = 8;
const grounds = new WeakMap();

// From every node, the next one on the way back to an entrance: whence people come. Staff doors are not passed.
export function comingFrom(plan, staff = false) {
  const closed = new Set(plan.doors.filter((door) => door.staff_only && !staff).map((door) => door.way));
  const from = new Map(plan.nodes.filter((node) => node.kind === "entrance").map((node) => [node.id, ""]));
  const queue = [...from.keys()];
  for (let id = queue.shift(); id !== undefined; id = queue.shift()) {
    for (const way of waysAt(plan, id)) {
      const other = way.a === id ? way.b : way.a;
      if (closed.has(way.id) || from.has(other)) continue;
      from.set(other, id);
      queue.push(other);
    }
  }
  return from;
}

// People stand at crossings, so not in a lift or a doorway.
export function nearestNode(plan, floor, at, far = (node) => distance(node, at)) {
  let best, least = Infinity;
  for (const node of plan.nodes) {
    if (node.floor !== floor) continue;
    const metres = far(node) + (["lift", "stairs", "escalator", "door"].includes(node.kind) ? 6 : 0);
    if (metres < least) { best = node; least = metres; }
  }
  return best;
}

export function windowNear(plan, at, most) {
  const windows = plan.places.filter((place) => place.kind === "window" && place.floor === at.floor && distance(place, at) <= most);
  return windows.sort((a, b) => distance(a, at) - distance(b, at))[0];
}

// What is asked of a plan for each of its places: its ways as pairs of nodes, and the nodes behind staff doors.
function groundOf(plan) {
  if (!grounds.has(plan)) {
    const nodes = new Map(plan.nodes.map((node) => [node.id, node])), front = comingFrom(plan);
    grounds.set(plan, {
      lanes: plan.ways.map((way) => [nodes.get(way.a), nodes.get(way.b)]).filter(([a, b]) => a && b && a.floor === b.floor),
      back: new Set([...comingFrom(plan, true).keys()].filter((id) => !front.has(id))),
    });
  }
  return grounds.get(plan);
}

export function footOn(a, b, at) {
  const long = (b.x - a.x) ** 2 + (b.y - a.y) ** 2;
  const along = long ? Math.min(1, Math.max(0, ((at.x - a.x) * (b.x - a.x) + (at.y - a.y) * (b.y - a.y)) / long)) : 0;
  return { x: a.x + along * (b.x - a.x), y: a.y + along * (b.y - a.y), along };
}

// A node is near when it is near itself and a way of it passes by, whether that is joined to an entrance yet or not. The
// back office only holds what is not public. One goes out where one comes in, and to a lift where it stops.
export function fitNode(plan, place) {
  const own = plan.nodes.filter((node) => node.floor === place.floor && node.kind === OWN_NODE[place.kind] && distance(node, place) < OWN_WITHIN);
  if (own.length) return own.sort((a, b) => distance(a, place) - distance(b, place))[0];
  const { lanes, back } = groundOf(plan), beside = new Map();
  for (const [a, b] of lanes) {
    if (a.floor !== place.floor) continue;
    const metres = distance(footOn(a, b, place), place);
    for (const end of [a.id, b.id]) if (metres < (beside.get(end) ?? Infinity)) beside.set(end, metres);
  }
  return nearestNode(plan, place.floor, place, (node) => {
    const metres = distance(node, place);
    return (metres + (beside.get(node.id) ?? metres)) / 2 + (place.public && back.has(node.id) ? 12 : 0);
  });
}

// A place that was put elsewhere is reached from its fit node, and belongs to the zone it lies in.
export function fastened(plan, id, was) {
  const place = one(plan, "places", id), values = {};
  if (place.kind !== "zone") {
    const zone = zoneAt(plan, place.floor, place), left = was && one(plan, "places", was.zone);
    if (zone) values.zone = zone.id;
    else if (left && inside(left.outline, was)) values.zone = "";
  }
  return standingAt(changed(plan, "places", id, values), place, fitNode(plan, place));
}

// The strip over a window goes with it.
function standingAt(plan, place, node) {
  const next = changed(plan, "places", place.id, { node: node ? node.id : "" });
  if (!node || place.kind !== "window") return next;
  return mapped(next, "screens", (screen) => (screen.place === place.id && screen.layout === "strip"
    ? { node: node.id, heading: bearing(node, place) } : null));
}

// An edit of ways may bring a nearer node: whatever stood at its fit node does so again.
export function refastened(before, after) {
  if (before.nodes === after.nodes && before.ways === after.ways) return after;
  let next = after;
  for (const place of after.places) {
    const was = one(before, "places", place.id);
    if (!was || was.node !== place.node || was.node !== (fitNode(before, was)?.id || "")) continue;
    const fit = fitNode(after, place);
    if (fit && fit.id !== place.node) next = standingAt(next, place, fit);
  }
  return next;
}

// A strip is called after its window, for as long as nobody calls it otherwise.
export function renamed(was, next) {
  if (was.places === next.places) return next;
  return mapped(next, "screens", (screen) => {
    const [before, now] = [was, next].map((plan) => screen.layout === "strip" && one(plan, "places", screen.place));
    return before && now && screen.name_zh === placeName(before) && placeName(now) !== screen.name_zh ? { name_zh: placeName(now) } : null;
  });
}
