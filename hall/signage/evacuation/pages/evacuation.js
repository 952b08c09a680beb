"use strict";
const csrf = document.querySelector("meta[name=csrf]").content;
const role = document.querySelector("meta[name=role]").content;
const find = (id) => document.getElementById(id);
const HOLD = 1000, AGAIN = 4000, ANSWER = 3000;
const HOLD_ON = ["要按住不放，满 1 秒才开始", "Keep holding for one second"], ONCE_MORE = ["再按一次就开始", "Press again to start"];
const MODES = { evacuation: "正在疏散", drill: "正在演练" };
let alarm = null, heardAt = 0, naming = 0;

const AWAY = "连不上大厅服务器，没有记下，请再按一次。";
const AWAY_FROM = {
  evacuation: "连不上大厅服务器！请按消防手动报警按钮，并用广播疏散。",
  drill: "连不上大厅服务器，演练没有开始。",
};

async function press(path, body) {
  const answer = await fetch(path, {
    method: "POST", headers: { "X-CSRF-Token": csrf, "Content-Type": "application/json" }, body: JSON.stringify(body),
  }).catch(() => null);
  const told = answer ? await answer.json().catch(() => ({})) : { zh: AWAY_FROM[body.mode] || AWAY };
  find("say").hidden = Boolean(answer && answer.ok);
  find("say").textContent = told.zh || "没有成功，请再按一次。";
}

// Held for a second by finger or mouse: whoever taps here impatiently begins nothing. By keyboard, or an aid that presses
// keys for hands that cannot hold, pressed twice within four seconds.
function key(name) {
  const button = find(name), lines = [...button.querySelectorAll("span, em")], words = lines.map((one) => one.textContent);
  let timer = 0, armed = 0, begun = false, saying = 0;
  const say = (told) => {
    clearTimeout(saying);
    lines.forEach((line, i) => { line.textContent = told[i]; });
    if (told !== words) saying = setTimeout(say, AGAIN, words);
  };
  const begin = () => { armed = 0; say(words); press("/api/evacuation/begin", { mode: name }); };
  const release = () => { clearTimeout(timer); button.classList.remove("held"); };
  button.addEventListener("pointerdown", (event) => {
    if (button.disabled || event.button) return;
    button.setPointerCapture(event.pointerId);
    button.classList.add("held");
    begun = false;
    timer = setTimeout(() => { release(); begun = true; begin(); }, HOLD);
  });
  for (const end of ["pointerup", "pointercancel", "blur"]) button.addEventListener(end, release);
  button.addEventListener("contextmenu", (event) => event.preventDefault());
  button.addEventListener("click", (event) => {
    if (begun) { begun = false; return; } // the finger that held it lets go
    if (event.detail) { say(HOLD_ON); return; }
    if (performance.now() < armed) { begin(); return; }
    armed = performance.now() + AGAIN;
    say(ONCE_MORE);
  });
}

const DAY = new Intl.DateTimeFormat("zh-CN", { month: "numeric", day: "numeric", timeZone: ZONE.resolvedOptions().timeZone });
const who = (by) => (by.startsWith("station:") ? `站点 ${by.slice(8)} 的消防触点` : by);

// Which screens have answered that the way out is on them; those that have not are named once they had time to, by a
// clock that nobody sets.
function showGlass({ glass, silent }) {
  clearTimeout(naming);
  const early = heardAt + ANSWER - performance.now(), bad = !glass || (silent.length > 0 && early <= 0);
  if (silent.length && early > 0) naming = setTimeout(() => showGlass({ glass, silent }), early);
  find("glass").className = bad ? "say bad" : "";
  find("glass").textContent = !glass ? "没有配对的屏：没有屏在显示。"
    : `${glass} 块屏中 ${glass - silent.length} 块已显示${bad ? `。没有应答，要派人去：${silent.join("、")}` : ""}`;
}

function show(state) {
  if (state.alarm?.id !== alarm?.id) heardAt = performance.now();
  alarm = state.alarm;
  const still = state.contacts.filter((one) => one.active);
  find("now").className = `card ${alarm ? (alarm.mode === "drill" ? "drill" : "on") : ""}`;
  find("state").textContent = alarm ? MODES[alarm.mode] : "平常";
  find("since").textContent = alarm ? `自 ${clock(alarm.began)} 起，由 ${who(alarm.began_by)} 发起` : still.length ? `两个岗位已确认解除，但 ${still.map((one) => `站点 ${one.station}`).join("、")} 的消防触点仍在报警，请查看消防主机` : "没有疏散，也没有演练";
  find("since").className = !alarm && still.length ? "say bad" : "quiet";
  if (alarm) showGlass(state);
  find("glass").hidden = !alarm;
  find("clears").replaceChildren(...(alarm ? alarm.clears : []).map((one) => make("li", "", `✓ ${one.words} ${one.name}（${one.member}）于 ${clock(one.at)} 确认解除`)));
  find("over").hidden = !alarm;
  find("clear").disabled = !alarm || alarm.clears.some((one) => one.role === role);
  find("evacuation").disabled = Boolean(alarm && alarm.mode === "evacuation");
  find("drill").disabled = Boolean(alarm);
  find("ready").textContent = state.screens ? `${state.screens} 块屏的疏散画面已备好，随图更新。` : "图上还没有屏。";
  find("lost").hidden = !state.lost.length;
  find("lost").textContent = `这些屏找不到不经电梯的出路，疏散时只写“跟随绿色标志”，请在图上补路：${state.lost.join("、")}`;
  find("contacts").replaceChildren(...state.contacts.map((one) => make("li", one.active ? "say bad" : "",
    `站点 ${one.station} 的消防触点：${one.active ? `自 ${clock(one.since)} 起报警` : "正常"}`)));
  const past = state.past.map((one) => make("li", "", `${DAY.format(new Date(one.began))} ${clock(one.began)}–${clock(one.ended)} ${one.mode === "drill" ? "演练" : "疏散"}，${who(one.began_by)} 发起${one.by ? `，${one.by} 解除` : ""}`));
  find("past").replaceChildren(...(past.length ? past : [make("li", "quiet", "还没有过。")]));
}

key("evacuation");
key("drill");
find("clear").addEventListener("click", () => { if (alarm) press("/api/evacuation/clear", { alarm: alarm.id }); });
watch("/api/evacuation/stream", show, (connected) => {
  find("cut").hidden = connected;
  find("cut").textContent = "与大厅服务器的连接中断，以下可能不是最新情况，正在重连";
});
