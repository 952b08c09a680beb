/* What the compiler says, as a list that leads to each place. */

import { find } from "../../kit/page.js";
import { checked } from "../model/checking.js";
import { planNow } from "../model/draft.js";
import { keyOf, thingOf } from "../model/things.js";
import { LISTS } from "../model/words.js";
import { pinAsked } from "../canvas/asked.js";
import { choose } from "../canvas/chosen.js";
import { make } from "../canvas/elements.js";
import { redraw } from "../canvas/redraw.js";
import { lookAt, view } from "../canvas/view.js";
import { countOn, showPanel } from "./tabs.js";

export function drawFaults() {
  const refusals = checked.faults.filter((fault) => fault.severity === "error").length, warnings = checked.faults.length - refusals;
  countOn("count-faults", refusals || warnings, refusals ? "bad" : "amber");
  const head = [];
  if (checked.why) head.push(make("p", "say bad", `没有检查成：${checked.why}`));
  else if (checked.report) head.push(...checklist(checked.report, refusals));
  else head.push(make("p", "quiet", "画好之后这里会说有没有问题。"));
  find("faults").replaceChildren(...head, ...faultRows("error", "要改的"), ...faultRows("warning", "提醒"));
}

// Nobody can be led astray where there is nowhere to go: that is no praise.
export function lacking(report) { return [!report.goals && "还没有可去的地方", !report.screens && "还没有挂屏"].filter(Boolean).join("，"); }

function checklist(report, refusals) {
  if (refusals) return [make("p", "say bad", `${refusals} 处要改；改好才能直接发布`)];
  if (lacking(report)) return [make("p", "say", `${lacking(report)}：现在没有什么可检查的。`)];
  const list = make("ul", "sound");
  const said = [`${report.entrances} 个入口都走得到 ${report.goals} 个地方（步行、轮椅）`, "没有绕圈，岔口处处有屏"];
  said.push(`${report.farthest} 米外可读，对比度 ${report.contrast}:1`);
  list.append(...said.map((words) => make("li", "", words)));
  return [list];
}

function faultRows(severity, title) {
  const rows = checked.faults.map((fault, i) => [fault, i]).filter(([fault]) => fault.severity === severity);
  if (!rows.length) return [];
  const list = make("ol", "fault-list");
  list.append(...rows.map(([fault, i]) => {
    const row = make("li"), key = make("button", `fault ${severity === "error" ? "bad" : "amber"}`);
    key.type = "button";
    key.dataset.fault = i;
    key.append(make("bdi", "what", fault.zh), make("bdi", "todo", fault.todo_zh));
    key.addEventListener("click", () => goToFault(fault));
    row.append(key);
    return row;
  }));
  return [make("h3", "", `${title} ${rows.length}`), list];
}

// To its place, with what it is about chosen; the list stays open.
function goToFault(fault) {
  if (fault.floor) lookAt({ floor: fault.floor, x: fault.x, y: fault.y });
  const keys = fault.things.flatMap((id) => LISTS.map((list) => keyOf(list, id))).filter((key) => thingOf(planNow(), key));
  choose(keys.length > 12 ? keys.slice(0, 1) : keys);
  view.pulse = fault;
  redraw();
}

function showFault(i) {
  showPanel("faults");
  goToFault(checked.faults[i]);
  find("faults").querySelector(`[data-fault="${i}"]`)?.scrollIntoView({ block: "nearest" });
}

pinAsked.hear(showFault);
