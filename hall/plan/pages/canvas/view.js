/* Looking at a floor: which one, how near. `scale` is pixels a metre; `x`, `y` the metres in the upper left corner of the
   canvas; `whole`: nobody has moved it since the whole floor was shown. `FOOT` and `SIDE`: pixels the legend and the
   zoom keys take. */

import { find } from "../../kit/page.js";
import { planNow } from "../model/draft.js";
import { one } from "../model/things.js";
import { topic } from "../model/topic.js";
import { redraw } from "./redraw.js";

const NEAREST = 160, FARTHEST = 2, MARGIN = 40, FOOT = 52, SIDE = 28;
export const view = { floor: "", whole: false, scale: 12, x: 0, y: 0, chosen: new Set(), lit: null, guides: [], band: null, pulse: null, refocusing: false };
export const floorShown = topic();
export const canvas = find("canvas"), world = find("world");

export function toMetres(event) {
  const box = canvas.getBoundingClientRect();
  return { x: view.x + (event.clientX - box.left) / view.scale, y: view.y + (event.clientY - box.top) / view.scale };
}

export function spotShown({ x, y }) { return { floor: view.floor, x, y, scale: view.scale }; }
export function px(metres) { return Math.round(metres * view.scale * 10) / 10; }
export function moveWorld() { world.setAttribute("transform", `translate(${-px(view.x)} ${-px(view.y)})`); }

export function pan(dx, dy) {
  view.whole = false;
  view.x -= dx / view.scale;
  view.y -= dy / view.scale;
  moveWorld();
}

// `at`: the point of the canvas (pixels from its corner) that stays where it is.
export function zoom(factor, at) {
  const point = at || { x: canvas.clientWidth / 2, y: canvas.clientHeight / 2 };
  const scale = Math.min(NEAREST, Math.max(FARTHEST, view.scale * factor));
  view.x += point.x / view.scale - point.x / scale;
  view.y += point.y / view.scale - point.y / scale;
  view.scale = scale;
  view.whole = false;
  redraw();
}

export function wholeFloor() {
  const floor = one(planNow(), "floors", view.floor), width = canvas.clientWidth, height = canvas.clientHeight;
  if (!floor || !width) return;
  view.scale = Math.min(NEAREST, Math.max(FARTHEST, Math.min((width - 2 * MARGIN - SIDE) / floor.width, (height - 2 * MARGIN - FOOT) / floor.depth)));
  view.x = floor.width / 2 - (width - SIDE) / 2 / view.scale;
  view.y = floor.depth / 2 - (height - FOOT) / 2 / view.scale;
  view.whole = true;
  redraw();
}

export function showFloor(id) {
  if (view.floor === id) return;
  view.floor = id;
  wholeFloor();
  floorShown.tell();
}

// Brings a thing into sight without moving the plan about when it is in sight already.
export function lookAt(spot) {
  if (!spot) return;
  showFloor(spot.floor);
  const x = (spot.x - view.x) * view.scale, y = (spot.y - view.y) * view.scale;
  if (x > 60 && y > 60 && x < canvas.clientWidth - 60 && y < canvas.clientHeight - 60) return;
  view.x = spot.x - canvas.clientWidth / 2 / view.scale;
  view.y = spot.y - canvas.clientHeight / 2 / view.scale;
  view.whole = false;
  redraw();
}
