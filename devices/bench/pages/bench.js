// The rack's page: asks /state twice a second, draws what differs, posts what is pressed.

import * as codes from "./codes.js";
import { $, UNANSWERED, action, afterPress, drawer, element, lineKeys, lineWrongs, on, pill, post, tell, toggle, view,
  wrongs } from "./kit.js";
import * as papers from "./papers.js";

let people = [];
let last = "";

function drawIdcard(s) {
  const pad = view("idcard", "pad");
  const who = people.find((one) => one.id === s.person);
  pad.classList.toggle("laid", Boolean(who));
  pad.replaceChildren(...(who
    ? [element("div", {}, element("b", { textContent: who.name }), `${who.title} · 尾号 ${who.number.slice(-4)}`),
      action("取走", "idcard", "take")]
    : ["感应区是空的，点一张卡放上去"]));
  view("idcard", "people").replaceChildren(...people.map((one) => {
    const card = action("", "idcard", one.id === s.person ? "take" : "lay",
      one.id === s.person ? {} : { person: one.id });
    card.className = "person";
    card.setAttribute("aria-pressed", String(one.id === s.person));
    card.append(element("b", { textContent: one.name }), element("span", { textContent: one.title }),
      element("span", { textContent: one.note }));
    return card;
  }));
  const unreadable = (label, status) =>
    toggle(label, s.unreadable === status, "idcard", "unreadable", (so) => ({ status: so ? status : null }));
  view("idcard", "faults").replaceChildren(
    unreadable("选卡失败 81", "81"), unreadable("读卡失败 41", "41"), unreadable("认证失败 31", "31"),
    unreadable("不认识的卡 40", "40"),
    toggle("读到一半抽走", s.pull_at_next_read, "idcard", "pull", on),
    toggle("模块未授权 66", !s.authorised, "idcard", "sam", (not) => ({ authorised: !not })),
    toggle("留卡不再报告", s.left_card_hidden, "idcard", "left", (hidden) => ({ hidden })),
  );
  const wrong = wrongs(...lineWrongs(s), [s.unreadable, "卡读不出"], [!s.authorised, "模块未授权"],
    [s.pull_at_next_read, "下一张会被抽走"], [s.left_card_hidden, "留卡不再报告"]);
  pill("idcard", wrong.length ? "bad" : "well", wrong.join("、") || "正常");
  lineKeys("idcard", s);
}

// The door, its frame, the lamp of its lock, the exit button and the fire call point, in one small drawing.
function drawDoor(s) {
  const leaf = s.open ? "M58 22 L104 40 L104 182 L58 168 Z" : "M58 22 L142 22 L142 168 L58 168 Z";
  const knob = s.open ? [97, 108] : [131, 98];
  const lamp = s.free ? "#0E5A4A" : "#B5362B";
  view("gate", "door").innerHTML = `
    <rect x="4" y="4" width="192" height="164" rx="10" fill="#F6F4EE"/>
    <path d="M4 168 H196" stroke="#A9BDB4" stroke-width="3"/>
    <rect x="52" y="16" width="96" height="152" fill="${s.open ? "#1B2A26" : "#DCE8E2"}" stroke="#55635D" stroke-width="4"/>
    <path d="${leaf}" fill="#DCE8E2" stroke="#0E5A4A" stroke-width="3" stroke-linejoin="round"/>
    <circle cx="${knob[0]}" cy="${knob[1]}" r="4.5" fill="#0E5A4A"/>
    <circle cx="168" cy="40" r="9" fill="${lamp}" stroke="#FFF" stroke-width="2"/>
    <rect x="157" y="78" width="22" height="30" rx="4" fill="${s.exit ? "#0E5A4A" : "#FFF"}" stroke="#55635D" stroke-width="2"/>
    <circle cx="168" cy="93" r="6" fill="${s.exit ? "#FFF" : "#0E5A4A"}"/>
    <rect x="17" y="78" width="22" height="22" rx="3" fill="${s.fire ? "#B5362B" : "#FFF"}" stroke="#B5362B" stroke-width="2"/>
    <circle cx="28" cy="89" r="5" fill="${s.fire ? "#FFF" : "#B5362B"}"/>`;
  view("gate", "door").setAttribute("aria-label", `门${s.open ? "开着" : "关着"}，锁${s.free ? "已放开" : "锁着"}`);
}

function drawGate(s) {
  drawDoor(s);
  const why = s.fire ? "消防联动放开" : s.released ? "系统放行中" : s.free ? "出门按钮放开" : "锁着";
  const wrong = wrongs(...lineWrongs(s), [s.failing !== null, "模块报错"]);
  pill("gate", wrong.length || (s.open && !s.free) ? "bad" : s.free ? "busy" : "well",
    [s.open ? "门开着" : "门关着", why, ...wrong].join(" · "));
  const push = element("button", { type: "button", textContent: "推门", onclick: async () => {
    const said = await post("gate", "push");
    if (said && !said.error && !said.open) tell("门锁着，推不开");
  } });
  view("gate", "hands").replaceChildren(push, action("关上", "gate", "shut"), action("硬撬开", "gate", "force"));
  view("gate", "walls").replaceChildren(action("按出门按钮", "gate", "exit"), toggle("火警", s.fire, "gate", "fire", on));
  view("gate", "faults").replaceChildren(
    toggle("模块报错 4", s.failing !== null, "gate", "failing", (so) => ({ exception: so ? 4 : null })));
  lineKeys("gate", s);
}

async function look() {
  const text = await (await fetch("/state")).text();
  if (text === last) return;
  const focused = document.activeElement?.closest("[data-view]") ? keyOf(document.activeElement) : null;
  last = text;
  const state = JSON.parse(text);
  drawIdcard(state.idcard);
  papers.drawPrinter(state.printer);
  papers.drawDocuments(state.documents);
  papers.drawTabs(state);
  codes.drawScanner("scanner", state.scanner);
  codes.drawScanner("hidpos", state.hidpos);
  codes.drawCamera(state.camera);
  drawGate(state.gate);
  if (focused) [...document.querySelectorAll("[data-view] button")].find((key) => keyOf(key) === focused)?.focus();
}

// A key is drawn anew when its state changes; the keyboard stays on it.
const keyOf = (key) => `${key.closest("section")?.id}/${key.parentElement.dataset.view}/${key.textContent}`;

async function prepare() {
  people = await (await fetch("/people")).json();
  drawer("idcard", [["faults", "卡与模块"], ["wire", "线路"]]);
  drawer("gate", [["faults", "模块"], ["wire", "线路"]]);
  codes.prepare();
  await papers.prepare();
  afterPress(look);
}

async function watch() {
  try {
    await look();
    if ($("#told").textContent === UNANSWERED) tell("");
  } catch {
    tell(UNANSWERED, true);
  }
  setTimeout(watch, 400);
}

await prepare();
watch();
