/* Where things stand: metres and degrees, floors, what lies inside what. `at`: a point in metres. */

import { one } from "./things.js";

export function round(value, step = 0.1) { return Math.round(Math.round(value / step) * step * 1000) / 1000; }
export function distance(a, b) { return Math.hypot(a.x - b.x, a.y - b.y); }

// Tenths of a degree, counted as whole numbers: 106.6, not 106.60000000000002.
export function turned(degrees) { return (((Math.round(degrees * 10) % 3600) + 3600) % 3600) / 10; }

// Degrees clockwise, 0 towards the top of the drawing, of somebody at `a` who looks at `b`.
export function bearing(a, b) { return turned((Math.atan2(b.x - a.x, a.y - b.y) * 180) / Math.PI); }

// Where a thing stands: its floor and metres there; undefined where it stands nowhere.
export function spotOf(plan, list, thing) {
  if (list === "nodes") return thing.floor ? { floor: thing.floor, x: thing.x, y: thing.y } : undefined;
  if (list === "places") {
    const floor = thing.floor || one(plan, "nodes", thing.node)?.floor;
    return floor ? { floor, x: thing.x, y: thing.y } : undefined;
  }
  if (list === "floors") return { floor: thing.id, x: thing.width / 2, y: thing.depth / 2 };
  if (list === "screens" || list === "fire_signs") return spotAt(plan, thing.node);
  const way = list === "ways" ? thing : one(plan, "ways", thing.way), a = spotAt(plan, way?.a), b = spotAt(plan, way?.b);
  if (!a || !b || a.floor !== b.floor) return a || b;
  return { floor: a.floor, x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
}

export function spotAt(plan, id) {
  const node = one(plan, "nodes", id);
  return node && one(plan, "floors", node.floor) ? { floor: node.floor, x: node.x, y: node.y } : undefined;
}

export function waysAt(plan, node) { return plan.ways.filter((way) => way.a === node || way.b === node); }
export function level(plan, way) { return spotAt(plan, way.a)?.floor === spotAt(plan, way.b)?.floor; }

export function inside(outline, at) {
  let within = false;
  for (let i = 0, j = outline.length - 1; i < outline.length; j = i, i += 1) {
    const [ax, ay] = outline[i], [bx, by] = outline[j];
    if (ay > at.y !== by > at.y && at.x < ((bx - ax) * (at.y - ay)) / (by - ay) + ax) within = !within;
  }
  return within;
}

export function zoneAt(plan, floor, at) {
  return plan.places.find((place) => place.kind === "zone" && place.floor === floor && inside(place.outline, at));
}

export function rectangle(a, b) {
  const left = Math.min(a.x, b.x), right = Math.max(a.x, b.x), top = Math.min(a.y, b.y), bottom = Math.max(a.y, b.y);
  return [[left, top], [right, top], [right, bottom], [left, bottom]];
}
