/* One line that says what comes next: the tool's hint, or the next step of a hall that is being drawn. */

import { find } from "../../kit/page.js";
import { draft } from "../model/draft.js";
import { isEmpty } from "../model/things.js";
import { PLACE_KINDS } from "../model/words.js";
import { chosenAnew } from "./chosen.js";
import { TOOLS, tool, toolTaken } from "./tools.js";

// One line that says what comes next: the tool's hint, or the next step of a hall that is being drawn.
export function drawHint() {
  const words = tool.facility ? `点一下放“${PLACE_KINDS[tool.facility]}”；按 K 换一种` : TOOLS[tool.name].hint || (draft.plan && nextStep(draft.plan)) || "";
  find("hint").hidden = !words || !draft.plan || isEmpty(draft.plan);
  if (find("hint").textContent !== words) find("hint").textContent = words;
}

function nextStep(plan) {
  const has = (kind) => plan.places.some((place) => place.kind === kind);
  if (isEmpty(plan)) return "";
  if (!plan.nodes.some((node) => node.kind === "entrance")) return "第 1 步：按 E，点大门的位置，放一个入口";
  if (!plan.ways.length) return "第 2 步：按 W，从入口一路点到各个路口，画出通道";
  if (!has("window")) return "第 3 步：按 C，点出窗口";
  if (!has("zone")) return "第 4 步：按 Z，拖出一个区把窗口圈进去";
  if (!has("exit")) return "第 5 步：按 K 选“出口”，点在大门外";
  if (!plan.screens.length) return "第 6 步：按 S，点路口挂屏；屏朝着来人的方向";
  return "";
}

toolTaken.hear(drawHint);
chosenAnew.hear(drawHint);
