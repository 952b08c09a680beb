/* The tools' keys beside the plan, and the box in which a facility is chosen. */

import { find } from "../../kit/page.js";
import { PLACE_KINDS, PLACE_PICTOGRAMS } from "../model/words.js";
import { make, svg } from "./elements.js";
import { takeTool, tool, toolTaken } from "./tools.js";
import { canvas } from "./view.js";

const FACILITIES = ["kiosk", "desk", "toilet", "accessible_toilet", "nursing_room", "water", "lift", "stairs", "exit"];

function drawRail() {
  for (const key of document.querySelectorAll(".rail [data-tool]")) key.setAttribute("aria-pressed", String(key.dataset.tool === tool.name));
  canvas.dataset.tool = tool.name;
  find("facilities").hidden = tool.name !== "facility" || tool.facility !== ""; // once chosen it is out of the way of the plan
}

for (const key of document.querySelectorAll(".rail [data-tool]")) key.addEventListener("click", () => takeTool(key.dataset.tool === tool.name && (tool.name !== "facility" || !find("facilities").hidden) ? "select" : key.dataset.tool));
find("facilities").append(...FACILITIES.map((kind) => {
  const key = make("button", "facility"), picture = svg("svg", { viewBox: "0 0 48 48", "aria-hidden": "true" }, svg("use", { href: `#pictogram-${PLACE_PICTOGRAMS[kind]}` }));
  key.type = "button";
  key.dataset.facility = kind;
  key.append(picture, make("span", "", PLACE_KINDS[kind]));
  key.addEventListener("click", () => { takeTool("facility", kind); canvas.focus({ preventScroll: true }); });
  return key;
}));

toolTaken.hear(drawRail);
