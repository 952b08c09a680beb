/* What the compiler says, as pins on the plan. */

import { checked } from "../model/checking.js";
import { svg, text } from "./elements.js";
import { plateSize } from "./plates.js";
import { px, view } from "./view.js";

function pinGroups(floor) {
  const groups = new Map();
  checked.faults.forEach((fault, i) => {
    if (fault.floor !== floor.id) return;
    const at = `${Math.round(fault.x * 2)},${Math.round(fault.y * 2)}`;
    groups.set(at, [...(groups.get(at) || []), i]);
  });
  return groups;
}

// Beside the thing, so that it can still be read.
export function pins(floor) {
  const beside = Math.round(plateSize() * 0.38);
  return [...pinGroups(floor).values()].map((faults) => {
    const first = checked.faults[faults[0]], bad = faults.some((i) => checked.faults[i].severity === "error");
    const pulse = faults.some((i) => checked.faults[i] === view.pulse);
    const words = faults.map((i) => checked.faults[i].zh).join("\n");
    return svg("g", { class: `pin ${bad ? "bad" : "amber"}${pulse ? " pulse" : ""}`, "data-pin": faults[0], transform: `translate(${px(first.x) + beside} ${px(first.y) - beside})` },
      svg("path", { d: "M0 -3C-7 -12 -9 -15 -9 -20A9 9 0 0 1 9 -20C9 -15 7 -12 0 -3Z" }), text(faults.length > 1 ? String(faults.length) : "!", { y: -16 }), svg("title", {}, words));
  });
}
