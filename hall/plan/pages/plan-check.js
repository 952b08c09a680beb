"use strict";
/* What the compiler says of the draft as it was saved, as a list and as marks on the plan; and which screens change. */

const CHECK_AFTER = 250;
const NOTHING = { report: null, screens: [], hung: [], windows: [], places: [], slips: [], warnings: [], clashing: [], faults: [], why: "" };
const checked = { version: 0, plan: null, ...NOTHING, sound: true, timer: 0, under: null, again: false };

function checkSoon() {
  clearTimeout(checked.timer);
  checked.timer = setTimeout(checkNow, CHECK_AFTER);
}

// Resolves when the draft as it is now has been checked; one check at a time.
function checkNow() {
  clearTimeout(checked.timer);
  checked.again = true;
  checked.under ??= checkAll().finally(() => { checked.under = null; });
  return checked.under;
}

async function checkAll() {
  while (checked.again) {
    checked.again = false;
    await checkOnce();
  }
}

async function checkOnce() {
  if (!draft.plan || isEmpty(draft.plan)) { Object.assign(checked, { plan: draft.plan, ...NOTHING }); tellChecked(); return; }
  await settled();
  const plan = draft.saved, asked = draft.version, { ok, told } = await send("POST", "/api/plan/check", { version: draft.version });
  checked.why = ok ? "" : told.code === "stale" ? "" : told.zh;
  if (ok) {
    Object.assign(checked, {
      version: told.version, plan, report: told.report, screens: told.screens, hung: told.hung, windows: told.windows, places: told.places, slips: told.slips, warnings: told.warnings || [],
      clashing: told.clashing, sound: told.sound, faults: [...told.report.refusals, ...told.report.warnings],
    });
    if (told.version !== asked) await reload(); // somebody has published meanwhile
  }
  tellChecked();
}

function tellChecked() {
  drawFaults();
  drawChanges();
  drawSummary();
  redraw();
}

function changing(screen) { return checked.screens.some((change) => change.screen === screen); }

function faultsOf(id) { return checked.faults.filter((fault) => fault.things.includes(id)); }

// The colour of a thing that something is said about.
function marked(key) {
  const found = faultsOf(key.split("/")[1]);
  return found.some((fault) => fault.severity === "error") ? " refused" : found.length ? " warned" : "";
}

function drawFaults() {
  const refusals = checked.faults.filter((fault) => fault.severity === "error").length, warnings = checked.faults.length - refusals;
  countOn("count-faults", refusals || warnings, refusals ? "bad" : "amber");
  const head = [];
  if (checked.why) head.push(make("p", "say bad", `没有检查成：${checked.why}`));
  else if (checked.report) head.push(...checklist(checked.report, refusals));
  else head.push(make("p", "quiet", "画好之后这里会说有没有问题。"));
  find("faults").replaceChildren(...head, ...faultRows("error", "要改的"), ...faultRows("warning", "提醒"));
}

// Nobody can be led astray where there is nowhere to go: that is no praise.
function lacking(report) { return [!report.goals && "还没有可去的地方", !report.screens && "还没有挂屏"].filter(Boolean).join("，"); }

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
function pins(floor) {
  const beside = Math.round(plateSize() * 0.38);
  return [...pinGroups(floor).values()].map((faults) => {
    const first = checked.faults[faults[0]], bad = faults.some((i) => checked.faults[i].severity === "error");
    const pulse = faults.some((i) => checked.faults[i] === view.pulse);
    const words = faults.map((i) => checked.faults[i].zh).join("\n");
    return svg("g", { class: `pin ${bad ? "bad" : "amber"}${pulse ? " pulse" : ""}`, "data-pin": faults[0], transform: `translate(${px(first.x) + beside} ${px(first.y) - beside})` },
      svg("path", { d: "M0 -3C-7 -12 -9 -15 -9 -20A9 9 0 0 1 9 -20C9 -15 7 -12 0 -3Z" }), text(faults.length > 1 ? String(faults.length) : "!", { y: -16 }), svg("title", {}, words));
  });
}

function showFault(i) {
  showPanel("faults");
  goToFault(checked.faults[i]);
  find("faults").querySelector(`[data-fault="${i}"]`)?.scrollIntoView({ block: "nearest" });
}

function countOn(id, count, tone) {
  const place = find(id);
  place.hidden = !count;
  place.textContent = count;
  place.className = `count ${tone}`;
}

function changeWords() {
  const parts = [];
  if (checked.screens.length) parts.push(`${checked.screens.length} 块屏`);
  if (checked.windows.length) parts.push(`${new Set(checked.windows.map((change) => change.window)).size} 个窗口`);
  if (checked.places.length) parts.push(`${new Set(checked.places.map((change) => change.place)).size} 个其他地方`);
  if (checked.slips.length) parts.push(`${new Set(checked.slips.map((slip) => slip.window)).size} 个窗口的票面指路`);
  return parts.length ? `将改变 ${parts.join("、")}` : "";
}

// The foot of the panel: what publishing would do, always in sight.
function drawSummary() {
  const same = hall.published && draft.plan === hall.published, words = changeWords();
  const { report, faults } = checked, refusals = report ? report.refusals.length : 0, idle = report && !refusals && lacking(report);
  const reminders = faults.length ? `，${faults.length} 处提醒` : "";
  find("summary").textContent = isEmpty(draft.plan) ? "" : words || (same || !checked.report ? "" : hall.published ? "看得见的都不变" : "");
  find("summary").classList.toggle("bad", refusals > 0);
  find("summary-check").textContent = !report ? "" : refusals ? `检查：${refusals} 处要改` : idle ? `还没有可检查的${reminders}` : `检查通过${reminders}`;
  find("summary-check").className = `plain ${refusals ? "bad" : idle ? "" : "good"}`;
  find("publish").disabled = isEmpty(draft.plan);
}
