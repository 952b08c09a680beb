/* The manager's page of the screens: what each has on its glass, its keys, and pairing. */
import { sayIn, tag } from "../kit/form.js";
import { html, nothing, render, repeat } from "../kit/lit-html.js";
import { find, live, seam, send } from "../kit/page.js";
import { clock } from "../kit/time.js";
import { floorOf, toneOf } from "./signs-map.js";

const LAYOUTS = { guidance: "导向", board: "叫号", both: "导向与叫号", strip: "窗口条屏" };
const ASKED = { picture: "的播放器正在画出页面，好了在这里打开", identify: "正闪出编号，约 8 秒", reload: "正在重新打开页面" };
const say = sayIn(find("say"));
let state = null, awaited = null, lit = "", offered = false, telling = 0;

function tell(words) {
  find("told").textContent = words;
  find("told").hidden = false;
  clearTimeout(telling);
  telling = setTimeout(() => { find("told").hidden = true; }, 5000);
}

async function asking(row, what) {
  if (what === "picture") awaited = { player: row.player, before: row.picture, name: `屏 ${row.number} ${row.name}` };
  const answer = await send(`/api/signs/${row.player}/ask`, { what }), now = state.rows.find((one) => one.player === row.player) ?? row;
  const deaf = ["absent", "frozen"].includes(now.state);
  tell(!answer.ok ? answer.sentence : deaf ? `屏 ${row.number} ${now.words}，现在收不到。` : `屏 ${row.number} ${ASKED[what]}。`);
}

async function unpair(row) {
  if (!confirm(`解除屏 ${row.number} 的配对？它会重新显示配对码。`)) return;
  const answer = await send(`/api/signs/${row.player}/unpair`, {});
  tell(answer.ok ? `屏 ${row.number} 已解除配对，玻璃上又是配对码。` : answer.sentence);
}

function spell(seconds) {
  if (seconds < 120) return `${seconds} 秒`;
  if (seconds < 7200) return `${Math.round(seconds / 60)} 分`;
  return seconds < 172800 ? `${Math.round(seconds / 3600)} 小时` : `${Math.round(seconds / 86400)} 天`;
}

const skew = (seconds) => tag(`播放器时钟${seconds > 0 ? "快" : "慢"} ${spell(Math.abs(seconds))}`, "amber");
const content = (row) => html`<small class="number">内容 ${row.hash}${row.took ? ` · ${(row.took / 1000).toFixed(1)} 秒` : ""}</small>`;
const glass = (row) => html`${tag(row.words, row.tone === "good" ? "" : row.player ? row.tone : "unpaired")}${row.clock_off ? skew(row.clock_off) : nothing}${row.player && row.hash ? content(row) : nothing}`;
const key = (text, act, title = nothing) => html`<button type="button" class="small" title=${title} @click=${act}>${text}</button>`;

function keys(row) {
  if (!row.player) return key("配对", () => { find("screen").value = row.screen; find("code").focus(); });
  return [key("解除", () => unpair(row), "解除配对"),
    key("回看", () => { location.href = `/signs/replay?screen=${encodeURIComponent(row.screen)}`; }, "那一分钟它显示了什么"),
    key("截图", () => asking(row, "picture"), "请播放器画出它的页面"), key("重载", () => asking(row, "reload"), "重新打开页面"),
    key("找屏", () => asking(row, "identify"), "屏上闪出编号")]; // where 配对 was: pressed twice it does no harm
}

function line(row) {
  const size = [LAYOUTS[row.layout], row.size].filter(Boolean).join(" · "), older = row.player && row.revision !== state.revision;
  return html`<tr data-screen=${row.screen} class=${lit === row.screen ? "lit" : nothing} @mouseenter=${() => light(row.screen)} @mouseleave=${() => light("")}>
    <td class="name"><span class="plate number">${row.number}</span><div><b>${row.name || row.screen}</b><small>${size}</small></div></td>
    <td>${glass(row)}</td>
    <td class="number"><span class=${older ? "tag amber" : nothing}>${row.player ? `v${row.revision}` : "—"}</span></td>
    <td class="number quiet">${row.seen ? clock(row.seen) : "—"}</td>
    <td class="keys">${keys(row)}</td></tr>`;
}

function light(screen) {
  lit = screen;
  for (const one of document.querySelectorAll("[data-screen]")) one.classList.toggle("lit", one.dataset.screen === screen);
}

function show(told) {
  state = told;
  find("sentence").textContent = state.sentence;
  find("sentence").className = `number ${state.rows.every((row) => row.tone === "good") ? "" : "amber"}`;
  find("failing").hidden = !state.failing;
  find("failing").textContent = `屏上情况记不进数据库：${state.failing}`;
  // A row that becomes another kind of row has other keys: it is another element, and takes no press meant for the first.
  render(repeat(state.rows, (row) => `${row.screen} ${row.player ?? ""}`, line), find("rows"));
  const rows = Object.fromEntries(state.rows.map((row) => [row.screen, row]));
  render(repeat(state.floors, (floor) => floor.id, (floor) => floorOf(floor, rows, state.revision)), find("floors"));
  chooseFrom(state.rows.filter((row) => row.layout));
  render(state.refusals.length ? html`<h2>被拒绝的</h2>${repeat(state.refusals, (one) => one.id, (one) => html`<p class="say bad">${clock(one.at)} ${one.told}</p>`)}` : nothing, find("refusals"));
  if (awaited) lookAt(state.rows.find((row) => row.player === awaited.player));
}

// What is chosen stays chosen; the first time, the first screen without a player.
function chooseFrom(rows) {
  const chosen = find("screen").value;
  render(repeat(rows, (row) => row.screen, (row) => html`<option value=${row.screen}>屏 ${row.number} · ${row.name}${row.player ? "（替换）" : ""}</option>`), find("screen"));
  const wanted = offered ? rows.find((row) => row.screen === chosen) : rows.find((row) => !row.player);
  if (wanted && find("screen").value !== wanted.screen) find("screen").value = wanted.screen;
  offered = true;
}

function lookAt(row) {
  if (!row || !row.picture || row.picture === awaited.before) return;
  find("picture-name").textContent = `${awaited.name} · ${clock(row.picture)} 的画面`;
  find("picture").querySelector("img").src = `/api/signs/${row.player}/picture?${encodeURIComponent(row.picture)}`;
  find("picture").showModal();
  awaited = null;
}

async function pair(event) {
  event.preventDefault();
  const places = state.rows.filter((row) => row.layout), row = places.find((one) => one.screen === find("screen").value);
  const wanted = { code: find("code").value, screen: find("screen").value };
  let answer = await send("/api/signs/pair", wanted);
  if (answer.code === "paired") {
    say("");
    find("code").removeAttribute("aria-invalid");
    if (!confirm(answer.told.zh)) return;
    answer = await send("/api/signs/pair", { ...wanted, replaces: row.player ?? "" });
  }
  say(answer.ok ? `已配对：屏 ${row.number} · ${row.name}，马上显示内容。` : answer.sentence, answer.ok);
  find("code").setAttribute("aria-invalid", String(!answer.ok));
  if (!answer.ok) { find("code").focus(); return; }
  find("code").value = "";
  const next = places.find((one) => !one.player && one !== row); // nobody means to replace the one just paired
  if (next) find("screen").value = next.screen;
}

find("pair").addEventListener("submit", pair);
find("pair").addEventListener("input", () => say(""));
find("where").textContent = `${location.host}/screen`;
live("/api/signs/stream", show);
seam({ state: () => state });
