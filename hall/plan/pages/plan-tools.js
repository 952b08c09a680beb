"use strict";
/* The tool in hand. Every tool works at `aim`, a point in metres that follows the pointer or the arrow keys. */

const TOOLS = {
  select: { key: "v", words: "选择", hint: "" },
  node: { key: "n", words: "路口", hint: "点一下放一个路口；点在通道上就把通道分开", put: (plan, at) => withNode(plan, at) },
  entrance: { key: "e", words: "入口", hint: "点大门的位置：访客从这里进来", put: (plan, at) => withNode(plan, at, "entrance") },
  way: { key: "w", words: "通道", hint: "点一个路口，再点下一个，连着点下去；点空地会新放路口。Esc 结束" },
  zone: { key: "z", words: "区", hint: "按住拖出一个区，例如“综合窗口区”", area: true },
  room: { key: "r", words: "房间", hint: "按住拖出一个房间", area: true },
  window: { key: "c", words: "窗口", hint: "点一下放一个窗口，编号自动往下排", put: (plan, at) => withPlace(plan, at, "window") },
  facility: { key: "k", words: "设施", hint: "先选一种，再点它的位置", put: (plan, at) => withPlace(plan, at, tool.facility) },
  door: { key: "d", words: "门", hint: "点在一条通道上：门横在通道中间，默认只许工作人员通过", put: (plan, at) => withDoor(plan, at) },
  screen: { key: "s", words: "屏", hint: "点读屏的人站的路口；点在窗口上就是窗口上方的条屏", put: (plan, at) => withScreen(plan, at) },
  fire: { key: "f", words: "消防标志", hint: "点固定的消防出口标志所在的路口，再转到它所指的方向", put: (plan, at) => withFireSign(plan, at) },
};
const FACILITIES = ["kiosk", "desk", "toilet", "accessible_toilet", "nursing_room", "water", "lift", "stairs", "exit"];

const tool = { name: "select", facility: "", from: null, start: null, aim: null, keys: false };

function takeTool(name, facility = "") {
  Object.assign(tool, { name, from: null, start: null, facility });
  for (const key of document.querySelectorAll(".rail [data-tool]")) key.setAttribute("aria-pressed", String(key.dataset.tool === name));
  canvas.dataset.tool = name;
  find("facilities").hidden = name !== "facility" || facility !== ""; // once chosen it is out of the way of the plan
  drawHint();
  redraw();
}

function aimAt(at, free) {
  tool.keys = false;
  const plan = planNow(), near = ["way", "screen", "fire"].includes(tool.name) ? nodeNear(plan, at) : undefined;
  tool.aim = near ? { x: near.x, y: near.y } : tool.name === "door" ? at : snapped(at, plan, new Set(), free);
  redraw();
}

// Enter, space or a click: put something down at the aim. Areas take two corners.
function useTool(at = tool.aim) {
  if (!at || tool.name === "select" || !view.floor) return;
  if (tool.name === "facility" && !tool.facility) toast(TOOLS.facility.hint);
  else if (tool.name === "way") wayTo(at);
  else if (TOOLS[tool.name].area) {
    if (!tool.start) tool.start = at;
    else areaTo(at);
  } else {
    const [next, key] = TOOLS[tool.name].put(draft.plan, at);
    putDown(next, key);
  }
}

function putDown(next, key) {
  if (!key) {
    toast({ door: "门要放在一条通道上", screen: "先放一个路口，屏挂在路口前", fire: "先放一个路口" }[tool.name] || "这里放不了");
    return;
  }
  edit(`添加${nameOf(key.split("/")[0], thingOf(next, key))}`, next);
  choose([key]);
}

function wayTo(at) {
  let plan = draft.plan;
  const had = nodeNear(plan, at);
  let id = had?.id;
  if (!had) {
    const [next, key] = withNode(plan, at);
    [plan, id] = [next, key.slice(6)];
  }
  const [next, way] = tool.from ? withWay(plan, tool.from, id) : [plan, null];
  if (next !== draft.plan) edit(way ? "添加通道" : "添加路口", next);
  tool.from = id;
  choose([way || keyOf("nodes", id)]);
  redraw();
}

function areaTo(at) {
  const from = tool.start;
  tool.start = null;
  const tiny = Math.abs(from.x - at.x) < 1 || Math.abs(from.y - at.y) < 1, to = tiny ? { x: from.x + 8, y: from.y + 5 } : at;
  const outline = rectangle(from, to), middle = { x: round((from.x + to.x) / 2), y: round((from.y + to.y) / 2) };
  let [next, key] = withPlace(draft.plan, middle, tool.name, outline);
  if (tool.name === "zone") next = mapped(next, "places", (place) => (place.kind !== "zone" && place.floor === view.floor && !place.zone && inside(outline, place) ? { zone: key.slice(7) } : null));
  putDown(next, key);
}

// What the tool would do, lightly.
function toolShapes(plan) {
  const made = [];
  if (view.band) made.push(svg("polygon", { class: "band", points: points(rectangle(view.band[0], view.band[1])) }));
  if (tool.name === "select" || !tool.aim) return made;
  const aim = tool.aim, from = tool.from && spotAt(plan, tool.from);
  if (tool.name === "way" && from && from.floor === view.floor) made.push(svg("line", { class: "sketch", x1: px(from.x), y1: px(from.y), x2: px(aim.x), y2: px(aim.y) }));
  if (tool.start) made.push(svg("polygon", { class: "sketch", points: points(rectangle(tool.start, aim)) }));
  made.push(svg("path", { class: "aim", d: "M-9 0H9M0 -9V9", transform: `translate(${px(aim.x)} ${px(aim.y)})` }));
  return made;
}

// One line that says what comes next: the tool's hint, or the next step of a hall that is being drawn.
function drawHint() {
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

for (const key of document.querySelectorAll(".rail [data-tool]")) key.addEventListener("click", () => takeTool(key.dataset.tool === tool.name && (tool.name !== "facility" || !find("facilities").hidden) ? "select" : key.dataset.tool));
find("facilities").append(...FACILITIES.map((kind) => {
  const key = make("button", "facility"), picture = svg("svg", { viewBox: "0 0 48 48", "aria-hidden": "true" }, svg("use", { href: `#pictogram-${PLACE_PICTOGRAMS[kind]}` }));
  key.type = "button";
  key.dataset.facility = kind;
  key.append(picture, make("span", "", PLACE_KINDS[kind]));
  key.addEventListener("click", () => { takeTool("facility", kind); canvas.focus({ preventScroll: true }); });
  return key;
}));
