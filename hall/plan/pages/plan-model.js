"use strict";
/* The plan as data. It is never changed in place: every edit makes a new plan that shares what it did not touch, so that
   undoing is showing an earlier one. A thing is known by its key, "places/w6". */

const SNAP = 0.5;

function keyOf(list, id) { return `${list}/${id}`; }

function thingOf(plan, key) {
  const [list, id] = key.split("/");
  return plan[list] ? plan[list].find((one) => one.id === id) : undefined;
}

function one(plan, list, id) { return id ? plan[list].find((thing) => thing.id === id) : undefined; }

function changed(plan, list, id, values) {
  return { ...plan, [list]: plan[list].map((thing) => (thing.id === id ? { ...thing, ...values } : thing)) };
}

function added(plan, list, ...things) { return { ...plan, [list]: [...plan[list], ...things] }; }

function mapped(plan, list, change) {
  let touched = false;
  const things = plan[list].map((thing) => {
    const values = change(thing);
    touched = touched || Boolean(values);
    return values ? { ...thing, ...values } : thing;
  });
  return touched ? { ...plan, [list]: things } : plan;
}

function newId(plan, stem) {
  const taken = new Set(LISTS.flatMap((list) => plan[list].map((thing) => thing.id)));
  for (let n = 1; ; n += 1) if (!taken.has(`${stem}${n}`)) return `${stem}${n}`;
}

function freeNumber(things) {
  const taken = new Set(things.map((thing) => thing.number));
  for (let n = 1; ; n += 1) if (!taken.has(String(n))) return String(n);
}

function round(value, step = 0.1) { return Math.round(Math.round(value / step) * step * 1000) / 1000; }
function distance(a, b) { return Math.hypot(a.x - b.x, a.y - b.y); }
function turned(degrees) { return ((Math.round(degrees * 10) / 10) % 360 + 360) % 360; }

// Degrees clockwise, 0 towards the top of the drawing, of somebody at `a` who looks at `b`.
function bearing(a, b) { return turned((Math.atan2(b.x - a.x, a.y - b.y) * 180) / Math.PI); }

// Where a thing stands: its floor and metres there; undefined where it stands nowhere.
function spotOf(plan, list, thing) {
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

function spotAt(plan, id) {
  const node = one(plan, "nodes", id);
  return node && one(plan, "floors", node.floor) ? { floor: node.floor, x: node.x, y: node.y } : undefined;
}

function waysAt(plan, node) { return plan.ways.filter((way) => way.a === node || way.b === node); }

function inside(outline, at) {
  let within = false;
  for (let i = 0, j = outline.length - 1; i < outline.length; j = i, i += 1) {
    const [ax, ay] = outline[i], [bx, by] = outline[j];
    if (ay > at.y !== by > at.y && at.x < ((bx - ax) * (at.y - ay)) / (by - ay) + ax) within = !within;
  }
  return within;
}

function zoneAt(plan, floor, at) {
  return plan.places.find((place) => place.kind === "zone" && place.floor === floor && inside(place.outline, at));
}

function rectangle(a, b) {
  const left = Math.min(a.x, b.x), right = Math.max(a.x, b.x), top = Math.min(a.y, b.y), bottom = Math.max(a.y, b.y);
  return [[left, top], [right, top], [right, bottom], [left, bottom]];
}

function isEmpty(plan) { return plan.floors.length === 0; }
