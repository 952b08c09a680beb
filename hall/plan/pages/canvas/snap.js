/* Dragging with the pointer, snapping to the grid and to the lines of other things (Alt: freely). */

import { nearestNode } from "../model/fasten.js";
import { round, spotOf } from "../model/ground.js";
import { hung, moved } from "../model/move.js";
import { SNAP, changed, one, thingOf } from "../model/things.js";
import { spotShown, view } from "./view.js";

const ALIGN = 7;

// Where (x, y) snaps to: the line of another thing when near one, else the grid. Guides say which.
export function snapped(at, plan, except, free) {
  view.guides = [];
  if (free) return { x: round(at.x), y: round(at.y) };
  const found = { x: round(at.x, SNAP), y: round(at.y, SNAP) }, near = ALIGN / view.scale;
  const others = [...plan.nodes, ...plan.places].filter((thing) => thing.floor === view.floor && !except.has(thing));
  for (const axis of ["x", "y"]) {
    let least = near;
    for (const other of others) {
      const off = Math.abs(other[axis] - at[axis]);
      if (off < least) { least = off; found[axis] = other[axis]; }
    }
    if (least < near) view.guides.push([axis, found[axis]]);
  }
  return found;
}

export function draggedTo(start, at, free) {
  const { plan, keys, key } = start, [list, id] = key.split("/"), thing = thingOf(plan, key);
  if (keys.size === 1 && list === "screens") return hung(plan, id, spotShown(at));
  if (keys.size === 1 && list === "fire_signs") return changed(plan, list, id, { node: nearestNode(plan, view.floor, at)?.id || thing.node });
  if (list === "doors") return plan;
  const anchor = "x" in thing ? thing : spotOf(plan, list, thing);
  const except = new Set([...keys].map((each) => thingOf(plan, each)));
  const to = snapped({ x: anchor.x + at.x - start.at.x, y: anchor.y + at.y - start.at.y }, plan, except, free);
  return moved(plan, keys, to.x - anchor.x, to.y - anchor.y);
}

// A rectangle stays one when its corner is pulled; Alt pulls the corner alone.
export function corneredTo(start, at, free) {
  const { plan, key, corner } = start, area = thingOf(plan, key), was = area.outline[corner];
  const floor = one(plan, "floors", area.floor), inside = { x: Math.min(Math.max(at.x, 0), floor.width), y: Math.min(Math.max(at.y, 0), floor.depth) };
  const to = snapped(inside, plan, new Set([area]), false), square = area.outline.length === 4 && !free;
  const outline = area.outline.map(([x, y], i) => {
    if (i === corner) return [to.x, to.y];
    return square ? [x === was[0] ? to.x : x, y === was[1] ? to.y : y] : [x, y];
  });
  const middle = (axis) => round(outline.reduce((sum, point) => sum + point[axis], 0) / outline.length);
  return changed(plan, "places", area.id, { outline, x: middle(0), y: middle(1) });
}
