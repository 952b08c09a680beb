"use strict";
/* What is painted is what is spoken: both come from the call's one sentence. Calls wait for each other; none is skipped. */
const [CALL_SECONDS, LEASE, OFFLINE] = document.querySelector("meta[name=board]").content.split(" ").map(Number);
const TURN = { right_ahead: 0, right: 45, right_behind: 90, behind: 135, left_behind: 180, left: 225, left_ahead: 270, ahead: 315 };
const find = (id) => document.getElementById(id);
const stage = find("stage");
let calls = [], shown = null, due = [], big = null, bigSince = 0, heard = null, cutSince = null, skew = 0;
let voice = new URLSearchParams(location.search).has("voice");

function take(state) {
  heard = new Date();
  calls = state;
  if (shown === null) { // just opened: the newest is big, nothing is announced again
    shown = Math.max(0, ...state.map((c) => c.id));
    big = state[0] || null;
  }
  due = state.filter((c) => c.id > shown).reverse();
  if (big && !state.some((c) => c.id === big.id)) big = state.find((c) => c.id <= shown) || null;
  turn();
}

function speaking() { return voice && "speechSynthesis" in window && speechSynthesis.speaking; }

function turn() {
  const rested = performance.now() - bigSince >= CALL_SECONDS * 1000;
  if (due.length && (rested || !bigSince) && !speaking()) {
    big = due.shift();
    shown = big.id;
    bigSince = performance.now();
    announce(big);
  }
  draw();
}

function announce(call) {
  const box = find("call");
  box.classList.remove("fresh");
  void box.offsetWidth; // restart the animation
  box.classList.add("fresh");
  if (!voice || !("speechSynthesis" in window)) return;
  for (let time = 0; time < 2; time += 1) {
    const words = new SpeechSynthesisUtterance(call.sentence);
    words.lang = "zh-CN";
    words.rate = 0.9;
    speechSynthesis.speak(words);
  }
}

function alive(call) { return Date.now() - new Date(call.at) < LEASE * 1000; }

function draw() {
  const dropped = cutSince !== null && Date.now() - cutSince > OFFLINE * 1000;
  const now = !dropped && big && alive(big) ? big : null;
  stage.dataset.mode = now ? "call" : "rest";
  if (now) {
    find("number").textContent = now.number;
    find("number").classList.toggle("long", now.number.length > 4);
    find("window").textContent = now.window;
    find("arrow").style.transform = `rotate(${TURN[now.direction]}deg)`;
    find("way").textContent = `${now.direction_zh} · ${now.service}`;
    find("call").setAttribute("aria-label", now.sentence);
    stage.dataset.sentence = now.sentence;
  } else delete stage.dataset.sentence;
  const seen = new Set(now ? [now.ticket] : []);
  const before = dropped ? [] : calls.filter((c) => c.id <= (shown || 0) && alive(c) && !seen.has(c.ticket) && seen.add(c.ticket));
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
  voice = !voice;
  if (!voice) speechSynthesis.cancel();
  find("voice").textContent = voice ? "关闭语音" : "开启语音";
});
watch("/api/board/stream", take, (connected) => { cutSince = connected ? null : cutSince ?? Date.now(); draw(); });
setInterval(turn, 250);
