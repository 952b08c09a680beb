/* The questions and their options. An id stands in rules and stays; words may change. */
import { html, nothing, repeat } from "../kit/lit-html.js";

/** `used(id)`: names of matters whose rules test it. `keep(id, question or null)`. */
export function questionsEditor({ questions, edits, open, used, act }) {
  return html`<section><p class="quiet">编号写进规则，不能改；没有一条规则用得到的问题，检查时会点名。</p>
    <table class="questions"><thead><tr><th>问题</th><th>简称</th><th>选项</th><th>哪些事项用到</th></tr></thead>
    <tbody>${repeat(questions, (one) => one.id, (one) => rows(one, { edits, open, used, act }))}</tbody></table>
    ${edits ? html`<form class="line new" @submit=${(event) => { event.preventDefault(); begin(event.target, questions, act); }}><input name="number" aria-label="新问题的编号" placeholder="新问题的编号（小写字母）" pattern="[a-z][a-z0-9_]{0,31}" required>
      <button class="small">加一个问题</button></form>` : nothing}</section>`;
}

function begin(form, questions, act) {
  const id = form.number.value.trim();
  if (questions.some((one) => one.id === id)) { act.say(`编号 ${id} 已经有了。`); return; }
  const question = { id, zh: "请写问题？", options: [{ id: "yes", zh: "是" }, { id: "no", zh: "否" }] };
  questions.push(question);
  form.reset();
  act.open(id);
  act.keep(id, question);
}

function rows(one, { edits, open, used, act }) {
  const names = used(one.id);
  return html`<tr data-id=${one.id} class=${open === one.id ? "opened" : ""}><td><button class="open" aria-expanded=${open === one.id} @click=${() => act.open(open === one.id ? "" : one.id)}>${one.zh}</button> <small class="quiet">${one.id}</small></td>
    <td>${one.short}</td><td>${one.options.map((option) => option.zh).join(" / ")}</td><td class="quiet">${names.length > 3 ? `${names.slice(0, 3).join("、")} 等 ${names.length} 个` : names.join("、") || "没有"}</td></tr>
    ${open === one.id ? html`<tr class="opened"><td colspan="4">${form(one, names, edits, act)}</td></tr>` : nothing}`;
}

function form(one, names, edits, act) {
  const set = (thing, name, value) => { thing[name] = value; act.keep(one.id, one); };
  const text = (thing, name, label) => html`<label>${label}<input .value=${thing[name] ?? ""} ?disabled=${!edits} @change=${(event) => set(thing, name, event.target.value.trim())}></label>`;
  const fresh = () => { let n = one.options.length + 1; while (one.options.some((each) => each.id === `o${n}`)) n += 1; return `o${n}`; };
  const add = () => { one.options.push({ id: fresh(), zh: "新选项" }); act.keep(one.id, one); };
  const option = (each, at) => html`<div class="line option"><code>${each.id}</code>${text(each, "zh", "选项")}${text(each, "en", "英文")}${each.band ? html`<span class="quiet">${band(each.band, one.unit)}</span>` : nothing}
    ${edits && one.options.length > 2 ? html`<button class="small" aria-label=${`删除选项 ${each.zh}`} @click=${() => { one.options.splice(at, 1); act.keep(one.id, one); }}>删除</button>` : nothing}</div>`;
  return html`<div class="form">${text(one, "zh", "问法")}${text(one, "short", "简称（列表里用）")}${text(one, "en", "英文")}${text(one, "unit", "数额的单位")}</div>
    ${one.options.map(option)}
    ${edits ? html`<p class="keys"><button class="small" @click=${add}>加一个选项</button>${names.length ? nothing : html`<button class="small" @click=${() => act.keep(one.id, null)}>删除这个问题</button>`}</p>` : nothing}`;
}

const SIGNS = { at_least: "≥", over: "＞", at_most: "≤", below: "＜" };
const band = (of, unit) => Object.entries(SIGNS).filter(([name]) => (of[name] ?? null) !== null).map(([name, sign]) => `${sign}${of[name]}${unit}`).join("、");
