"use strict";
/* One floor as SVG. Everything is drawn anew and compared with what stands there: an element that would be the same
   stays, and keeps the keyboard's focus. Text is only ever set as text. */

const LAYERS = ["ground", "widths", "areas", "ways", "doors", "ghosts", "places", "nodes", "screens", "marks"];
let drawing = 0;

function svg(name, values, ...children) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(values)) if (value !== undefined && value !== "") made.setAttribute(key, value);
  made.append(...children.filter(Boolean));
  return made;
}

function text(said, values) {
  const made = svg("text", values);
  made.textContent = said;
  return made;
}

function redraw() {
  if (drawing) return;
  drawing = requestAnimationFrame(() => { drawing = 0; drawNow(); });
}

function drawNow() {
  const plan = planNow(), floor = plan && one(plan, "floors", view.floor), focused = world.contains(document.activeElement) ? document.activeElement.dataset.key : null;
  place();
  const drawn = floor ? layersOf(plan, floor) : {};
  for (const name of LAYERS) refill(find(`layer-${name}`), drawn[name] || []);
  if (focused && document.activeElement.dataset?.key !== focused) refocus(focused);
}

// The keyboard stays where it was; that is no choice of anybody's.
function refocus(key) {
  view.refocusing = true;
  elementOf(key)?.focus({ preventScroll: true });
  view.refocusing = false;
}

function refill(layer, wanted) {
  const had = [...layer.children];
  wanted.forEach((element, i) => {
    if (!had[i]) layer.append(element);
    else if (!had[i].isEqualNode(element)) had[i].replaceWith(element);
  });
  for (const extra of had.slice(wanted.length)) extra.remove();
}

function layersOf(plan, floor) {
  const here = (list) => plan[list].filter((thing) => spotOf(plan, list, thing)?.floor === floor.id);
  const places = here("places"), areas = places.filter((place) => place.outline.length > 2);
  const ways = here("ways").filter((way) => level(plan, way));
  return {
    ground: ground(floor),
    areas: areas.map((area) => areaOf(plan, area)),
    widths: ways.map((way) => svg("line", { class: "width", ...lineOf(plan, way), "stroke-width": Math.max(4, px(way.width)) })),
    ways: ways.map((way) => wayOf(plan, way)),
    doors: here("doors").map((door) => doorOf(plan, door)),
    ghosts: ghosts(plan, floor),
    places: [...uppermost(places.filter((place) => place.outline.length < 3)).map((spot) => spotOfPlace(spot)), ...here("fire_signs").map((sign) => fireSignOf(plan, sign))],
    nodes: here("nodes").map((node) => nodeOf(plan, node)),
    screens: screensOf(plan, here("screens")),
    marks: [...handles(plan), ...pins(floor), ...guideLines(floor), ...toolShapes(plan)],
  };
}

// While it is dragged a place lies over the others.
function uppermost(places) {
  const held = (place) => (draft.live && view.chosen.has(keyOf("places", place.id)) ? 1 : 0);
  return [...places].sort((a, b) => held(a) - held(b));
}

function level(plan, way) { return spotAt(plan, way.a)?.floor === spotAt(plan, way.b)?.floor; }

// A thing people can choose: reachable by keyboard, named for a screen reader.
function item(list, thing, look, at, ...shapes) {
  const key = keyOf(list, thing.id), chosen = view.chosen.has(key);
  const made = svg("g", {
    class: `item ${look}${chosen ? " chosen" : ""}${marked(key)}${view.lit === key ? " lit" : ""}`, "data-key": key, tabindex: 0, role: "button",
    "aria-pressed": String(chosen), "aria-label": itemWords(list, thing), transform: `translate(${at.x} ${at.y})`,
  }, ...shapes);
  made.append(svg("title", {}, itemWords(list, thing)));
  return made;
}

function itemWords(list, thing) {
  const name = nameOf(list, thing), kind = kindWords(list, thing);
  const more = list === "screens" ? `，${screenWords(thing.id)}` : list === "doors" && thing.staff_only ? "，仅工作人员" : "";
  return `${name.startsWith(kind) || list === "screens" ? "" : `${kind} `}${name}${more}`;
}

function ground(floor) {
  const made = [svg("rect", { class: "floor", x: 0, y: 0, width: px(floor.width), height: px(floor.depth), rx: 10 })];
  const under = floor.background;
  if (under) {
    made.push(svg("image", {
      href: `/api/plan/drawings/${under.file}`, x: px(under.x), y: px(under.y), width: px(under.width), opacity: under.opacity,
    }));
  }
  return made;
}

function points(outline) { return outline.map(([x, y]) => `${px(x)},${px(y)}`).join(" "); }

function areaOf(plan, area) {
  const box = boxOf(area), room = Math.max(3, Math.floor((box.right - box.left) / 13) + (area.kind === "zone" ? 2 : -1)), name = brief(area.name_zh || PLACE_KINDS[area.kind], room);
  return item("places", area, `area ${area.kind}${area.public ? "" : " staff"}`, { x: 0, y: 0 },
    svg("polygon", { class: "shape", points: points(area.outline) }), text(name, { class: "label", ...freeFor(plan, area, box, name) }));
}

function boxOf({ outline }) {
  const x = outline.map((point) => px(point[0])), y = outline.map((point) => px(point[1]));
  return { left: Math.min(...x), right: Math.max(...x), top: Math.min(...y), bottom: Math.max(...y) };
}

function lineOf(plan, way) {
  const a = spotAt(plan, way.a), b = spotAt(plan, way.b);
  return { x1: px(a.x), y1: px(a.y), x2: px(b.x), y2: px(b.y) };
}

function wayOf(plan, way) {
  const line = lineOf(plan, way), middle = { x: (line.x1 + line.x2) / 2, y: (line.y1 + line.y2) / 2 };
  const turn = way.one_way ? bearing(spotAt(plan, way.a), spotAt(plan, way.b)) - 90 : 0;
  return item("ways", way, `way ${way.kind}${way.step_free ? "" : " steps"}${way.open.length ? " hours" : ""}`, { x: 0, y: 0 },
    svg("line", { class: "hit", ...line }), svg("line", { class: "line", ...line }),
    way.one_way ? svg("path", { class: "one-way", d: "M-5 -5 5 0-5 5Z", transform: `translate(${middle.x} ${middle.y}) rotate(${turn})` }) : null);
}

function doorOf(plan, door) {
  const way = one(plan, "ways", door.way), a = spotAt(plan, way.a), b = spotAt(plan, way.b), at = spotOf(plan, "doors", door);
  const turn = a && b ? bearing(a, b) : 0;
  return item("doors", door, `door${door.staff_only ? " staff" : ""}`, { x: px(at.x), y: px(at.y) },
    svg("rect", { class: "hit", x: -16, y: -10, width: 32, height: 20, transform: `rotate(${turn})` }),
    svg("rect", { class: "shape", x: -12, y: -3, width: 24, height: 6, rx: 2, transform: `rotate(${turn})` }),
    view.scale > 11 ? text(brief(door.name_zh, 8), { class: "caption", y: 20 }) : null);
}

function nodeOf(plan, node) {
  const at = { x: px(node.x), y: px(node.y) }, climbs = waysAt(plan, node.id).filter((way) => !level(plan, way));
  const shapes = [svg("circle", { class: "hit", r: 11 })];
  if (node.kind === "entrance") shapes.push(svg("circle", { class: "shape", r: 10 }), svg("path", { class: "glyph", d: "M0 5V-5M-4.5 -1 0 -5.5 4.5 -1" }));
  else shapes.push(svg("circle", { class: "shape", r: node.kind === "junction" ? 4 : 6 }));
  if (node.kind === "entrance" && view.scale > 8) shapes.push(text("入口", { class: "caption", ...freeBeside(plan, node, at) }));
  if (climbs.length) shapes.push(svg("path", { class: "climb", d: "M-3 -9 0 -13 3 -9M-3 9 0 13 3 9" }));
  return item("nodes", node, `node ${node.kind}`, at, ...shapes);
}
