/* The one key. Held for a second by finger or mouse, and what the hall says of it. */
import { html, nothing, render } from "../kit/lit-html.js";
import { find, live, seam, send } from "../kit/page.js";
import { clock, day } from "../kit/time.js";
import { holdKey } from "./hold.js";

const role = document.querySelector("meta[name=role]").content;
const ANSWER = 3000; // milliseconds a screen has to answer before it is named; a press, before it is given up
const MODES = { evacuation: "正在疏散", drill: "正在演练" };
const AWAY = {
  evacuation: "连不上大厅服务器！请按消防手动报警按钮，并用广播疏散。",
  drill: "连不上大厅服务器，演练没有开始。",
  clear: "连不上大厅服务器，没有记下，请再按一次。",
  contact: "连不上大厅服务器，没有改。",
};
const LATE = {
  evacuation: "大厅服务器 3 秒没有回答！屏上若没有变，请按消防手动报警按钮，并用广播疏散；也可以再按一次。",
  drill: "大厅服务器 3 秒没有回答。这一下不会再迟到生效，请看清现在的情况再按。",
  clear: "大厅服务器 3 秒没有回答，请看清情况再按。",
  contact: "大厅服务器 3 秒没有回答，请看清现在的状态再按。",
};
let alarm = null, heardAt = 0, naming = 0, stations = {};

async function press(path, body, what) {
  const answer = await send(path, body, { within: ANSWER, away: AWAY[what], late: LATE[what] });
  find("say").hidden = answer.ok;
  find("say").textContent = answer.sentence;
}

const called = (station) => stations[station] ?? `站点 ${station}`;
const who = (by) => (by.startsWith("station:") ? `${called(by.slice(8))} 的消防触点` : by);

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

function since(contacts) {
  if (alarm) return `自 ${clock(alarm.began)} 起，由 ${who(alarm.began_by)} 发起`;
  if (!contacts.length) return "没有疏散，也没有演练";
  return `${contacts.map((one) => called(one.station)).join("、")} 的消防触点仍在报警，没有在疏散：请派人去看，查看消防主机；真有火情请按疏散`;
}

function showNow(state) {
  const still = state.contacts.filter((one) => one.active);
  find("now").className = `card ${alarm ? (alarm.mode === "drill" ? "drill" : "on") : ""}`;
  find("state").textContent = alarm ? MODES[alarm.mode] : "平常";
  find("since").textContent = since(still);
  find("since").className = !alarm && still.length ? "say bad" : "quiet";
  if (alarm && state.glass !== null) showGlass(state);
  find("glass").hidden = !alarm || state.glass === null;
  render((alarm?.clears ?? []).map((one) => html`<li>✓ ${one.words} ${one.name}（${one.member}）于 ${clock(one.at)} 确认解除</li>`), find("clears"));
  find("over").hidden = !alarm;
  find("unwritten").hidden = !alarm?.unwritten;
  find("clear").disabled = !alarm || alarm.unwritten || alarm.clears.some((one) => one.role === role);
  find("evacuation").disabled = Boolean(alarm && alarm.mode === "evacuation");
  find("drill").disabled = Boolean(alarm);
}

const manages = role === "manager" || role === "admin";
const contactKey = (words, path, body) => html`<button class="small" @click=${() => press(path, body, "contact")}>${words}</button>`;
function contactKeys(one) {
  const at = `/api/evacuation/contacts/${one.station}`, known = one.may && !one.moved;
  return html`${manages && !known ? contactKey(one.moved ? "确认新地址" : "批准", `${at}/may`, { may: true }) : nothing}
    ${manages && one.may ? contactKey("取消批准", `${at}/may`, { may: false }) : nothing}
    ${one.may && !one.muted ? contactKey("静音（须两个岗位）", `${at}/mute`, { mute: true }) : nothing}
    ${one.mutes.length ? contactKey("恢复", `${at}/mute`, { mute: false }) : nothing}`;
}
const contactSays = (one) => [one.active ? `自 ${clock(one.since)} 起报警` : "正常", one.may ? "" : "未批准，不能发起疏散",
  one.moved ? `换了地址 ${one.address}，确认前屏不听` : one.may ? "" : one.address,
  one.muted ? `已静音（${one.mutes.join("、")}）` : one.mutes.length ? `${one.mutes.join("、")} 要静音，还须另一个岗位` : ""].filter(Boolean).join(" · ");
const contactLine = (one) => html`<li class=${one.active ? "say bad" : nothing}>${called(one.station)} 的消防触点：${contactSays(one)} <span class="keys">${contactKeys(one)}</span></li>`;
const pastLine = (one) => html`<li>${day(one.began)} ${clock(one.began)}–${clock(one.ended)} ${one.mode === "drill" ? "演练" : "疏散"}，${who(one.began_by)} 发起${one.by ? `，${one.by} 解除` : ""}</li>`;

function show(state) {
  if (state.alarm?.id !== alarm?.id) heardAt = performance.now();
  alarm = state.alarm;
  stations = state.stations ?? {};
  showNow(state);
  find("ready").hidden = state.screens === null;
  find("ready").textContent = state.screens ? `${state.screens} 块屏的疏散画面已备好，随图更新。` : "图上还没有屏。";
  find("lost").hidden = !state.lost.length;
  find("lost").textContent = `这些屏找不到不经电梯的出路，疏散时只写“跟随绿色标志”，请在图上补路：${state.lost.join("、")}`;
  render(state.contacts.map(contactLine), find("contacts"));
  render(state.past.length ? state.past.map(pastLine) : html`<li class="quiet">还没有过。</li>`, find("past"));
}

for (const mode of ["evacuation", "drill"]) holdKey(find(mode), () => press("/api/evacuation/begin", { mode }, mode));
find("clear").addEventListener("click", () => { if (alarm) press("/api/evacuation/clear", { alarm: alarm.id }, "clear"); });
live("/api/evacuation/stream", show);
seam({ alarm: () => alarm });
