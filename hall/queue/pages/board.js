"use strict";
/* The call display. Calls take turns (calls.js); what is painted is what is spoken. */
const [CALL_SECONDS, LEASE, OFFLINE] = document.querySelector("meta[name=board]").content.split(" ").map(Number);
const TURN = { right_ahead: 0, right: 45, right_behind: 90, behind: 135, left_behind: 180, left: 225, left_ahead: 270, ahead: 315 };
const find = (id) => document.getElementById(id);
const stage = find("stage");
let heard = null, cutSince = null, alarm = null;
const turns = callTurns(CALL_SECONDS, freshen);
turns.voice = new URLSearchParams(location.search).has("voice");

function take(state) {
  heard = new Date();
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

function alive(call) { return Date.now() - new Date(call.at) < LEASE * 1000; }

/* The hall is being left: nobody is called, and the way out is all there is to read. */
function drawAlarm() {
  stage.dataset.mode = alarm.alarm;
  find("alarm-word").textContent = alarm.alarm === "drill" ? "演练 DRILL　这是消防演练" : "请立即疏散 EVACUATE";
  find("out").replaceChildren(...(alarm.out.length ? alarm.out : [{ zh: "请按绿色疏散指示撤离", en: "Follow the lit exit signs", words: "" }]).map((line) => {
    const row = document.createElement("li");
    row.append(arrowTo(line.direction), make("b", "", line.zh), make("span", "", [line.words, line.en].filter(Boolean).join(" · ")));
    return row;
  }));
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
  const dropped = cutSince !== null && Date.now() - cutSince > OFFLINE * 1000;
  const now = !dropped && turns.big && alive(turns.big) ? turns.big : null;
  stage.dataset.mode = now ? "call" : "rest";
  if (now) {
    find("number").textContent = now.number;
    find("number").classList.toggle("long", now.number.length > 4);
    find("window").textContent = now.window;
    find("arrow").style.visibility = now.direction in TURN ? "visible" : "hidden"; // no arrow points upstairs
    find("arrow").style.transform = `rotate(${TURN[now.direction] ?? 0}deg)`;
    find("way").textContent = `${now.direction_zh} · ${now.service}`;
    find("call").setAttribute("aria-label", now.sentence);
    stage.dataset.sentence = now.sentence;
  } else delete stage.dataset.sentence;
  const seen = new Set(now ? [now.ticket] : []);
  const before = dropped ? [] : turns.calls.filter((c) => c.id <= turns.upto() && alive(c) && !seen.has(c.ticket) && seen.add(c.ticket));
  find("list").replaceChildren(...before.slice(0, 5).map((call) => {
    const line = document.createElement("li");
    line.append(make("span", "number", call.number), make("span", "number", `${call.window} 号`));
    return line;
  }));
  find("cut").textContent = cutSince === null ? "" : dropped || !heard
    ? "叫号屏与大厅的连接中断，请听窗口人工叫号" : `连接中断，以下为 ${clock(heard)} 的叫号`;
  find("rest-line").textContent = dropped ? "请听窗口叫号" : "请留意叫号";
  find("clock").textContent = cutSince === null ? clock(Date.now()) : "";
}

find("voice").hidden = !("speechSynthesis" in window);
find("voice").addEventListener("click", () => {
  turns.voice = !turns.voice;
  if (!turns.voice) speechSynthesis.cancel();
  find("voice").textContent = turns.voice ? "关闭语音" : "开启语音";
});
const hung = new URLSearchParams(location.search).get("screen");
watch(`/api/board/stream${hung ? `?screen=${encodeURIComponent(hung)}` : ""}`, take, (connected) => { cutSince = connected ? null : cutSince ?? Date.now(); draw(); });
setInterval(turn, 250);
