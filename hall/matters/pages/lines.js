/* One matter: itself, its materials as a table, its turns and notes. A row that is opened becomes a form. */
import { choice, tag } from "../kit/form.js";
import { html, nothing, repeat } from "../kit/lit-html.js";
import { conditionEditor } from "./condition.js";

export const CONF = [["S", "有原文"], ["K", "依国家规定"], ["I", "示意，以窗口核定为准"]];
const ORIGINS = ["自备", "核发", "中介", "系统"];
const TONE = { S: "", K: "", I: "amber" };
const LISTS = { materials: ["材料", "name", { name: "新材料", origin: "自备", conf: "I" }], turns: ["转办：不该办这个事项的", "say", { say: "请写明该怎么办", when: { window: "请写明窗口核定什么" }, conf: "I" }], notes: ["提示", "say", { say: "新提示", conf: "I" }] };
const pairs = (of) => of.map(([value, text]) => ({ value, text }));

/** `about`: { matter, said, questions, matters, edits, open, today }; `act`: { open(row), keep(), say(sentence) }. */
export function matterEditor(about, act) {
  const { matter, edits } = about;
  const set = (thing, name, value) => { thing[name] = value; act.keep(); };
  const text = (thing, name, label, more = {}) => html`<label class=${more.wide ? "wide" : nothing}>${label}<input .value=${thing[name] ?? ""} type=${more.type ?? "text"} min=${more.min ?? nothing} max=${more.max ?? nothing} ?disabled=${!edits}
    @change=${(event) => set(thing, name, more.read ? more.read(event.target.value) : event.target.value.trim())}></label>`;
  const pick = (thing, name, label, options) => html`<label>${label}${choice({ label, options, value: thing[name] ?? "", disabled: !edits, change: (event) => set(thing, name, event.target.value || null) })}</label>`;
  const day = (thing, name, label) => text(thing, name, label, { type: "date", read: (value) => value || null });
  const sourced = (thing) => html`${pick(thing, "conf", "把握", pairs(CONF))}${text(thing, "source", "依据（文号、第几条）", { wide: true })}
    ${day(thing, "since", "生效")}${day(thing, "until", "有效期至")}${text(thing, "lapsed", "过期说明（到期后照样显示的，写明情况）", { wide: true })}`;
  const tools = { ...about, set, text, pick, sourced, act };
  return html`${itself(tools)}${Object.keys(LISTS).map((kind) => listOf(tools, kind))}`;
}

function itself({ matter, matters, edits, text, sourced, open, act }) {
  const opened = open === "matter";
  return html`<section class="itself"><p class="line"><span><b>${matter.lead}</b> · 承诺 ${matter.limit.commit}${matter.limit.legal === "—" ? nothing : html` · 法定 ${matter.limit.legal}`}
      ${tag(matter.conf, TONE[matter.conf])} <span class="quiet">${matter.source}${matter.until ? `，到 ${matter.until}` : ""}</span></span>
    <button class="small" aria-expanded=${opened} @click=${() => act.open(opened ? "" : "matter")}>${opened ? "收起" : edits ? "改这个事项" : "看全部"}</button></p>
    ${matter.parts.length ? html`<p class="quiet">合并下面几个事项的材料，同一份只要一次；那些材料在各自的事项里改：${matter.parts.map((id) => html` <button class="open" @click=${() => act.go(id)}>${matters.find((each) => each.value === id)?.text ?? id}</button>`)}</p>` : nothing}
    ${opened ? html`<div class="form">${text(matter, "name", "名称", { wide: true })}${text(matter, "stage", "阶段")}${text(matter, "lead", "牵头部门", { wide: true })}
      ${text(matter.limit, "commit", "承诺时限")}${text(matter.limit, "legal", "法定时限")}${text(matter.limit, "source", "时限的依据", { wide: true })}
      ${text(matter, "result", "结果", { wide: true })}${text(matter, "threshold", "门槛", { wide: true })}${sourced(matter)}</div>` : nothing}</section>`;
}

function listOf(tools, kind) {
  const { matter, edits, act } = tools, [title, , blank] = LISTS[kind], lines = matter[kind];
  if (!lines.length && !edits) return nothing;
  const add = () => { lines.push(structuredClone(blank)); act.open(`${kind}/${lines.length - 1}`); act.keep(); };
  const heads = kind === "materials" ? html`<tr><th>材料</th><th>来源</th><th>份数</th><th>条件</th><th>把握</th></tr>` : nothing;
  return html`<section><h3>${title} <small class="quiet">${lines.length}</small></h3>
    ${lines.length ? html`<table class=${kind}><thead>${heads}</thead><tbody>${repeat(lines, (_, at) => `${kind}/${at}`, (line, at) => rows(tools, kind, line, at))}</tbody></table>` : nothing}
    ${edits ? html`<button class="small" @click=${add}>加一条${title.slice(0, 2)}</button>` : nothing}</section>`;
}

function rows(tools, kind, line, at) {
  const { matter, said, open, act, today } = tools, id = `${kind}/${at}`, words = said[`${matter.id}/${id}`] ?? "";
  const out = line.until && line.until < today;
  const name = html`<button class="open" aria-expanded=${open === id} @click=${() => act.open(open === id ? "" : id)}>${line[LISTS[kind][1]]}</button>
    ${line.exempt ? tag("免提交") : nothing}${out ? tag("已过期", "bad") : nothing}`;
  const sure = html`${tag(line.conf, TONE[line.conf], line.source)}${line.when_conf ? tag(`条件 ${line.when_conf}`, TONE[line.when_conf]) : nothing}`;
  const when = words || (kind === "notes" ? "总是说" : "必要");
  const cells = kind === "materials" ? html`<td>${name}</td><td>${line.origin}</td><td class="number">${line.copies || "—"}</td><td class=${words ? "when" : "quiet"}>${when}</td><td>${sure}</td>`
    : html`<td colspan="3">${name}</td><td class=${words ? "when" : "quiet"}>${when}</td><td>${sure}</td>`;
  return html`<tr class=${open === id ? "opened" : ""} data-at=${line[LISTS[kind][1]]}>${cells}</tr>${open === id ? html`<tr class="opened"><td colspan="5">${form(tools, kind, line, at, words)}</td></tr>` : nothing}`;
}

function form({ matter, matters, questions, edits, set, text, pick, sourced, act }, kind, line, at, words) {
  const lines = matter[kind];
  const move = (by) => { lines.splice(at + by, 0, ...lines.splice(at, 1)); act.open(`${kind}/${at + by}`); act.keep(); };
  const remove = () => { if (confirm(`删除“${line[LISTS[kind][1]]}”？`)) { lines.splice(at, 1); act.open(""); act.keep(); } };
  const own = kind === "materials" ? html`${text(line, "name", "材料名称", { wide: true })}${pick(line, "origin", "来源", ORIGINS.map((value) => ({ value, text: value })))}
      ${text(line, "copies", "份数（0：没有写）", { type: "number", min: 0, max: 20, read: Number })}
      <label class="tick"><input type="checkbox" .checked=${line.exempt ?? false} ?disabled=${!edits} @change=${(event) => set(line, "exempt", event.target.checked)}> 免提交</label>${text(line, "doc", "算作哪份材料（合并时同一份只要一次）", { wide: true })}`
    : html`${text(line, "say", "说法", { wide: true })}${kind === "turns" ? pick(line, "to", "转到", [{ value: "", text: "不办" }, ...matters]) : nothing}`;
  return html`<div class="form">${own}</div>
    ${conditionEditor({ when: line.when ?? null, words, questions, edits, must: kind === "turns", set: (when) => set(line, "when", when), say: act.say })}
    <div class="form">${pick(line, "when_conf", "条件的把握", [{ value: "", text: "同材料" }, ...pairs(CONF)])}${sourced(line)}</div>
    ${edits ? html`<p class="keys"><button class="small" ?disabled=${at === 0} @click=${() => move(-1)}>上移</button><button class="small" ?disabled=${at === lines.length - 1} @click=${() => move(1)}>下移</button>
      <button class="small" @click=${remove}>删除</button></p>` : nothing}`;
}
