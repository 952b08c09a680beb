"use strict";
/* Everything without a mouse. Keys work while nothing is being typed; arrows and Enter while the plan has the focus. */

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const KEY_SHEET = [
  ["选择与移动", [["Tab", "到下一个"], ["点击 / Shift 点击", "选一个 / 多选"], ["Shift 拖空地", "框选"], ["方向键", "移动 0.5 米；没有选中时移动画面"],
    ["Shift 方向键", "移动 0.1 米"], ["拖动 / Alt 拖动", "对齐格子与别的东西 / 不对齐"], ["Enter", "到属性栏"], ["Esc", "放下工具，取消选中"]]],
  ["改", [["Ctrl Z", "撤销"], ["Ctrl Shift Z", "重做"], ["Ctrl D", "复制一份"], ["Delete", "删去"], ["[ 和 ]", "转 15°"], ["双击通道", "在通道上加一个路口"]]],
  ["画", Object.values(TOOLS).map((each) => [each.key.toUpperCase(), each.words]).concat([["方向键、Enter", "移动准星、放下"]])],
  ["看", [["+ −", "放大、缩小"], ["0", "整层"], ["PageUp PageDown", "上一层、下一层"], ["空格拖动", "移动画面"], ["/", "查找"],
    ["Q", "检查"], ["G", "会变的屏"], ["Ctrl Enter", "发布"], ["F6", "换一个区域"], ["?", "这张表"]]],
];

function typing(target) { return target.matches("input, select, textarea, [contenteditable]"); }

document.addEventListener("keydown", (event) => {
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
  else if (key === "a") choose(["nodes", "places"].flatMap((list) => draft.plan[list].filter((thing) => thing.floor === view.floor).map((thing) => keyOf(list, thing.id))));
  else if (key === "s") save();
  else return false;
  return true;
}

function plainKey(event) {
  const { key } = event, onPlanNow = document.activeElement === document.body || canvas.contains(document.activeElement);
  if (ARROWS[key] && onPlanNow) { arrow(ARROWS[key], event.shiftKey); return true; }
  if ((key === "Enter" || key === " ") && onPlanNow) {
    if (tool.name !== "select") { if (!event.repeat) useTool(tool.aim || aimMiddle()); } else if (key === "Enter") openThing();
    else { spaceHeld = true; canvas.classList.add("panning"); }
    return true;
  }
  const act = {
    "/": () => find("search").focus(), "?": () => find("sheet").showModal(), "+": () => zoom(1.25), "=": () => zoom(1.25), "-": () => zoom(0.8),
    0: wholeFloor, Delete: removeChosen, Backspace: removeChosen, q: () => { showPanel("faults"); checkNow(); }, g: () => showPanel("changes"),
    "[": () => turnChosen(-15), "]": () => turnChosen(15), PageUp: () => floorBy(1), PageDown: () => floorBy(-1),
  }[key.toLowerCase()] || { Delete: removeChosen, Backspace: removeChosen, PageUp: () => floorBy(1), PageDown: () => floorBy(-1) }[key];
  if (act) { act(); return true; }
  const wanted = Object.entries(TOOLS).find(([, each]) => each.key === key.toLowerCase());
  if (!wanted) return false;
  takeTool(wanted[0]);
  (wanted[0] === "facility" ? find("facilities") : canvas).focus({ preventScroll: true });
  return true;
}

document.addEventListener("keyup", (event) => {
  if (event.key !== " ") return;
  spaceHeld = false;
  canvas.classList.remove("panning");
});

function escape(event) {
  if (typing(event.target)) { canvas.focus({ preventScroll: true }); return; }
  if (hold?.moving) letGo();
  else if (find("menu").open) find("menu").open = false;
  else if (tool.start) tool.start = null;
  else if (tool.from) tool.from = null;
  else if (tool.name !== "select") takeTool("select");
  else choose([]);
  redraw();
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

function removeChosen() {
  if (!view.chosen.size) return;
  const [next, said] = removed(draft.plan, view.chosen);
  view.chosen = new Set();
  edit(said, next);
  for (const tell of onChosen) tell();
  toast(said, ["撤销", undo]);
}

function duplicateChosen() {
  const [next, made] = duplicated(draft.plan, view.chosen);
  if (!made.length) return;
  edit(`复制 ${made.length} 个`, next);
  choose(made);
}

function turnChosen(by) {
  const only = chosenOne();
  if (!only || !("heading" in only.thing)) return;
  edit(`转动${nameOf(only.list, only.thing)}`, changed(draft.plan, only.list, only.thing.id, { heading: turned(only.thing.heading + by) }), `turn ${only.key}`);
}

function floorBy(step) {
  const floors = [...draft.plan.floors].sort((a, b) => a.level - b.level), at = floors.findIndex((floor) => floor.id === view.floor);
  if (floors[at + step]) showFloor(floors[at + step].id);
}

function nextRegion() {
  const regions = [find("search"), canvas, document.querySelector("#panel [role=tab][aria-selected=true]")];
  const at = regions.findIndex((region) => region.contains(document.activeElement) || (region.closest("aside, .bar")?.contains(document.activeElement)));
  regions[(at + 1) % regions.length].focus();
}

for (const [title, keys] of KEY_SHEET) {
  const box = make("section"), list = make("dl");
  for (const [key, words] of keys) {
    const term = make("dt");
    term.append(make("kbd", "", key));
    list.append(term, make("dd", "", words));
  }
  box.append(make("h3", "", title), list);
  find("sheet-keys").append(box);
}
