/* The catalogue's editor: materials on the left, the very list on the right, what the compiler says beside; what changes, who
   looks at it, and what was said before. */
import { sayIn, tag } from "../kit/form.js";
import { html, nothing, render } from "../kit/lit-html.js";
import { ask, find, live, seam, send } from "../kit/page.js";
import { now, toField } from "../kit/time.js";
import { asking } from "./asking.js";
import { keeping } from "./keeping.js";
import { matterEditor } from "./lines.js";
import { past } from "./past.js";
import { questionsEditor } from "./questions.js";
import { difference } from "./review.js";
import { tables } from "./tables.js";

const meta = (name) => document.querySelector(`meta[name=${name}]`).content;
const me = meta("login"), edits = meta("role") !== "auditor", today = toField(now(), 10);
const TABS = [["edit", "事项和材料"], ["questions", "问题和选项"], ["review", "改动和复核"], ["past", "以前说过什么"], ["standing", "依据和到期"], ["tables", "导入导出"]];
const REST = 250; // milliseconds after the last change until list and findings are asked for
const say = sayIn(find("say"));
let draft = null, tab = "edit", matter = "", row = "", answers = {}, list = null, found = null, told = null, undoing = null, unsaved = "", timer = 0, behind = false; // behind: somebody else's change is not on this page yet

const kept = keeping({
  marks: () => draft.marks,
  kept(of, id, answer) {
    const { mark, said, ...head } = answer;
    if (head.version > draft.version + 1) behind = true;
    Object.assign(draft, head);
    draft.marks[`${of}:${id}`] = mark;
    if (of === "matters") for (const name of Object.keys(draft.said)) if (name.startsWith(`${id}/`)) delete draft.said[name];
    Object.assign(draft.said, said);
    changed();
  },
  refused(answer) { say(answer.sentence); if (answer.code === "stale" || answer.status === 403) behind = true; },
  waits(left, sentence) {
    unsaved = sentence || (left ? "正在记下…" : "");
    drawHead();
    if (!left && behind) load();
  },
});

const keep = (of, id, value) => { if (!unsaved) say(""); return kept(of, id, value); };
const one = () => draft.catalogue.matters.find((each) => each.id === matter);
const usedBy = (id) => draft.catalogue.matters.filter((each) => JSON.stringify([each.materials, each.turns, each.notes]).includes(`"question":"${id}"`)).map((each) => each.name);

function changed() {
  told = null;
  clearTimeout(timer);
  timer = setTimeout(() => { look(); if (tab === "review") compare(); }, REST);
  draw();
}

async function look() {
  const [asked, checked] = await Promise.all([matter ? send("/api/matters/list", { matter, answers }) : null, ask("/api/matters/draft/findings", { within: 20_000 })]);
  if (asked?.ok) list = asked.told;
  if (checked.ok) found = checked.told.found;
  draw();
}

async function compare() {
  const answer = await ask("/api/matters/draft/difference", { within: 30_000 });
  if (!answer.ok) { say(answer.sentence); return; }
  told = answer.told;
  draw();
}

async function load() {
  const answer = await ask("/api/matters/draft");
  if (!answer.ok) { say(answer.sentence); return; }
  draft = answer.told;
  behind = false;
  if (!one()) matter = draft.catalogue.matters[0]?.id ?? "";
  changed();
}

async function act(what, body, done) {
  const answer = await send(`/api/matters/${what}`, body, { within: 30_000 });
  say(answer.sentence || done, answer.ok);
  if (answer.ok) undoing = null;
  await load();
}

function go(id, answered = {}, at = "") {
  tab = "edit"; matter = id; answers = { ...answered }; row = "";
  for (const kind of ["materials", "turns", "notes"]) one()[kind].forEach((each, n) => { if (at && (each.name ?? each.say) === at) row = `${kind}/${n}`; });
  draw();
  look();
  reveal();
}

const reveal = () => requestAnimationFrame(() => document.querySelector("tr.opened")?.scrollIntoView({ block: "center" }));
const question = (id) => { tab = "questions"; row = id; draw(); reveal(); };

function drawHead() {
  if (!draft) return;
  const names = draft.editors.map((each) => each.by).join("、");
  const state = !draft.changed ? "草稿和现行的一样" : draft.sent_by ? `${draft.sent_by} 已送审，等没有改过的人复核` : `草稿有改动（${names}），还没有送审`;
  render(html`<h1>事项库 <small class="quiet">现行第 ${draft.stands} 版 · ${draft.catalogue.version}</small></h1>
    <p class="state">${tag(state, draft.changed ? "amber" : "")} <span class=${unsaved.startsWith("还没") ? "say bad" : "quiet"}>${unsaved}</span></p>
    <nav class="tabs" aria-label="事项库">${TABS.map(([id, name]) => html`<button aria-pressed=${tab === id} @click=${() => { tab = id; if (id === "review") compare(); draw(); }}>${name}${id === "edit" && found?.length ? tag(found.length, "bad") : nothing}</button>`)}</nav>`, find("head"));
}

function draw() {
  if (!draft) return;
  drawHead();
  find("standing").hidden = tab !== "standing";
  render({ edit: editing, questions: asked, review: reviewing, past: () => past({ today, draw, say }), standing: () => nothing, tables: () => tables({ edits, version: draft.version, changed: draft.changed, draw, say, taken: load }) }[tab](), find("page"));
}

function editing() {
  const matters = draft.catalogue.matters, stages = [...new Set(matters.map((each) => each.stage))];
  if (!matter) return html`<p class="card">还没有事项：在“导入导出”里放进一个文件。</p>`;
  const pick = html`<select id="matter" aria-label="事项" @change=${(event) => { matter = event.target.value; row = ""; answers = {}; list = null; draw(); look(); }}>
    ${stages.map((stage) => html`<optgroup label=${stage}>${matters.filter((each) => each.stage === stage).map((each) => html`<option value=${each.id} .selected=${each.id === matter}>${each.name}</option>`)}</optgroup>`)}</select>`;
  const begin = (event) => {
    event.preventDefault();
    const id = event.target.number.value.trim(), stage = one()?.stage ?? draft.catalogue.stages[0] ?? "阶段";
    if (matters.some((each) => each.id === id)) { say(`编号 ${id} 已经有了。`); return; }
    keep("matters", id, { id, name: "新事项", stage, lead: "请写牵头部门", materials: [{ name: "申请表", origin: "系统" }] }).then(async () => { await load(); go(id); });
  };
  const remove = () => { if (confirm(`删除事项“${one().name}”？`)) keep("matters", matter, null).then(() => { matter = ""; load(); }); };
  const about = { matter: one(), said: draft.said, questions: draft.catalogue.questions, matters: matters.map((each) => ({ value: each.id, text: each.name })), edits, open: row, today };
  return html`<div class="edit"><div class="left">${pick}${matterEditor(about, { open: (id) => { row = id; draw(); }, go, keep: () => { draw(); keep("matters", matter, one()); }, say })}
    ${edits ? html`<form class="line new" @submit=${begin}><input name="number" aria-label="新事项的编号" placeholder="新事项的编号（小写字母）" pattern="[a-z][a-z0-9_]{0,31}" required><button class="small">加一个事项</button>
      <button class="small" type="button" @click=${remove}>删除这个事项</button></form>` : nothing}</div>
    <aside><section class="card live"><h2>来访者会拿到的清单</h2>${asking(list, (question, option) => { if (option) answers[question] = option; else delete answers[question]; look(); })}</section>
    <section class="card lint"><h2>检查 ${found?.length ? tag(`${found.length} 处`, "bad") : found ? tag("没有问题") : nothing}</h2>${(found ?? []).map(finding)}</section></aside></div>`;
}

const finding = (each) => html`<button class="finding" @click=${() => (each.matter ? go(each.matter, each.answers, each.at) : question(each.at))}>
  <b>${each.kind}</b> ${each.name}${each.at ? `“${each.at}”` : ""}：${each.zh}${each.way.length ? html`<small class="quiet">回答：${each.way.join("，")}</small>` : nothing}</button>`;

function asked() {
  const questions = draft.catalogue.questions;
  const put = (id, question) => { if (!question) questions.splice(questions.findIndex((each) => each.id === id), 1); keep("questions", id, question); draw(); };
  return questionsEditor({ questions, edits, open: row, used: usedBy, act: { open: (id) => { row = id; draw(); }, keep: put, say } });
}

function reviewing() {
  const mine = draft.editors.some((each) => each.by === me), sent = draft.sent_by !== "", version = draft.version;
  const back = (event) => { event.preventDefault(); act("draft/return", { version, word: event.target.word.value }, "已退回，改的人会看到这句话。"); event.target.reset(); };
  const keys = !draft.changed || !edits ? nothing : html`<p class="keys">
    ${draft.base !== draft.stands ? html`<button class="primary" @click=${() => act("draft/rebase", { version }, "已并到新版上，请再看一遍改动。")}>第 ${draft.stands} 版已经发布：先并到新版上</button>` : sent ? nothing : html`<button class="primary" ?disabled=${!found || found.length > 0} @click=${() => act("draft/send", { version }, "已送审。现行的清单照旧，等另一人复核。")}>送审</button>`}
    ${sent && !mine ? html`<button class="primary" ?disabled=${!told || found?.length > 0} @click=${() => act("draft/publish", { version: told.version }, "已发布，各自助机马上照新的说。")}>看过了，发布</button>` : nothing}
    <button @click=${() => { if (confirm("放弃草稿里的全部改动？")) act("draft/discard", { version }, "已放弃，草稿和现行的一样。"); }}>放弃全部改动</button>
    ${sent && mine ? html`<span class="quiet">您改过这份草稿，要由没有改过的另一人发布。</span>` : nothing}${found?.length ? html`<span class="quiet">检查还有 ${found.length} 处问题，改好才能发布。</span>` : nothing}</p>
    ${sent && !mine ? html`<form class="line back" @submit=${back}><input name="word" maxlength="400" required aria-label="哪里要改" placeholder="哪里要改，写一句话"><button>退回</button></form>` : nothing}`;
  return html`<section class="card review">${draft.word ? html`<p class="say">${draft.word_by} 退回：${draft.word}</p>` : nothing}${keys}
    ${difference(told, (about) => { const [of, id] = about.split(":"); if (of === "matters" && draft.catalogue.matters.some((each) => each.id === id)) go(id); else question(id); })}</section>${undo()}`;
}

function undo() {
  if (!edits || draft.stands < 2) return nothing;
  const show = async () => { const answer = await ask("/api/matters/undo", { within: 30_000 }); say(answer.sentence); if (answer.ok) { undoing = answer.told; draw(); } };
  return html`<section class="card review"><h2>回到上一版</h2>${undoing ? html`${difference(undoing, () => {})}<p class="keys"><button class="primary" @click=${() => act("undo", { revision: undoing.revision }, "上一版的内容又是现行的了，记为新的一版。")}>撤销第 ${undoing.revision} 版</button><button @click=${() => { undoing = null; draw(); }}>不撤销</button></p>`
    : html`<p class="keys"><button @click=${show}>看看撤销第 ${draft.stands} 版会怎样</button></p>`}</section>`;
}

live("/api/matters/stream", (head) => { if (!draft || (head.version !== draft.version || head.stands !== draft.stands || head.sent_by !== draft.sent_by || head.word !== draft.word) && !unsaved) load(); });
seam({ matters: () => ({ draft, list, found, told, unsaved }) });
