/* Which fields a thing has, in which order, with their units. */

import { planNow } from "../model/draft.js";
import { distance, spotAt } from "../model/ground.js";
import { hall } from "../model/hall.js";
import { GLASS, LANGUAGE_WORDS, LAYOUT_WORDS, NODE_KINDS, PICTOGRAM_WORDS, PLACE_KINDS, WAY_KINDS, brief, nameOf } from "../model/words.js";
import { backgroundField } from "./background.js";
import { compassField } from "./compass.js";
import { METRE, choiceField, numberField, textField } from "./fields.js";
import { hoursField } from "./hours.js";
import { relatedField } from "./related.js";
import { colourField, servicesField, switchField } from "./ticks.js";

function nodeChoices(thing) {
  const plan = planNow(), at = "x" in thing ? thing : spotAt(plan, thing.node) || thing, floors = new Map(plan.floors.map((floor) => [floor.id, floor]));
  const nodes = [...plan.nodes].sort((a, b) => (a.floor === at.floor ? 0 : 1) - (b.floor === at.floor ? 0 : 1) || distance(a, at) - distance(b, at));
  return [["", "（还没有）"], ...nodes.map((node) => [node.id, `${NODE_KINDS[node.kind]} ${node.id}（${brief(floors.get(node.floor)?.name_zh || "？", 6)} ${node.x}, ${node.y}）`])];
}

function placeChoices(accept, none) {
  return () => [["", none], ...planNow().places.filter(accept).map((place) => [place.id, nameOf("places", place)])];
}

function floorChoices() { return [["", "（还没有）"], ...planNow().floors.map((floor) => [floor.id, nameOf("floors", floor)])]; }
function wayChoices() { return [["", "（还没有）"], ...planNow().ways.map((way) => [way.id, nameOf("ways", way)])]; }

function straightLength(way) {
  const a = spotAt(planNow(), way.a), b = spotAt(planNow(), way.b);
  return a && b && a.floor === b.floor ? `直线 ${distance(a, b).toFixed(1)}` : "要填写";
}

function glassOf(screen) {
  return Object.keys(GLASS).find((name) => ["width", "height", "pitch"].every((key) => GLASS[name][key] === screen[key])) || "";
}

const NAMES = [[textField, { name: "name_zh", words: "中文名", wide: true }], [textField, { name: "name_en", words: "英文名", wide: true }]];
const SPOT = [[numberField, { name: "x", words: "向右", ...METRE }], [numberField, { name: "y", words: "向下", ...METRE }]];
const NODE = [choiceField, { name: "node", words: "人站的路口", choices: nodeChoices, wide: true }];

export const FORMS = {
  floors: [...NAMES, [numberField, { name: "level", words: "层号", whole: true, from: -20, to: 200 }], null,
    [numberField, { name: "width", words: "宽", unit: "米", from: 0, to: 10000, above: true }], [numberField, { name: "depth", words: "深", unit: "米", from: 0, to: 10000, above: true }], [backgroundField, {}]],
  nodes: [[choiceField, { name: "kind", words: "种类", choices: NODE_KINDS, wide: true }], ...SPOT, [choiceField, { name: "floor", words: "楼层", choices: floorChoices, wide: true }], [relatedField, {}]],
  ways: [[choiceField, { name: "kind", words: "种类", choices: WAY_KINDS, wide: true }],
    [numberField, { name: "length", words: "长度", unit: "米", from: 0, to: 10000, empty: straightLength }], [numberField, { name: "width", words: "宽", unit: "米", from: 0, to: 100 }],
    [switchField, { name: "step_free", words: "无台阶", hint: "轮椅可以通过" }], [switchField, { name: "one_way", words: "单向", hint: "只能从起点走到终点" }],
    [choiceField, { name: "a", words: "起点", choices: nodeChoices, wide: true }], [choiceField, { name: "b", words: "终点", choices: nodeChoices, wide: true }], [hoursField, { name: "open", words: "开放时间" }]],
  places: [[choiceField, { name: "kind", words: "种类", choices: PLACE_KINDS }], [textField, { name: "number", words: "编号", most: 8, only: "window" }], ...NAMES,
    [servicesField, { name: "services", words: "办理的业务", only: "window" }],
    [choiceField, { name: "zone", words: "属于", choices: placeChoices((place) => place.kind === "zone", "（不属于任何区）"), wide: true, except: "zone" }],
    [choiceField, { name: "pictogram", words: "图形标志", choices: () => [["", "（没有）"], ...hall.pictograms.map((name) => [name, PICTOGRAM_WORDS[name] || name])] }],
    [choiceField, { name: "priority", words: "上屏先后", value: (thing) => String(thing.priority), pick: (value) => ({ priority: Number(value) }), choices: () => [1, 2, 3, 4, 5, 6, 7, 8, 9].map((n) => [String(n), n === 1 ? "1 一定上" : n === 9 ? "9 最后" : String(n)]) }],
    [switchField, { name: "public", words: "对公众开放", hint: "不开放的不上屏，也不会指过去" }],
    NODE, ...SPOT, [choiceField, { name: "floor", words: "楼层", choices: floorChoices, wide: true }], [hoursField, { name: "open", words: "开放时间" }]],
  doors: [...NAMES, [switchField, { name: "staff_only", words: "仅工作人员", hint: "箭头不会把公众带过这扇门" }], [choiceField, { name: "way", words: "横在通道上", choices: wayChoices, wide: true }]],
  screens: [[textField, { name: "number", words: "编号", most: 8 }], [choiceField, { name: "layout", words: "内容", choices: LAYOUT_WORDS }], [textField, { name: "name_zh", words: "名称", wide: true }],
    [choiceField, { name: "place", words: "对着的窗口", choices: placeChoices((place) => place.kind === "window", "（没有）"), wide: true, only: "strip" }],
    NODE, [numberField, { name: "heading", words: "读屏的人面朝", unit: "度", from: 0, to: 359.9 }], [compassField, {}],
    [choiceField, { words: "尺寸", wide: true, value: glassOf, choices: () => [...Object.entries(GLASS).map(([name, glass]) => [name, glass.words]), ["", "其他"]], pick: (name) => (GLASS[name] ? { width: GLASS[name].width, height: GLASS[name].height, pitch: GLASS[name].pitch } : {}) }],
    [numberField, { name: "width", words: "玻璃宽", unit: "毫米", whole: true, from: 1, to: 50000 }], [numberField, { name: "height", words: "玻璃高", unit: "毫米", whole: true, from: 1, to: 50000 }],
    [numberField, { name: "pitch", words: "点距", unit: "毫米", from: 0, to: 100, above: true }], [numberField, { name: "above", words: "离地", unit: "米", from: 0, to: 50 }],
    [numberField, { name: "farthest", words: "最远读者", unit: "米", from: 0, to: 200, above: true }], [choiceField, { name: "languages", words: "语言", choices: LANGUAGE_WORDS }],
    [colourField, { name: "ink", words: "字色" }], [colourField, { name: "ground", words: "底色" }]],
  fire_signs: [NODE, [numberField, { name: "heading", words: "箭头指向", unit: "度", from: 0, to: 359.9 }], [compassField, {}]],
};
