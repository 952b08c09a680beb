/* The plan without a mouse: arrows, Enter and space while it has the focus. */

import { round } from "../model/ground.js";
import { SNAP } from "../model/things.js";
import { nudge } from "./acts.js";
import { formAsked } from "./asked.js";
import { panWithSpace } from "./pointer.js";
import { redraw } from "./redraw.js";
import { tool, useTool } from "./tools.js";
import { canvas, pan, view } from "./view.js";

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

// A key that is meant for the plan; whether it was one.
export function planKey({ key, shiftKey, repeat }) {
  if (document.activeElement !== document.body && !canvas.contains(document.activeElement)) return false;
  if (ARROWS[key]) arrow(ARROWS[key], shiftKey);
  else if (key !== "Enter" && key !== " ") return false;
  else if (tool.name !== "select") { if (!repeat) useTool(tool.aim || aimMiddle()); }
  else if (key === "Enter") formAsked.tell();
  else panWithSpace(true);
  return true;
}

function arrow([dx, dy], fine) {
  const step = fine ? 0.1 : SNAP;
  if (tool.name !== "select") {
    const at = tool.aim || aimMiddle();
    tool.keys = true;
    tool.aim = { x: round(at.x + dx * step), y: round(at.y + dy * step) };
    redraw();
  } else if (view.chosen.size) nudge(dx * step, dy * step);
  else pan(-dx * 60, -dy * 60);
}

function aimMiddle() {
  tool.keys = true;
  tool.aim = { x: round(view.x + canvas.clientWidth / 2 / view.scale, SNAP), y: round(view.y + canvas.clientHeight / 2 / view.scale, SNAP) };
  return tool.aim;
}
