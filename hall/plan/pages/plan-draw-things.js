"use strict";
/* Places, screens and fire signs as small figures that keep their size in pixels within limits. */

function plateSize() { return Math.min(52, Math.max(20, 2.3 * view.scale)); }

function spotOfPlace(spot) {
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
function ghosts(plan, floor) {
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

// The glass hangs before its readers; two on one spot stand side by side. A strip hangs over its window.
function screenPlaces(plan, screens) {
  const crowd = new Map(), found = new Map();
  for (const screen of screens) {
    const node = one(plan, "nodes", screen.node), window = screen.layout === "strip" ? one(plan, "places", screen.place) : undefined;
    const over = Boolean(window && window.floor === node.floor), faces = over ? Math.round(screen.heading / 90) * 90 : screen.heading, turn = (faces * Math.PI) / 180, ahead = [Math.sin(turn), -Math.cos(turn)];
    const spot = `${over ? window.id : screen.node} ${screen.heading}`, nth = crowd.get(spot) || 0;
    crowd.set(spot, nth + 1);
    const far = over ? plateSize() / 2 + 5 : 13, from = over ? window : node;
    found.set(screen.id, {
      x: Math.round(px(from.x) + ahead[0] * far - ahead[1] * nth * 26), y: Math.round(px(from.y) + ahead[1] * far + ahead[0] * nth * 26), over, faces,
    });
  }
  return found;
}

function screensOf(plan, screens) {
  const spots = screenPlaces(plan, screens);
  return screens.map((screen) => screenOf(screen, spots.get(screen.id)));
}

function screenOf(screen, at) {
  const chosen = view.chosen.has(keyOf("screens", screen.id)), lies = at.over ? 12 : 14, number = brief(screen.number || "？", 4);
  const turn = (at.faces * Math.PI) / 180, x = Math.sin(turn) * lies, y = -Math.cos(turn) * lies;
  return item("screens", screen, `screen${changing(screen.id) ? " changing" : ""} ${toneOf(screen.id)}`, { x: at.x, y: at.y },
    chosen ? fan(screen) : null,
    svg("rect", { class: "glass", x: -11, y: -2.2, width: 22, height: 4.4, rx: 1.5, transform: `rotate(${at.faces})` }),
    changing(screen.id) ? svg("circle", { class: "ring", cx: x, cy: y, r: 12.5 }) : null,
    svg("circle", { class: "shape", cx: x, cy: y, r: 9 }),
    text(number, { class: "number", x, y: y + 3.6, "font-size": number.length > 2 ? 8 : 10.5 }));
}

// What a name should not lie upon: places and screens, as [x, y, half their size].
function standsOn(plan, floor, screens) {
  const half = plateSize() / 2;
  return [...plan.places.filter((place) => place.floor === floor && place.outline.length < 3).map((place) => [px(place.x), px(place.y), half]),
    ...[...screenPlaces(plan, screens).values()].map(({ x, y, over, faces }) => [x + Math.sin((faces * Math.PI) / 180) * (over ? 12 : 14), y - Math.cos((faces * Math.PI) / 180) * (over ? 12 : 14), 12])];
}

// Where a short caption fits beside a node: below it, else where no place and no screen stands.
function freeBeside(plan, node, at) {
  const stands = standsOn(plan, node.floor, plan.screens.filter((screen) => screen.node === node.id));
  const free = ([x, y]) => !stands.some(([ox, oy, size]) => Math.abs(ox - at.x - x) < size + 10 && Math.abs(oy - at.y - y + 4) < size + 5);
  const [x, y] = [[0, 25], [26, 4], [-26, 4], [0, -17]].find(free) || [0, 25];
  return { x, y };
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

// Where its readers stand: as far as it must be read, as wide as a glass can be read from aside.
function fan(screen) {
  const far = screen.farthest * view.scale, wide = far * Math.tan((40 * Math.PI) / 180);
  return svg("path", { class: "fan", d: `M-11 0 ${-wide} ${far}Q0 ${far * 1.18} ${wide} ${far}L11 0Z`, transform: `rotate(${screen.heading})` });
}

function fireSignOf(plan, sign) {
  const at = spotAt(plan, sign.node);
  return item("fire_signs", sign, "fire", { x: px(at.x) + 13, y: px(at.y) + 13 },
    svg("rect", { class: "shape", x: -8, y: -6, width: 16, height: 12, rx: 2.5 }),
    svg("path", { class: "glyph", d: "M0 4V-4M-3 -1 0 -4 3 -1", transform: `rotate(${sign.heading})` }));
}

// What can be taken hold of on the one thing that is chosen, and the node it is reached from.
function handles(plan) {
  const chosen = chosenOne(), made = [];
  if (!chosen || spotOf(plan, chosen.list, chosen.thing)?.floor !== view.floor) return made;
  const { list, thing } = chosen;
  if (list === "screens" || list === "fire_signs") made.push(turnHandle(plan, list, thing));
  if (list === "places") {
    const node = spotAt(plan, thing.node);
    if (node && node.floor === view.floor) made.unshift(svg("line", { class: "tether", x1: px(thing.x), y1: px(thing.y), x2: px(node.x), y2: px(node.y) }));
    thing.outline.forEach(([x, y], corner) => made.push(svg("rect", { class: "handle", "data-corner": corner, x: px(x) - 5, y: px(y) - 5, width: 10, height: 10, rx: 2 })));
  }
  return made;
}

function turnHandle(plan, list, thing) {
  const at = list === "screens" ? screenPlaces(plan, [thing]).get(thing.id) : { x: px(spotAt(plan, thing.node).x) + 13, y: px(spotAt(plan, thing.node).y) + 13 };
  const turn = (thing.heading * Math.PI) / 180, far = 46, x = at.x + Math.sin(turn) * far, y = at.y - Math.cos(turn) * far;
  return svg("g", { class: "turn" }, svg("line", { x1: at.x + Math.sin(turn) * 24, y1: at.y - Math.cos(turn) * 24, x2: x, y2: y }),
    svg("circle", { class: "handle", "data-turn": "1", cx: x, cy: y, r: 7 }));
}

function guideLines(floor) {
  return view.guides.map(([axis, at]) => svg("line", axis === "x" ? { class: "guide", x1: px(at), x2: px(at), y1: 0, y2: px(floor.depth) }
    : { class: "guide", y1: px(at), y2: px(at), x1: 0, x2: px(floor.width) }));
}
