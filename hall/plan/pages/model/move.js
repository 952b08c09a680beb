/* What is chosen, moved by metres or put down at a spot. Screens and fire signs have no place of their own; they go to
   the nearest node. */

import { fastened, nearestNode, windowNear } from "./fasten.js";
import { bearing, distance, round, spotAt } from "./ground.js";
import { changed, mapped, one, thingOf } from "./things.js";
import { nameOf } from "./words.js";

// Ways move by their ends. Returns the plan with everything chosen moved by (dx, dy) metres, or as far as its floor goes.
export function moved(plan, keys, farX, farY) {
  const [dx, dy] = withinFloor(plan, keys, farX, farY), nodes = new Set();
  let next = plan;
  for (const key of keys) {
    const [list, id] = key.split("/"), thing = thingOf(plan, key);
    if (!thing) continue;
    if (list === "nodes") nodes.add(id);
    else if (list === "ways") { nodes.add(thing.a); nodes.add(thing.b); }
    else if (list === "places") {
      next = changed(next, "places", id, {
        x: round(thing.x + dx), y: round(thing.y + dy), outline: thing.outline.map(([x, y]) => [round(x + dx), round(y + dy)]),
      });
    }
  }
  if (nodes.size) next = mapped(next, "nodes", (node) => (nodes.has(node.id) ? { x: round(node.x + dx), y: round(node.y + dy) } : null));
  for (const key of keys) if (key.startsWith("places/")) next = fastened(next, key.slice(7), thingOf(plan, key));
  return next;
}

// How far of (dx, dy) nothing chosen leaves its floor; what lies outside already may only come back.
function withinFloor(plan, keys, dx, dy) {
  const ends = [...keys].flatMap((key) => {
    const thing = thingOf(plan, key);
    return !thing ? [] : key.startsWith("ways/") ? [spotAt(plan, thing.a), spotAt(plan, thing.b)] : "x" in thing ? [thing, ...(thing.outline || []).map(([x, y]) => ({ floor: thing.floor, x, y }))] : [];
  }).filter(Boolean);
  for (const end of ends) {
    const floor = one(plan, "floors", end.floor);
    if (!floor) continue;
    dx = Math.min(Math.max(dx, Math.min(0, -end.x)), Math.max(0, floor.width - end.x));
    dy = Math.min(Math.max(dy, Math.min(0, -end.y)), Math.max(0, floor.depth - end.y));
  }
  return [dx, dy];
}

// A screen put down at a point: over the window when it is a strip, else at the nearest node.
export function hung(plan, id, at) {
  const screen = one(plan, "screens", id);
  const window = screen.layout === "strip" ? windowNear(plan, at, 3) : undefined;
  if (window && window.node) return changed(plan, "screens", id, { place: window.id, node: window.node, heading: bearing(one(plan, "nodes", window.node) || window, window) });
  const node = nearestNode(plan, at.floor, at);
  return node ? changed(plan, "screens", id, { node: node.id }) : plan;
}

export function turnedTo(start, at, free) {
  const { plan, key } = start, [list, id] = key.split("/"), node = spotAt(plan, thingOf(plan, key).node);
  const angle = bearing(node, at);
  return changed(plan, list, id, { heading: free ? Math.round(angle) % 360 : (Math.round(angle / 15) * 15) % 360 });
}

export function movedWords(before, after, keys) {
  const [key] = keys, [list] = key.split("/"), name = keys.size > 1 ? `${keys.size} 个` : nameOf(list, thingOf(after, key));
  const was = thingOf(before, key), is = thingOf(after, key);
  if (keys.size === 1 && list === "places" && was.zone !== is.zone) {
    const zone = one(after, "places", is.zone);
    return `${name}移到${zone ? nameOf("places", zone) : "区外"}`;
  }
  return `移动${name}`;
}

// The next node in that direction: how a screen is carried along by the keyboard.
export function nodeTowards(plan, from, dx, dy, corner) {
  const here = one(plan, "nodes", from), long = Math.hypot(dx, dy);
  if (!here) return nearestNode(plan, corner.floor, corner)?.id;
  const ahead = plan.nodes.filter((node) => node.floor === here.floor && node !== here
    && ((node.x - here.x) * dx + (node.y - here.y) * dy) / long > 0.7 * distance(node, here));
  return ahead.sort((a, b) => distance(a, here) - distance(b, here))[0]?.id;
}
