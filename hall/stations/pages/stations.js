/* Every station: does it speak, do its devices work, where does it stand; and how a new one is enrolled. */
import { choice, sayIn, submitting, tag } from "../kit/form.js";
import { html, nothing, render } from "../kit/lit-html.js";
import { ask, find, live, seam, send } from "../kit/page.js";
import { table } from "../kit/table.js";
import { clock, fromField, now, seconds, toField } from "../kit/time.js";

const say = sayIn(find("said"));
const role = document.querySelector("meta[name=role]").content, manages = role !== "security";
const moving = new Map(); // station -> place, while the hall is asked
let state = null;

function deviceMark(device) {
  const told = `${clock(device.at)} 所报${device.todo ? "：" + device.todo : ""}`;
  return tag(device.words, device.able === false ? "bad" : device.able === null || device.todo ? "amber" : "", told);
}

const saidLast = (station) => (station.alive ? tag("在线") : tag(station.seen_at ? "没有来信" : "还没来过", "bad"));

/* Where it stands in the plan: without it, it cannot show anybody the way. */
function standing(station) {
  if (!manages) return state.places.find((one) => one.id === station.place)?.name ?? "未定位置";
  const place = moving.get(station.id) ?? station.place, known = state.places.some((one) => one.id === station.place);
  const options = [{ value: "", text: "未定位置" }, ...state.places.map((one) => ({ value: one.id, text: `${one.name}（${one.id}）` }))];
  if (station.place && !known) options.push({ value: station.place, text: `${station.place}：平面图上已没有` });
  return html`${choice({ label: `${station.name} 的位置`, options, value: place, change: (event) => stand(station, event.target.value) })}
    ${station.place && known ? nothing : tag("不能指路", "amber")}`;
}

async function stand(station, place) {
  moving.set(station.id, place);
  const answer = await send(`/api/stations/${station.id}/place`, new URLSearchParams({ place }));
  moving.delete(station.id);
  if (answer.ok) station.place = place; // the stream follows
  say(answer.sentence);
  draw();
}

async function retire(station) {
  if (!confirm(`停用 ${station.name}？它将不能再取号、上报，恢复须重新登记。`)) return;
  say((await send(`/api/stations/${station.id}/retire`)).sentence);
}

const reports = (station) => html`<span class="number">至 ${station.upto}</span>
  ${station.gap ? tag(`缺 ${station.upto + 1}，已收到 ${station.gap}`, "amber") : nothing}
  ${station.clock_off ? tag(`时钟跳动 ${station.clock_off} 秒`, "amber") : nothing}`;

/* The key it signs with, as `keys list` prints it; one enrolled before there were keys has none. */
const keyOf = (station) => station.key
  ? html`<small class="quiet" title="它签名的钥匙；被盗或换机时由登记更换">钥匙 ${station.key}</small>`
  : tag("没有签名钥匙，请重新登记", "amber", "登记得早，用口令说话；用同名重新登记即可");

/* What became of its memory; of two machines under one name, which stays. */
const memory = (station) => station.memory.map((line) => html`<p class="memory">${line.text}
  ${line.ledger && manages ? html`<button class="small" @click=${() => choose(station, line.ledger)}>改用被拒绝的那台</button>` : nothing}</p>`);

async function choose(station, ledger) {
  if (!confirm(`${station.name}：改用被拒绝的那台，现在这台停止服务？`)) return;
  say((await send(`/api/stations/${station.id}/ledger`, new URLSearchParams({ ledger }))).sentence);
}

const COLUMNS = [
  { title: "设备", cell: (one) => html`<b>${one.name}</b><small class="quiet">${[one.id, one.version].filter(Boolean).join(" · ")}</small>${keyOf(one)}${memory(one)}` },
  { title: "状态", cell: saidLast },
  { title: "外设", cell: (one) => (one.devices.length ? one.devices.map(deviceMark) : html`<span class="quiet">未报告</span>`) },
  { title: "位置", cell: standing },
  { title: "报告", cell: reports },
  { title: "最近来信", cell: (one) => html`<span class="number quiet">${one.seen_at ? clock(one.seen_at) : "—"}</span>` },
  { title: "", name: "keys", cell: (one) => html`${role === "admin" ? nothing : html`<button class="small danger" @click=${() => askStolen(one)}>被盗</button>`}
    ${manages ? html`<button class="small" @click=${() => retire(one)}>停用</button>` : nothing}` },
];

/* Stolen: one press, since when and why; then what of it cannot be believed. */
let gone = null, cards = [], shown = "";
const sayStolen = sayIn(find("stolen-say"));

function askStolen(station) {
  gone = station;
  find("stolen-title").textContent = `${station.name}（${station.id}）被盗，或被人搬走`;
  find("stolen-since").value = toField(Math.min(now(), station.seen_at ? new Date(station.seen_at).getTime() : now()));
  find("stolen-reason").value = "";
  sayStolen("");
  find("stolen-box").showModal();
}

async function stolen(form) {
  const { since, reason } = Object.fromEntries(new FormData(form));
  const answer = await send(`/api/stations/${gone.id}/stolen`, { since: fromField(since), reason });
  if (!answer.ok) { sayStolen(answer.sentence); return; }
  find("stolen-box").close();
  say(`${gone.name} 的身份已吊销。`, true);
}

async function tellStolen() {
  const told = JSON.stringify(state.stolen);
  if (told === shown) return;
  shown = told;
  const answer = await ask("/api/stations/stolen");
  if (answer.ok) cards = answer.told;
  else shown = "";
  render(cards.map(card), find("stolen"));
}

const card = (one) => html`<section class="card stolen" data-id=${one.station}>
  <h2>${one.name}（${one.station}）已按被盗处理 <small class="quiet">${seconds(one.at)}，${one.by}：${one.reason}</small></h2>
  <ul>${one.lines.map((line) => html`<li>${line}</li>`)}</ul>
  <p class="quiet">${one.again ? `已由 ${one.again} 以同名重新登记。` : "要恢复这个名字，由大厅管理在这一页重新登记。"}</p></section>`;

function draw() {
  tellStolen();
  render(table({ columns: COLUMNS, rows: state.stations, key: (one) => one.id, none: "没有在用的设备。" }), find("rows"));
  if (manages) render(state.codes.map((code) => html`<li class="quiet">${code.name}：登记码 ${clock(code.expires_at)} 前有效</li>`), find("codes"));
  render(state.refused.length ? html`<h2>未能处理的报告</h2>${state.refused.map((one) =>
    html`<p class="say">${one.station} 第 ${one.seq} 号（${one.kind}，${clock(one.at)}）：${one.why}</p>`)}` : nothing, find("refused"));
}

async function enrol(form) {
  const answer = await send("/api/stations/codes", new URLSearchParams(new FormData(form)));
  sayIn(find("say"))(answer.sentence);
  find("made").hidden = !answer.ok;
  if (!answer.ok) return;
  find("made-for").textContent = `${answer.told.name} 的登记码（${answer.told.minutes} 分钟内有效）`;
  find("code").textContent = answer.told.code;
}

if (find("enrol")) submitting(find("enrol"), enrol, sayIn(find("say")));
submitting(find("stolen-form"), stolen, sayStolen);
find("stolen-close").addEventListener("click", () => find("stolen-box").close());
/* The hall's own past: its data was put back, its clock was moved. */
if (manages) live("/api/epochs/stream", (told) => render(told.epochs.length ? html`<h2>大厅数据与时钟</h2>${told.epochs.map((one) =>
  html`<p class="say">${clock(one.began)} ${one.what}<small class="quiet">${one.todo}</small></p>`)}` : nothing, find("past")));
live("/api/stations/stream", (told) => { state = told; draw(); });
seam({ state: () => state });
