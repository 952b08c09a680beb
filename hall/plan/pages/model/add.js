/* Putting new things on the plan, each with the beginnings that are most likely right. Every function takes the plan and
   a spot, {floor, x, y, scale}: metres, and how many pixels of the screen a metre takes (near is what is near to the
   eye); it returns the new plan with the key of what was made. */

import { footOn, nearestNode } from "./fasten.js";
import { distance, round, spotAt } from "./ground.js";
import { added, changed, keyOf, newId, one } from "./things.js";

const TOUCH = 13;

export function nodeNear(plan, at) {
  const near = nearestNode(plan, at.floor, at);
  const all = plan.nodes.filter((node) => node.floor === at.floor && distance(node, at) * at.scale <= TOUCH);
  return all.sort((a, b) => distance(a, at) - distance(b, at))[0] || (near && distance(near, at) < 0.3 ? near : undefined);
}

function wayNear(plan, at) {
  let best, least = TOUCH / at.scale;
  for (const way of plan.ways) {
    const a = spotAt(plan, way.a), b = spotAt(plan, way.b);
    if (!a || !b || a.floor !== at.floor || b.floor !== at.floor) continue;
    const foot = footOn(a, b, at), far = distance(foot, at);
    if (far < least && foot.along > 0.02 && foot.along < 0.98) { best = { way, foot }; least = far; }
  }
  return best;
}

export function freshWay(plan, a, b, more = {}) {
  return { id: newId(plan, "way"), a, b, kind: "walk", length: null, width: 2, step_free: true, one_way: false, open: [], ...more };
}

// A node on a way divides it; doors stay on the first half.
export function withNode(plan, at, kind = "junction") {
  const on = wayNear(plan, at), point = on ? { x: round(on.foot.x), y: round(on.foot.y) } : at;
  const id = newId(plan, kind === "entrance" ? "e" : "n");
  let next = added(plan, "nodes", { id, floor: at.floor, x: point.x, y: point.y, kind });
  if (on) {
    const { way } = on;
    next = changed(next, "ways", way.id, { b: id, length: null });
    next = added(next, "ways", { ...way, id: newId(next, "way"), a: id, length: null });
  }
  return [next, keyOf("nodes", id)];
}

export function withWay(plan, from, to) {
  if (from === to || plan.ways.some((way) => (way.a === from && way.b === to) || (way.a === to && way.b === from))) return [plan, null];
  const a = one(plan, "nodes", from), b = one(plan, "nodes", to), climb = a.floor !== b.floor;
  const kind = !climb ? "walk" : [a.kind, b.kind].includes("stairs") ? "stairs" : [a.kind, b.kind].includes("escalator") ? "escalator" : "lift";
  const way = freshWay(plan, from, to, climb ? { kind, length: 20, step_free: kind === "lift" } : { width: 3 });
  return [added(plan, "ways", way), keyOf("ways", way.id)];
}

export function withDoor(plan, at) {
  const on = wayNear(plan, at);
  if (!on) return [plan, null];
  const id = newId(plan, "d");
  return [added(plan, "doors", { id, way: on.way.id, name_zh: `门 ${freeDoor(plan)}`, name_en: `Door ${freeDoor(plan)}`, staff_only: true }), keyOf("doors", id)];
}

function freeDoor(plan) { return String(plan.doors.length + 1).padStart(2, "0"); }

export function withFloor(plan) {
  const levels = plan.floors.map((floor) => floor.level), next = levels.length ? Math.max(...levels) + 1 : 1, last = plan.floors[plan.floors.length - 1];
  const words = "零一二三四五六七八九十"[next] || String(next), id = newId(plan, "f");
  return [added(plan, "floors", {
    id, level: next, name_zh: `${words}层`, name_en: `Floor ${next}`, width: last ? last.width : 40, depth: last ? last.depth : 28, background: null,
  }), keyOf("floors", id)];
}
