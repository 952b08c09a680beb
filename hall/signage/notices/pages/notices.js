"use strict";
const csrf = document.querySelector("meta[name=csrf]").content;
const login = document.querySelector("meta[name=login]").content;
const find = (id) => document.getElementById(id);
const fresh = () => crypto.getRandomValues(new Uint32Array(4)).join("-");
let floors = [], key = fresh();
const STATES = { waiting: ["amber", "等人复核"], coming: ["", "未到时间"], up: ["", "已挂出"] };

function say(text) {
  find("say").hidden = !text;
  find("say").textContent = text;
  if (text) find("say").scrollIntoView({ block: "nearest" });
}

async function post(address, body) {
  const answer = await fetch(address, {
    method: "POST", headers: { "X-CSRF-Token": csrf, "Content-Type": "application/json" }, body: JSON.stringify(body || {}),
  }).catch(() => null);
  const told = answer ? await answer.json().catch(() => ({})) : { zh: "连不上大厅服务器，请稍后再试。" };
  const ok = Boolean(answer && answer.ok);
  say(ok ? "" : told.zh || "没有成功，请再试一次。");
  return ok;
}

const DAY = new Intl.DateTimeFormat("zh-CN", { month: "numeric", day: "numeric", weekday: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: ZONE.resolvedOptions().timeZone });
const moment = (instant) => DAY.format(new Date(instant));

function row(notice) {
  const li = make("li");
  const [tone, state] = STATES[notice.state];
  const about = make("p", "about", `${moment(notice.starts)} 至 ${moment(notice.ends)} · ${notice.made_by} 拟` +
    (notice.approved_by && notice.approved_by !== notice.made_by ? `，${notice.approved_by} 复核` : "") +
    ` · ${where(notice.places)}`);
  const mark = make("span", `tag ${tone}`, state);
  const keys = make("div", "keys");
  if (notice.state === "waiting" && notice.made_by !== login) {
    const approve = make("button", "small primary", "复核通过");
    approve.addEventListener("click", () => post(`/api/notices/${notice.id}/approve`));
    keys.append(approve);
  }
  const down = make("button", "small", "撤下");
  down.addEventListener("click", () => post(`/api/notices/${notice.id}/withdraw`));
  keys.append(down);
  const head = make("b", "", notice.zh);
  about.prepend(mark, " ");
  li.append(head, make("p", "en", notice.en), about, keys);
  return li;
}

const number = (screen) => `屏 ${screen.number}`;

// 全部屏, or floors by name and single screens by number; an id that has left the plan says so.
function where(places) {
  if (!places.length) return "全部屏";
  const names = Object.fromEntries(floors.flatMap((floor) => [[floor.id, floor.name], ...floor.screens.map((one) => [one.id, number(one)])]));
  return places.map((id) => names[id] || `图上已无 ${id}`).join("、");
}

function tick(id, text, within) {
  const label = make("label", "tick"), box = make("input");
  box.type = "checkbox";
  box.value = id;
  if (within) box.dataset.floor = within;
  label.append(box, ` ${text}`);
  return label;
}

// Floors, and under each its screens one by one; whole floors are kept as floors, so that a screen hung later joins.
function offer(now) {
  if (JSON.stringify(now) === JSON.stringify(floors)) return;
  floors = now;
  find("floors").replaceChildren(...floors.map((floor) => {
    const some = make("details"), all = tick(floor.id, `${floor.name}（${floor.screens.length} 块）`);
    some.append(make("summary", "", "只挑其中几块"), ...floor.screens.map((one) => tick(one.id, `${one.number} ${one.name}`, floor.id)));
    all.firstChild.addEventListener("change", (event) => { for (const box of some.querySelectorAll("input")) { box.checked = false; box.disabled = event.target.checked; } });
    const group = make("div", "floor");
    group.append(all, some);
    return group;
  }));
}

const chosenPlaces = () => (find("all").checked ? [] : [...find("floors").querySelectorAll("input:checked")].map((box) => box.value));

function show(state) {
  const { rows } = state;
  offer(state.floors);
  const none = make("li", "", "现在没有通知。");
  find("rows").replaceChildren(...(rows.length ? rows.map(row) : [none]));
}

// The form: fields of the wording, and the sentence as it will read.
const chosen = () => find("wording").selectedOptions[0];
const values = () => Object.fromEntries([...find("fields").querySelectorAll("input")].map((i) => [i.name, i.value.trim()]));
const filled = (text, given) => text.replace(/\{(\w+)\}/g, (_, name) => given[name] || "＿");

function preview() {
  const option = chosen(), free = option.value === "";
  const zh = free ? find("zh").value : filled(option.dataset.zh, values());
  const en = free ? find("en").value : filled(option.dataset.en, values());
  find("preview").replaceChildren(zh || "＿", make("small", "", en));
}

function choose() {
  const option = chosen(), free = option.value === "";
  find("free").hidden = !free;
  const fields = free ? [] : JSON.parse(option.dataset.fields);
  find("fields").replaceChildren(...fields.map(([name, label]) => {
    const input = make("input");
    input.id = `field-${name}`;
    input.name = name;
    input.maxLength = 20;
    input.required = true;
    input.autocomplete = "off";
    const words = make("label", "", label);
    words.htmlFor = input.id;
    const field = make("div");
    field.append(words, input);
    return field;
  }));
  preview();
}

find("wording").addEventListener("change", choose);
find("all").addEventListener("change", () => { find("floors").hidden = find("all").checked; });
find("put-up").addEventListener("input", preview);
find("put-up").addEventListener("submit", async (event) => {
  event.preventDefault();
  const wording = chosen().value, places = chosenPlaces(), empty = find("put-up").querySelector("input:required:invalid");
  for (const input of find("put-up").querySelectorAll("[aria-invalid]")) input.removeAttribute("aria-invalid");
  if (empty) { // said in our words, in sight, not in a bubble of the browser's
    say(`请填“${empty.labels[0].textContent}”。`);
    empty.setAttribute("aria-invalid", "true");
    empty.focus();
    return;
  }
  if (!find("all").checked && !places.length) { say("请勾选要挂的楼层或屏。"); return; }
  const body = { key, wording, places, starts: fromField(find("starts").value), ends: fromField(find("ends").value), priority: Number(find("priority").value) };
  if (wording) body.fields = values(); else Object.assign(body, { zh: find("zh").value, en: find("en").value });
  if (await post("/api/notices", body)) {
    key = fresh(); // the same order sent twice stands once
    find("zh").value = find("en").value = "";
    choose();
  }
});
const now = new Date();
find("starts").value = toField(now);
find("ends").value = toField(new Date(now.getTime() + 2 * 3600e3));
choose();
watch("/api/notices/stream", show, (connected) => {
  find("cut").hidden = connected;
  find("cut").textContent = "与大厅服务器的连接中断，以下可能不是最新情况，正在重连";
});
