/* Every station: does it speak, do its devices work, where does it stand; and how a new one is enrolled. */
import { choice, sayIn, submitting, tag } from "../kit/form.js";
import { html, nothing, render } from "../kit/lit-html.js";
import { find, live, seam, send } from "../kit/page.js";
import { table } from "../kit/table.js";
import { clock } from "../kit/time.js";

const say = sayIn(find("say"));
const moving = new Map(); // station -> place, while the hall is asked
let state = null;

function deviceMark(device) {
  const told = `${clock(device.at)} 所报${device.todo ? "：" + device.todo : ""}`;
  return tag(device.words, device.able === false ? "bad" : device.able === null || device.todo ? "amber" : "", told);
}

const saidLast = (station) => (station.alive ? tag("在线") : tag(station.seen_at ? "没有来信" : "还没来过", "bad"));

/* Where it stands in the plan: without it, it cannot show anybody the way. */
function standing(station) {
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

/* What became of its memory; of two machines under one name, which stays. */
const memory = (station) => station.memory.map((line) => html`<p class="memory">${line.text}
  ${line.ledger ? html`<button class="small" @click=${() => choose(station, line.ledger)}>改用被拒绝的那台</button>` : nothing}</p>`);

async function choose(station, ledger) {
  if (!confirm(`${station.name}：改用被拒绝的那台，现在这台停止服务？`)) return;
  say((await send(`/api/stations/${station.id}/ledger`, new URLSearchParams({ ledger }))).sentence);
}

const COLUMNS = [
  { title: "设备", cell: (one) => html`<b>${one.name}</b><small class="quiet">${[one.id, one.version].filter(Boolean).join(" · ")}</small>${memory(one)}` },
  { title: "状态", cell: saidLast },
  { title: "外设", cell: (one) => (one.devices.length ? one.devices.map(deviceMark) : html`<span class="quiet">未报告</span>`) },
  { title: "位置", cell: standing },
  { title: "报告", cell: reports },
  { title: "最近来信", cell: (one) => html`<span class="number quiet">${one.seen_at ? clock(one.seen_at) : "—"}</span>` },
  { title: "", cell: (one) => html`<button class="small" @click=${() => retire(one)}>停用</button>` },
];

function draw() {
  render(table({ columns: COLUMNS, rows: state.stations, key: (one) => one.id, none: "还没有登记的设备。" }), find("rows"));
  render(state.codes.map((code) => html`<li class="quiet">${code.name}：登记码 ${clock(code.expires_at)} 前有效</li>`), find("codes"));
  render(state.refused.length ? html`<h2>未能处理的报告</h2>${state.refused.map((one) =>
    html`<p class="say">${one.station} 第 ${one.seq} 号（${one.kind}，${clock(one.at)}）：${one.why}</p>`)}` : nothing, find("refused"));
}

async function enrol(form) {
  const answer = await send("/api/stations/codes", new URLSearchParams(new FormData(form)));
  say(answer.sentence);
  find("made").hidden = !answer.ok;
  if (!answer.ok) return;
  find("made-for").textContent = `${answer.told.name} 的登记码（${answer.told.minutes} 分钟内有效）`;
  find("code").textContent = answer.told.code;
}

submitting(find("enrol"), enrol, say);
/* The hall's own past: its data was put back, its clock was moved. */
live("/api/epochs/stream", (told) => render(told.epochs.length ? html`<h2>大厅数据与时钟</h2>${told.epochs.map((one) =>
  html`<p class="say">${clock(one.began)} ${one.what}<small class="quiet">${one.todo}</small></p>`)}` : nothing, find("past")));
live("/api/stations/stream", (told) => { state = told; draw(); });
seam({ state: () => state });
