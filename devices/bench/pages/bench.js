// The rack's page: asks /state twice a second, draws what differs, posts what is pressed.

import * as codes from "./codes.js";
import * as doors from "./doors.js";
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
  doors.drawGate(state.gate);
  doors.drawDoor(state.door);
  doors.drawBoard(state.board);
  if (focused) [...document.querySelectorAll("[data-view] button")].find((key) => keyOf(key) === focused)?.focus();
}

// A key is drawn anew when its state changes; the keyboard stays on it.
const keyOf = (key) => `${key.closest("section")?.id}/${key.parentElement.dataset.view}/${key.textContent}`;

async function prepare() {
  people = await (await fetch("/people")).json();
  drawer("idcard", [["faults", "卡与模块"], ["wire", "线路"]]);
  codes.prepare();
  doors.prepare(() => { last = ""; look(); });
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
