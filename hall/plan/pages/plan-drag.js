"use strict";
/* Moving what is chosen: with the pointer, snapping to the grid and to the lines of other things (Alt: freely), and by
   the arrow keys. Screens and fire signs have no place of their own; they go to the nearest node. */

const ALIGN = 7;

// Ways move by their ends. Returns the plan with everything chosen moved by (dx, dy) metres, or as far as its floor goes.
function moved(plan, keys, farX, farY, settle) {
  const [dx, dy] = onFloor(plan, keys, farX, farY), nodes = new Set();
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
  if (settle) for (const key of keys) if (key.startsWith("places/")) next = fastened(next, key.slice(7), thingOf(plan, key));
  return next;
}

// How far of (dx, dy) nothing chosen leaves its floor; what lies outside already may only come back.
function onFloor(plan, keys, dx, dy) {
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

// Where (x, y) snaps to: the line of another thing when near one, else the grid. Guides say which.
function snapped(at, plan, except, free) {
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

// A screen put down at a point: over the window when it is a strip, else at the nearest node.
function hung(plan, id, at) {
  const screen = one(plan, "screens", id);
  const window = screen.layout === "strip" ? windowNear(plan, at, 3) : undefined;
  if (window && window.node) return changed(plan, "screens", id, { place: window.id, node: window.node, heading: bearing(one(plan, "nodes", window.node) || window, window) });
  const node = nearestNode(plan, view.floor, at);
  return node ? changed(plan, "screens", id, { node: node.id }) : plan;
}

function windowNear(plan, at, most) {
  const windows = plan.places.filter((place) => place.kind === "window" && place.floor === view.floor && distance(place, at) <= most);
  return windows.sort((a, b) => distance(a, at) - distance(b, at))[0];
}

function draggedTo(start, at, free) {
  const { plan, keys, key } = start, [list, id] = key.split("/"), thing = thingOf(plan, key);
  if (keys.size === 1 && list === "screens") return hung(plan, id, at);
  if (keys.size === 1 && list === "fire_signs") return changed(plan, list, id, { node: nearestNode(plan, view.floor, at)?.id || thing.node });
  if (list === "doors") return plan;
  const anchor = "x" in thing ? thing : spotOf(plan, list, thing);
  const except = new Set([...keys].map((each) => thingOf(plan, each)));
  const to = snapped({ x: anchor.x + at.x - start.at.x, y: anchor.y + at.y - start.at.y }, plan, except, free);
  return moved(plan, keys, to.x - anchor.x, to.y - anchor.y, true);
}

function turnedTo(start, at, free) {
  const { plan, key } = start, [list, id] = key.split("/"), node = spotAt(plan, thingOf(plan, key).node);
  const angle = bearing(node, at);
  return changed(plan, list, id, { heading: free ? Math.round(angle) % 360 : (Math.round(angle / 15) * 15) % 360 });
}

// A rectangle stays one when its corner is pulled; Alt pulls the corner alone.
function corneredTo(start, at, free) {
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

function movedWords(before, after, keys) {
  const [key] = keys, [list] = key.split("/"), name = keys.size > 1 ? `${keys.size} 个` : nameOf(list, thingOf(after, key));
  const was = thingOf(before, key), is = thingOf(after, key);
  if (keys.size === 1 && list === "places" && was.zone !== is.zone) {
    const zone = one(after, "places", is.zone);
    return `${name}移到${zone ? nameOf("places", zone) : "区外"}`;
  }
  return `移动${name}`;
}

function nudge(dx, dy) {
  const keys = view.chosen, plan = draft.plan;
  if (!keys.size) return;
  const only = chosenOne();
  if (only && (only.list === "screens" || only.list === "fire_signs")) {
    const node = nodeTowards(plan, only.thing.node, dx, dy);
    if (node) edit(`移动${nameOf(only.list, only.thing)}`, changed(plan, only.list, only.thing.id, { node }));
    return;
  }
  const next = moved(plan, keys, dx, dy, true);
  edit(movedWords(plan, next, keys), next, `nudge ${[...keys].join()}`);
}

// The next node in that direction: how a screen is carried along by the keyboard.
function nodeTowards(plan, from, dx, dy) {
  const here = one(plan, "nodes", from), long = Math.hypot(dx, dy);
  if (!here) return nearestNode(plan, view.floor, view)?.id;
  const ahead = plan.nodes.filter((node) => node.floor === here.floor && node !== here
    && ((node.x - here.x) * dx + (node.y - here.y) * dy) / long > 0.7 * distance(node, here));
  return ahead.sort((a, b) => distance(a, here) - distance(b, here))[0]?.id;
}
