"use strict";
/* Looking at a floor: which one, how near, what is chosen. `scale` is pixels a metre; `x`, `y` the metres in the upper
   left corner of the canvas; `whole`: nobody has moved it since the whole floor was shown. `FOOT` and `SIDE`: pixels
   the legend and the zoom keys take. */

const NEAREST = 160, FARTHEST = 2, MARGIN = 40, FOOT = 52, SIDE = 28;

const view = { floor: "", whole: false, scale: 12, x: 0, y: 0, chosen: new Set(), lit: null, guides: [], band: null, pulse: null, refocusing: false, formOf: "" };
const onChosen = [];
const canvas = find("canvas"), world = find("world");

function toMetres(event) {
  const box = canvas.getBoundingClientRect();
  return { x: view.x + (event.clientX - box.left) / view.scale, y: view.y + (event.clientY - box.top) / view.scale };
}

function px(metres) { return Math.round(metres * view.scale * 10) / 10; }

function place() { world.setAttribute("transform", `translate(${-px(view.x)} ${-px(view.y)})`); }

function pan(dx, dy) {
  view.whole = false;
  view.x -= dx / view.scale;
  view.y -= dy / view.scale;
  place();
}

// `at`: the point of the canvas (pixels from its corner) that stays where it is.
function zoom(factor, at) {
  const point = at || { x: canvas.clientWidth / 2, y: canvas.clientHeight / 2 };
  const scale = Math.min(NEAREST, Math.max(FARTHEST, view.scale * factor));
  view.x += point.x / view.scale - point.x / scale;
  view.y += point.y / view.scale - point.y / scale;
  view.scale = scale;
  view.whole = false;
  redraw();
}

function wholeFloor() {
  const floor = one(planNow(), "floors", view.floor), width = canvas.clientWidth, height = canvas.clientHeight;
  if (!floor || !width) return;
  view.scale = Math.min(NEAREST, Math.max(FARTHEST, Math.min((width - 2 * MARGIN - SIDE) / floor.width, (height - 2 * MARGIN - FOOT) / floor.depth)));
  view.x = floor.width / 2 - (width - SIDE) / 2 / view.scale;
  view.y = floor.depth / 2 - (height - FOOT) / 2 / view.scale;
  view.whole = true;
  redraw();
}

function showFloor(id) {
  if (view.floor === id) return;
  view.floor = id;
  wholeFloor();
  drawTabs();
}

// Brings a thing into sight without moving the plan about when it is in sight already.
function lookAt(spot) {
  if (!spot) return;
  showFloor(spot.floor);
  const x = (spot.x - view.x) * view.scale, y = (spot.y - view.y) * view.scale;
  if (x > 60 && y > 60 && x < canvas.clientWidth - 60 && y < canvas.clientHeight - 60) return;
  view.x = spot.x - canvas.clientWidth / 2 / view.scale;
  view.y = spot.y - canvas.clientHeight / 2 / view.scale;
  view.whole = false;
  redraw();
}

function drawTabs() {
  const floors = [...planNow().floors].sort((a, b) => a.level - b.level);
  if (!one(planNow(), "floors", view.floor)) {
    view.floor = floors.length ? floors[0].id : "";
    if (view.floor) wholeFloor();
  }
  find("floors").replaceChildren(...floors.map((floor) => {
    const tab = make("button", "tab");
    tab.type = "button";
    tab.append(make("bdi", "", brief(floor.name_zh, 8) || `${floor.level} 层`));
    tab.setAttribute("aria-pressed", String(floor.id === view.floor));
    tab.title = `${floor.name_zh}：再点一次看属性`;
    tab.addEventListener("click", () => (floor.id === view.floor ? choose([keyOf("floors", floor.id)]) : showFloor(floor.id)));
    return tab;
  }));
}

function choose(keys, { focus = false } = {}) {
  const wanted = [...keys];
  if (wanted.length === view.chosen.size && wanted.every((key) => view.chosen.has(key))) return;
  view.chosen = new Set(wanted);
  draft.merge = "";
  redraw();
  if (focus && wanted.length === 1) elementOf(wanted[0])?.focus({ preventScroll: true });
  for (const tell of onChosen) tell();
}

function chosenOne() {
  if (view.chosen.size !== 1) return null;
  const [key] = view.chosen, thing = thingOf(planNow(), key);
  return thing ? { key, list: key.split("/")[0], thing } : null;
}

function goTo(key) {
  const thing = thingOf(planNow(), key);
  if (!thing) return;
  lookAt(spotOf(planNow(), key.split("/")[0], thing));
  choose([key]);
}

function elementOf(key) { return world.querySelector(`[data-key="${CSS.escape(key)}"]`); }

// What is chosen may have been undone away.
function forgetGone() {
  const left = [...view.chosen].filter((key) => thingOf(planNow(), key));
  if (left.length !== view.chosen.size) choose(left);
}
