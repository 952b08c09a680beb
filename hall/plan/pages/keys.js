/* Everything without a mouse. Keys work while nothing is being typed; arrows and Enter while the plan has the focus. A
   key that belongs to an input method (拼音) is nobody else's. */

import { onKey } from "../kit/keys.js";
import { find } from "../kit/page.js";
import { checkNow } from "./model/checking.js";
import { draft, redo, undo } from "./model/draft.js";
import { save } from "./model/saving.js";
import { duplicateChosen, removeChosen, turnChosen } from "./canvas/acts.js";
import { choose, chooseHere } from "./canvas/chosen.js";
import { floorBy } from "./canvas/floors.js";
import { planKey } from "./canvas/keyboard.js";
import { letGoOfMoving, panWithSpace } from "./canvas/pointer.js";
import { redraw } from "./canvas/redraw.js";
import { TOOLS, takeTool, tool } from "./canvas/tools.js";
import { canvas, wholeFloor, zoom } from "./canvas/view.js";
import { showPanel } from "./panel/tabs.js";
import { openPublish } from "./publish/box.js";

function typing(target) { return target.matches("input, select, textarea, [contenteditable]"); }

onKey((event) => {
  if (document.querySelector("dialog[open]") || !draft.plan) return;
  const control = event.ctrlKey || event.metaKey, key = event.key;
  if (key === "F6") { event.preventDefault(); nextRegion(); return; }
  if (control && key === "Enter") { event.preventDefault(); document.activeElement.blur(); openPublish(); return; }
  if (key === "Escape") { escape(event); return; }
  if (typing(event.target) || event.altKey) return;
  const done = control ? controlKey(event) : plainKey(event);
  if (done) event.preventDefault();
});

function controlKey(event) {
  const key = event.key.toLowerCase();
  if (key === "z") { if (event.shiftKey) redo(); else undo(); } else if (key === "y") redo();
  else if (key === "d") duplicateChosen();
  else if (key === "a") chooseHere();
  else if (key === "s") save();
  else return false;
  return true;
}

const ACTS = {
  "/": () => find("search").focus(), "?": () => find("sheet").showModal(), "+": () => zoom(1.25), "=": () => zoom(1.25), "-": () => zoom(0.8),
  0: wholeFloor, delete: removeChosen, backspace: removeChosen, q: () => { showPanel("faults"); checkNow(); }, g: () => showPanel("changes"),
  "[": () => turnChosen(-15), "]": () => turnChosen(15), pageup: () => floorBy(1), pagedown: () => floorBy(-1),
};

function plainKey(event) {
  if (planKey(event)) return true;
  const key = event.key.toLowerCase(), act = ACTS[key];
  if (act) { act(); return true; }
  const wanted = Object.entries(TOOLS).find(([, each]) => each.key === key);
  if (!wanted) return false;
  takeTool(wanted[0]);
  (wanted[0] === "facility" ? find("facilities") : canvas).focus({ preventScroll: true });
  return true;
}

document.addEventListener("keyup", (event) => { if (event.key === " ") panWithSpace(false); });

function escape(event) {
  if (typing(event.target)) canvas.focus({ preventScroll: true });
  else if (!letGoOfMoving()) back();
  redraw();
}

// One step back from what is open or in hand.
function back() {
  if (find("menu").open) find("menu").open = false;
  else if (tool.start) tool.start = null;
  else if (tool.from) tool.from = null;
  else if (tool.name !== "select") takeTool("select");
  else choose([]);
}

function nextRegion() {
  const regions = [find("search"), canvas, document.querySelector("#panel [role=tab][aria-selected=true]")];
  const at = regions.findIndex((region) => region.contains(document.activeElement) || (region.closest("aside, .bar")?.contains(document.activeElement)));
  regions[(at + 1) % regions.length].focus();
}
