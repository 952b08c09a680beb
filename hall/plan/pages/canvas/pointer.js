/* The pointer on the plan: choose, drag, pan, pull a box, turn a screen, pinch. Fingers and mice are one. */

import { withNode } from "../model/add.js";
import { draft, edit, letLiveGo, planNow, preview } from "../model/draft.js";
import { inside, rectangle, spotOf } from "../model/ground.js";
import { movedWords, turnedTo } from "../model/move.js";
import { thingOf } from "../model/things.js";
import { formAsked, pinAsked, thingAsked } from "./asked.js";
import { choose, chooseHere, chosenOne } from "./chosen.js";
import { redraw } from "./redraw.js";
import { corneredTo, draggedTo } from "./snap.js";
import { TOOLS, aimAt, takeTool, tool, useTool } from "./tools.js";
import { canvas, lookAt, pan, spotShown, toMetres, view, world, zoom } from "./view.js";

const MOVED = 4;
const pointers = new Map();
let hold = null, spaceHeld = false, pinched = 0;

// While space is held the pointer moves the picture, whatever lies under it.
export function panWithSpace(held) {
  spaceHeld = held;
  canvas.classList.toggle("panning", held);
}

canvas.addEventListener("pointerdown", (event) => {
  if (event.button > 1 || !draft.plan) return;
  pointers.set(event.pointerId, { x: event.clientX, y: event.clientY });
  if (pointers.size === 2) { hold = null; draft.live = null; pinched = spread(); redraw(); return; }
  canvas.setPointerCapture(event.pointerId);
  hold = begun(event);
});

function begun(event) {
  const at = toMetres(event), from = { x: event.clientX, y: event.clientY }, target = event.target;
  if (event.button === 1 || spaceHeld) return { what: "pan", from };
  if (tool.name !== "select") {
    aimAt(at, event.altKey);
    if (TOOLS[tool.name].area) tool.start = tool.aim;
    return { what: "tool", from, at };
  }
  const only = chosenOne();
  if (target.dataset.turn) return { what: "turn", from, key: only.key };
  if (target.dataset.corner) return { what: "corner", from, key: only.key, corner: Number(target.dataset.corner) };
  const pin = target.closest("[data-pin]");
  if (pin) return { what: "pin", from, pin: Number(pin.dataset.pin) };
  const item = target.closest("[data-key]");
  if (!item) return { what: event.shiftKey ? "band" : "pan", from, at, empty: true };
  return { what: "thing", from, at, key: item.dataset.key, add: event.shiftKey || event.ctrlKey || event.metaKey };
}

canvas.addEventListener("pointermove", (event) => {
  const was = pointers.get(event.pointerId);
  if (was) pointers.set(event.pointerId, { x: event.clientX, y: event.clientY });
  if (pointers.size === 2) { pinch(); return; }
  if (tool.name !== "select" && (!hold || hold.what === "tool")) aimAt(toMetres(event), event.altKey);
  if (!hold || !was) return;
  if (!hold.moving && Math.hypot(event.clientX - hold.from.x, event.clientY - hold.from.y) < MOVED) return;
  if (!hold.moving) began(hold);
  drag(event, was);
});

// A thing that is dragged is chosen; one of several chosen takes the others with it.
function began(what) {
  what.moving = true;
  if (what.what !== "thing") return;
  if (!view.chosen.has(what.key)) choose(what.add ? [...view.chosen, what.key] : [what.key]);
  what.keys = new Set([...view.chosen].filter((key) => !key.startsWith("floors/")));
}

function drag(event, was) {
  const at = toMetres(event);
  if (hold.what === "pan") pan(event.clientX - was.x, event.clientY - was.y);
  else if (hold.what === "band") { view.band = [hold.at, at]; redraw(); }
  else preview(heldTo(hold, at, event.altKey));
}

// What is held, done to the draft as it is by now: somebody else's change may have come since it was taken hold of.
function heldTo(held, at, free) {
  const to = { thing: draggedTo, turn: turnedTo, corner: corneredTo }[held.what];
  return to && thingOf(draft.plan, held.key) ? to({ ...held, plan: draft.plan }, at, free) : null;
}

canvas.addEventListener("pointerup", (event) => {
  pointers.delete(event.pointerId);
  const held = hold;
  hold = null;
  view.guides = [];
  if (!held || pointers.size) return;
  if (held.what === "tool") useTool();
  else if (held.moving) dropped(held, draft.live || heldTo(held, toMetres(event), event.altKey));
  else clicked(held);
});

canvas.addEventListener("pointercancel", (event) => {
  pointers.delete(event.pointerId);
  letGo();
});

// What is held goes back to where it was.
function letGo() {
  hold = null;
  view.band = null;
  view.guides = [];
  letLiveGo();
}

export function letGoOfMoving() {
  if (!hold?.moving) return false;
  letGo();
  return true;
}

function dropped(held, next) {
  if (held.what === "band" && view.band) {
    const box = rectangle(view.band[0], view.band[1]);
    view.band = null;
    chooseHere((thing) => inside(box, thing));
    redraw();
  } else if (next) {
    edit(held.what === "thing" ? movedWords(draft.plan, next, held.keys) : held.what === "turn" ? "转动屏的朝向" : "改变形状", next);
  }
}

function clicked(held) {
  if (held.what === "pin") pinAsked.tell(held.pin);
  else if (held.empty) choose([]);
  else if (held.key && held.what === "thing") {
    if (!held.add) choose([held.key], { focus: true });
    else choose(view.chosen.has(held.key) ? [...view.chosen].filter((key) => key !== held.key) : [...view.chosen, held.key]);
    if (!held.add) thingAsked.tell();
  }
}

canvas.addEventListener("dblclick", (event) => {
  const key = event.target.closest("[data-key]")?.dataset.key;
  if (tool.name === "way") { takeTool("select"); return; }
  if (tool.name !== "select" || !key) return;
  if (key.startsWith("ways/")) {
    const [next, node] = withNode(draft.plan, spotShown(toMetres(event)));
    edit("在通道上加一个路口", next);
    choose([node]);
  } else formAsked.tell();
});

canvas.addEventListener("wheel", (event) => {
  event.preventDefault();
  const box = canvas.getBoundingClientRect();
  zoom(Math.exp(-event.deltaY * (event.ctrlKey ? 0.01 : 0.0015)), { x: event.clientX - box.left, y: event.clientY - box.top });
}, { passive: false });

canvas.addEventListener("pointerleave", () => { if (!tool.keys) { tool.aim = null; redraw(); } });

function spread() {
  const [a, b] = [...pointers.values()];
  return Math.hypot(a.x - b.x, a.y - b.y);
}

function pinch() {
  const [a, b] = [...pointers.values()], now = spread(), box = canvas.getBoundingClientRect();
  if (pinched) zoom(now / pinched, { x: (a.x + b.x) / 2 - box.left, y: (a.y + b.y) / 2 - box.top });
  pinched = now;
}

// Tab walks through the things; the one with the focus is the one that is chosen.
world.addEventListener("focusin", (event) => {
  const key = event.target.dataset?.key;
  if (!key || hold || view.refocusing || view.chosen.has(key)) return;
  choose([key]);
  lookAt(spotOf(planNow(), key.split("/")[0], thingOf(planNow(), key)));
});
