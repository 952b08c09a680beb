/* The call display. Calls take turns; what is painted is what is spoken; how old a call is, the hall's time says. */
import { stayAwake } from "../kit/awake.js";
import { html, render, repeat } from "../kit/lit-html.js";
import { find, live, seam } from "../kit/page.js";
import { clock, now } from "../kit/time.js";
import { takeTurns } from "../kit/turns.js";

const [CALL_SECONDS, LEASE, OFFLINE] = document.querySelector("meta[name=board]").content.split(" ").map(Number);
const TURN = { right_ahead: 0, right: 45, right_behind: 90, behind: 135, left_behind: 180, left: 225, left_ahead: 270, ahead: 315 };
const stage = find("stage");
let heard = null, cutSince = null, alarm = null; // heard: the hall's time; cutSince: of the clock that no one sets
const turns = takeTurns(CALL_SECONDS, freshen);
turns.voice = new URLSearchParams(location.search).has("voice");

function take(state) {
  heard = now();
  alarm = state.alarm ? state : null;
  if (alarm && turns.voice) speechSynthesis.cancel();
  turns.take(state.calls);
  turn();
}

function turn() {
  turns.turn();
  draw();
}

function freshen() {
  const box = find("call");
  box.classList.remove("fresh");
  void box.offsetWidth; // restart the animation
  box.classList.add("fresh");
}

const alive = (call) => now() - new Date(call.at) < LEASE * 1000;

function drawBig(big) {
  stage.dataset.mode = big ? "call" : "rest";
  if (!big) { delete stage.dataset.sentence; return; }
  find("number").textContent = big.number;
  find("number").classList.toggle("long", big.number.length > 4);
  find("window").textContent = big.window;
  find("arrow").style.visibility = big.direction in TURN ? "visible" : "hidden"; // no arrow points upstairs
  find("arrow").style.transform = `rotate(${TURN[big.direction] ?? 0}deg)`;
  find("way").textContent = `${big.direction_zh} · ${big.service}`;
  find("call").setAttribute("aria-label", big.sentence);
  stage.dataset.sentence = big.sentence;
}

/* The hall is being left: nobody is called, and the way out is all there is to read. */
function drawAlarm() {
  const out = alarm.out.length ? alarm.out : [{ zh: "请按绿色疏散指示撤离", en: "Follow the lit exit signs", words: "" }];
  stage.dataset.mode = alarm.alarm;
  find("alarm-word").textContent = alarm.alarm === "drill" ? "演练 DRILL　这是消防演练" : "请立即疏散 EVACUATE";
  render(out.map((line) => html`<li>${arrowTo(line.direction)}<b>${line.zh}</b><span>${[line.words, line.en].filter(Boolean).join(" · ")}</span></li>`), find("out"));
  find("cut").textContent = cutSince === null ? "" : "与大厅的连接中断";
}

function arrowTo(direction) {
  const arrow = find("arrow").cloneNode(true);
  arrow.removeAttribute("id");
  arrow.style.visibility = direction in TURN ? "visible" : "hidden";
  arrow.style.transform = `rotate(${TURN[direction] ?? 0}deg)`;
  return arrow;
}

function draw() {
  if (alarm) { drawAlarm(); return; }
  const dropped = cutSince !== null && performance.now() - cutSince > OFFLINE * 1000;
  const big = !dropped && turns.big && alive(turns.big) ? turns.big : null;
  drawBig(big);
  const seen = new Set(big ? [big.ticket] : []);
  const before = dropped ? [] : turns.calls.filter((c) => c.id <= turns.upto() && alive(c) && !seen.has(c.ticket) && seen.add(c.ticket));
  render(repeat(before.slice(0, 5), (call) => call.id, (call) => html`<li><span class="number">${call.number}</span><span class="number">${call.window} 号</span></li>`), find("list"));
  find("cut").textContent = cutSince === null ? "" : dropped || heard === null
    ? "叫号屏与大厅的连接中断，请听窗口人工叫号" : `连接中断，以下为 ${clock(heard)} 的叫号`;
  find("rest-line").textContent = dropped ? "请听窗口叫号" : "请留意叫号";
  find("clock").textContent = cutSince === null ? clock(now()) : "";
}

find("voice").hidden = !("speechSynthesis" in window);
find("voice").addEventListener("click", () => {
  turns.voice = !turns.voice;
  if (!turns.voice) speechSynthesis.cancel();
  find("voice").textContent = turns.voice ? "关闭语音" : "开启语音";
});
const hung = new URLSearchParams(location.search).get("screen");
live(`/api/board/stream${hung ? `?screen=${encodeURIComponent(hung)}` : ""}`, take, (connected) => {
  if (connected) heard = now();
  cutSince = connected ? null : cutSince ?? performance.now();
  draw();
});
setInterval(turn, 250);
stayAwake();
seam({ turns });
