/* Notices on the screens: which are up, who must still read one, and one more. */
import { sayIn, submitting, tag } from "../kit/form.js";
import { html, nothing, render, repeat } from "../kit/lit-html.js";
import { find, live, seam, send } from "../kit/page.js";
import { fromField, moment, now, toField } from "../kit/time.js";

const login = document.querySelector("meta[name=login]").content;
const fresh = () => crypto.getRandomValues(new Uint32Array(4)).join("-");
const STATES = { waiting: ["amber", "等人复核"], coming: ["", "未到时间"], up: ["", "已挂出"] };
const say = sayIn(find("say"));
let state = { rows: [], floors: [] }, key = fresh(), offered = "";

async function act(address) { say((await send(address, {})).sentence); }

function row(notice) {
  const [tone, words] = STATES[notice.state], second = notice.approved_by && notice.approved_by !== notice.made_by;
  return html`<li>
    <b>${notice.zh}</b><p class="en">${notice.en}</p>
    <p class="about">${tag(words, tone)} ${moment(notice.starts)} 至 ${moment(notice.ends)} · ${notice.made_by} 拟${second ? `，${notice.approved_by} 复核` : ""} · ${where(notice.places)}</p>
    <div class="keys">
      ${notice.state === "waiting" && notice.made_by !== login ? html`<button class="small primary" @click=${() => act(`/api/notices/${notice.id}/approve`)}>复核通过</button>` : nothing}
      <button class="small" @click=${() => act(`/api/notices/${notice.id}/withdraw`)}>撤下</button>
    </div>
  </li>`;
}

// 全部屏, or floors by name and single screens by number; an id that has left the plan says so.
function where(places) {
  if (!places.length) return "全部屏";
  const names = Object.fromEntries(state.floors.flatMap((floor) => [[floor.id, floor.name], ...floor.screens.map((one) => [one.id, `屏 ${one.number}`])]));
  return places.map((id) => names[id] || `图上已无 ${id}`).join("、");
}

const tick = (id, text, change = nothing) => html`<label class="tick"><input type="checkbox" value=${id} @change=${change}> ${text}</label>`;

// Floors, and under each its screens one by one; whole floors are kept as floors, so that a screen hung later joins.
function floorOf(floor) {
  const whole = (event) => {
    for (const box of event.target.closest(".floor").querySelectorAll("details input")) { box.checked = false; box.disabled = event.target.checked; }
  };
  return html`<div class="floor">${tick(floor.id, `${floor.name}（${floor.screens.length} 块）`, whole)}
    <details><summary>只挑其中几块</summary>${repeat(floor.screens, (one) => one.id, (one) => tick(one.id, `${one.number} ${one.name}`))}</details></div>`;
}

const chosenPlaces = () => (find("all").checked ? [] : [...find("floors").querySelectorAll("input:checked")].map((box) => box.value));

function show(told) {
  state = told;
  const floors = JSON.stringify(state.floors);
  if (floors !== offered) render(repeat(state.floors, (floor) => floor.id, floorOf), find("floors"));
  offered = floors;
  render(state.rows.length ? repeat(state.rows, (one) => one.id, row) : html`<li>现在没有通知。</li>`, find("rows"));
}

// The form: fields of the wording, and the sentence as it will read.
const chosen = () => find("wording").selectedOptions[0];
const values = () => Object.fromEntries([...find("fields").querySelectorAll("input")].map((i) => [i.name, i.value.trim()]));
const filled = (text, given) => text.replace(/\{(\w+)\}/g, (_, name) => given[name] || "＿");

function preview() {
  const option = chosen(), free = option.value === "";
  const zh = free ? find("zh").value : filled(option.dataset.zh, values());
  const en = free ? find("en").value : filled(option.dataset.en, values());
  render(html`${zh || "＿"}<small>${en}</small>`, find("preview"));
}

const field = ([name, label]) => html`<div><label for=${`field-${name}`}>${label}</label>
  <input id=${`field-${name}`} name=${name} maxlength="20" required autocomplete="off"></div>`;

function choose() {
  const option = chosen(), free = option.value === "";
  find("free").hidden = !free;
  render(repeat(free ? [] : JSON.parse(option.dataset.fields), ([name]) => `${option.value} ${name}`, field), find("fields"));
  preview();
}

async function putUp() {
  const wording = chosen().value, places = chosenPlaces();
  if (!find("all").checked && !places.length) { say("请勾选要挂的楼层或屏。"); return; }
  const body = { key, wording, places, starts: fromField(find("starts").value), ends: fromField(find("ends").value), priority: Number(find("priority").value) };
  if (wording) body.fields = values(); else Object.assign(body, { zh: find("zh").value, en: find("en").value });
  const answer = await send("/api/notices", body);
  say(answer.sentence);
  if (!answer.ok) return;
  key = fresh(); // the same order sent twice stands once
  find("zh").value = find("en").value = "";
  for (const input of find("fields").querySelectorAll("input")) input.value = "";
  preview();
}

find("wording").addEventListener("change", choose);
find("all").addEventListener("change", () => { find("floors").hidden = find("all").checked; });
find("put-up").addEventListener("input", preview);
submitting(find("put-up"), putUp, say);
find("starts").value = toField(now());
find("ends").value = toField(now() + 2 * 3600e3);
choose();
live("/api/notices/stream", show);
seam({ state: () => state });
