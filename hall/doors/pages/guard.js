/* The guard's desk: every door with the age of what is known of it, what just happened, who is inside, and the keys. */
import { sayIn, submitting, tag } from "../kit/form.js";
import { onKey, shortcuts } from "../kit/keys.js";
import { html, nothing, render, repeat } from "../kit/lit-html.js";
import { ask, find, live, seam, send } from "../kit/page.js";
import { clock, now, seconds } from "../kit/time.js";
import { alarms } from "./alarms.js";
import { asking } from "./asking.js";
import { holding, showLevel } from "./levels.js";
import { drawPlan, setFloors } from "./plan.js";
import { replay } from "./replay.js";
import { ago, said } from "./words.js";

const EVERY = 4000; // milliseconds between looks for how old everything is; what happens comes by itself
const REASONS = ["核对过证件，临时放行", "卡坏了，本人已核对", "搬运物品，有人看着", "送访客离开"];
const say = sayIn(find("say"));
let state = null, plan = -1, opening = null, pressed = "", heard = 0;

const doors = () => (state ? state.doors.map(said) : []);

function line(door) {
  return html`<li class=${door.tone} data-id=${door.id}>
    <i aria-hidden="true"></i><p><b>${door.name}</b>${door.to ? html` <small class="quiet">通${door.to}</small>` : nothing}</p>
    <p class="stands">${door.say}${door.began ? html` <small>${door.began}</small>` : nothing}${door.battery_low ? tag("电池不足", "amber") : nothing}${door.contradicts ? tag("说法自相矛盾", "bad", "锁、门磁和记录对不上：到门前看") : nothing}
      <small class="quiet">${door.age}${door.last ? `；${door.last}` : ""}</small></p>
    <button class="small" ?disabled=${!door.may_open} title=${door.may_open ? "" : "站点没有来信，这里开不了"} @click=${() => askWhy(door)}>开一次</button></li>`;
}

function drawDoors() {
  const all = doors();
  drawPlan(all, (door) => { if (door.may_open) askWhy(door); else say(`“${door.name}”现在从这里开不了：请到门前处理。`); });
  render(repeat(all, (door) => door.id, line), find("doors"));
}

const order = (one) => html`<li class=${one.tone}><b>${one.door}</b> ${clock(one.at)} ${one.name}：${one.reason}　<span>${one.words}</span></li>`;

function happened(row) {
  const key = row.kind === "entry" ? html`<button class="small" @click=${() => replay(row.id)}>为什么</button>` : nothing;
  return html`<li class=${row.tone} data-id=${row.id}><time datetime=${row.at} title=${seconds(row.at)}>${clock(row.at)}</time>
    <p><b>${row.door}</b>${row.who ? html`　${row.shown ? html`<span class="quiet">${row.shown}</span> ` : nothing}${row.who}` : nothing}<br>${row.text}${row.then ? html`　<span class="quiet">${row.then}</span>` : nothing}
      ${row.late ? html`<small class="quiet">${clock(row.late)} 才报上来</small>` : nothing}</p>${key}</li>`;
}

function drawHappened() {
  const rows = state.happened.filter((row) => !find("only").checked || ["bad", "amber"].includes(row.tone)).slice(0, 40);
  render(rows.length ? repeat(rows, (row) => row.id, happened) : html`<li class="quiet">还没有。</li>`, find("happened"));
}

const person = (one) => html`<li><b>${one.name}</b>${one.people > 1 ? ` ${one.people} 人` : ""} <small class="quiet">${clock(one.at)} ${one.door} ${one.words}</small>
  ${one.over ? tag(`散会 ${ago(one.over)}`, "amber") : nothing}<button class="small" @click=${() => left(one)}>已离开</button></li>`;

function drawInside() {
  const told = state.inside;
  render(html`<p class="count"><b>${told.people}</b> 人可能在里面，其中 <b>${told.seen}</b> 人门看见他进去；今天 ${told.left} 人已出来。</p>
    <ul class="who">${repeat(told.rows, (one) => one.who, person)}</ul>
    <details><summary>这个数有多准（${told.doubts.length} 条说明）</summary><ul class="doubts">${told.doubts.map((one) => html`<li>${one}</li>`)}</ul></details>`, find("inside"));
}

async function left(one) {
  const answer = await send("/api/guard/left", { who: one.who });
  say(answer.sentence);
}

const note = (one) => html`<li><p>${one.text}</p><small class="quiet">${one.name} ${seconds(one.at)}</small></li>`;

function show(next) {
  state = next;
  heard = performance.now();
  if (next.plan !== plan) { plan = next.plan; fetchPlan(); }
  drawDoors();
  drawHappened();
  drawInside();
  showLevel(next);
  render(next.orders.map(order), find("orders"));
  render(next.notes.length ? next.notes.map(note) : html`<li class="quiet">还没有记事。</li>`, find("notes"));
}

async function fetchPlan() {
  const answer = await ask("/api/guard/plan");
  if (answer.ok) { setFloors(answer.told); drawDoors(); } else plan = -1;
}

// How old it all is: counted here every second, asked for every few; when the hall is away it grows old before one's eyes.
setInterval(() => { if (state) drawDoors(); }, 1000);
setInterval(async () => {
  if (document.visibilityState !== "visible" || performance.now() - heard < EVERY) return;
  const answer = await ask("/api/guard");
  if (answer.ok) show(answer.told);
}, EVERY);

const sayOpen = sayIn(find("open-say"));

function askWhy(door) {
  opening = door;
  pressed = Array.from(crypto.getRandomValues(new Uint8Array(12)), (one) => one.toString(16).padStart(2, "0")).join("");
  find("opening-title").textContent = `开“${door.name}”一次`;
  find("reason").value = "";
  sayOpen("");
  render(REASONS.map((one) => html`<button type="button" class="small" @click=${() => { find("reason").value = one; find("reason").focus(); }}>${one}</button>`), find("reasons"));
  find("opening").showModal();
  find("reason").focus();
}

submitting(find("open"), async () => {
  const body = { key: pressed, door: opening.id, reason: find("reason").value };
  const answer = await send("/api/guard/open", body, { within: 3000 });
  if (answer.ok) find("opening").close();
  else sayOpen(answer.sentence);
}, sayOpen);
find("not").addEventListener("click", () => find("opening").close());

const sayNote = sayIn(find("note-say"));
submitting(find("note"), async (form) => {
  const answer = await send("/api/guard/notes", { text: find("text").value });
  if (answer.ok) form.reset(); else sayNote(answer.sentence);
}, sayNote);

find("only").addEventListener("change", drawHappened);
const today = new Intl.DateTimeFormat("en-CA", { timeZone: "Asia/Shanghai" }).format(new Date(now()));
for (const id of ["first", "last"]) find(id).value = today;
shortcuts({ "/": () => find("q").focus(), n: () => find("text").focus() });
onKey((event) => { if (event.key === "Escape" && document.activeElement?.matches("input, textarea")) document.activeElement.blur(); });
holding(() => state, say);
asking();
alarms(say);
live("/api/guard/stream", show);
seam({ guard: () => state });
