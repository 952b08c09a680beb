/* The tool in hand. Every tool works at `aim`, a point in metres that follows the pointer or the arrow keys. */

import { withFireSign, withPlace, withScreen } from "../model/add-things.js";
import { nodeNear, withDoor, withNode, withWay } from "../model/add.js";
import { draft, edit, planNow } from "../model/draft.js";
import { inside, rectangle, round } from "../model/ground.js";
import { remark } from "../model/remarks.js";
import { keyOf, mapped, thingOf } from "../model/things.js";
import { topic } from "../model/topic.js";
import { nameOf } from "../model/words.js";
import { choose } from "./chosen.js";
import { redraw } from "./redraw.js";
import { snapped } from "./snap.js";
import { spotShown, view } from "./view.js";

export const TOOLS = {
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

export const tool = { name: "select", facility: "", from: null, start: null, aim: null, keys: false };
export const toolTaken = topic();

export function takeTool(name, facility = "") {
  Object.assign(tool, { name, from: null, start: null, facility });
  toolTaken.tell();
  redraw();
}

export function aimAt(at, free) {
  tool.keys = false;
  const plan = planNow(), near = ["way", "screen", "fire"].includes(tool.name) ? nodeNear(plan, spotShown(at)) : undefined;
  tool.aim = near ? { x: near.x, y: near.y } : tool.name === "door" ? at : snapped(at, plan, new Set(), free);
  redraw();
}

// Enter, space or a click: put something down at the aim. Areas take two corners.
export function useTool(at = tool.aim) {
  if (!at || tool.name === "select" || !view.floor) return;
  if (tool.name === "facility" && !tool.facility) remark(TOOLS.facility.hint);
  else if (tool.name === "way") wayTo(at);
  else if (TOOLS[tool.name].area) {
    if (!tool.start) tool.start = at;
    else areaTo(at);
  } else {
    const [next, key] = TOOLS[tool.name].put(draft.plan, spotShown(at));
    putDown(next, key);
  }
}

function putDown(next, key) {
  if (!key) {
    remark({ door: "门要放在一条通道上", screen: "先放一个路口，屏挂在路口前", fire: "先放一个路口" }[tool.name] || "这里放不了");
    return;
  }
  edit(`添加${nameOf(key.split("/")[0], thingOf(next, key))}`, next);
  choose([key]);
}

function wayTo(at) {
  let plan = draft.plan;
  const had = nodeNear(plan, spotShown(at));
  let id = had?.id;
  if (!had) {
    const [next, key] = withNode(plan, spotShown(at));
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
  let [next, key] = withPlace(draft.plan, spotShown(middle), tool.name, outline);
  if (tool.name === "zone") next = mapped(next, "places", (place) => (place.kind !== "zone" && place.floor === view.floor && !place.zone && inside(outline, place) ? { zone: key.slice(7) } : null));
  putDown(next, key);
}
