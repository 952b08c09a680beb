/* The foot of the panel: what publishing would do, always in sight. */

import { find } from "../../kit/page.js";
import { checked } from "../model/checking.js";
import { draft } from "../model/draft.js";
import { hall } from "../model/hall.js";
import { isEmpty } from "../model/things.js";
import { lacking } from "./faults.js";

export function changeWords() {
  const parts = [];
  if (checked.screens.length) parts.push(`${checked.screens.length} 块屏`);
  if (checked.windows.length) parts.push(`${new Set(checked.windows.map((change) => change.window)).size} 个窗口`);
  if (checked.places.length) parts.push(`${new Set(checked.places.map((change) => change.place)).size} 个其他地方`);
  if (checked.slips.length) parts.push(`${new Set(checked.slips.map((slip) => slip.window)).size} 个窗口的票面指路`);
  return parts.length ? `将改变 ${parts.join("、")}` : "";
}

// The foot of the panel: what publishing would do, always in sight.
export function drawSummary() {
  const same = hall.published && draft.plan === hall.published, words = changeWords();
  const { report, faults } = checked, refusals = report ? report.refusals.length : 0, idle = report && !refusals && lacking(report);
  const reminders = faults.length ? `，${faults.length} 处提醒` : "";
  find("summary").textContent = isEmpty(draft.plan) ? "" : words || (same || !checked.report ? "" : hall.published ? "看得见的都不变" : "");
  find("summary").classList.toggle("bad", refusals > 0);
  find("summary-check").textContent = !report ? "" : refusals ? `检查：${refusals} 处要改` : idle ? `还没有可检查的${reminders}` : `检查通过${reminders}`;
  find("summary-check").className = `plain ${refusals ? "bad" : idle ? "" : "good"}`;
  find("publish").disabled = isEmpty(draft.plan);
}
