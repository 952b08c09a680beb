/* The rules set up: one edits, sees who gains and who loses what, and hands it to another. */
import { sayIn, tag } from "../kit/form.js";
import { html, nothing, render } from "../kit/lit-html.js";
import { ask, find, live, seam, send } from "../kit/page.js";
import { editor } from "./editor.js";
import { proofOf } from "./proof.js";

const meta = (name) => document.querySelector(`meta[name=${name}]`).content;
const me = meta("login"), issues = meta("role") === "manager", approves = issues || meta("role") === "security";
const say = sayIn(find("say"));
let state = null, draft = null, people = {}, waits = { changes: [] };

const clone = (rules) => structuredClone(rules);
const doorName = (id) => [...draft.doors, ...state.rules.doors, ...(state.waiting?.rules.doors ?? [])].find((one) => one.id === id)?.name_zh ?? id;

const change = (one) => html`<li>${tag(one.gains ? "多开" : "少开", one.gains ? "amber" : "bad")} <b>${doorName(one.door)}</b> ${one.hours}
  <small class="quiet">${one.people.length} 人：${one.people.map((id) => people[id] ?? id).join("、")}</small></li>`;
const list = (changes) => (changes.length ? html`<ul class="changes">${changes.map(change)}</ul>` : html`<p class="quiet">没有人因此多开或少开门。</p>`);

/** What does not hold now, whoever changed what: found by itself after every change of plan, letters and meetings. */
function drawStanding() {
  const place = find("standing");
  place.hidden = !state.proof;
  if (state.proof) render(proofOf(state.proof, issues, "现在就不成立的"), place);
}

function drawWaiting() {
  const place = find("waiting"), one = state.waiting;
  place.hidden = !one;
  if (!one) return;
  const mine = one.by === me;
  render(html`<h2>待复核的改动 <small class="quiet">${one.by} 提交</small></h2>${list(waits.changes)}${proofOf(waits.proof, issues)}
    <p class="keys">${approves && !mine && !waits.proof?.new ? html`<button class="primary" @click=${() => act(`/api/access/rules/${one.id}/approve`, "已生效，各门一秒内照新规则。")}>复核通过，生效</button>` : nothing}
      ${mine ? html`<span class="quiet">等另一人复核。</span>` : nothing}
      ${approves ? html`<button @click=${() => act(`/api/access/rules/${one.id}/drop`, "已退回，规则没有变。")}>退回</button>` : nothing}</p>`, place);
}

async function act(address, done) {
  const answer = await send(address, {}, { within: 20_000 });
  say(answer.sentence || done, answer.ok);
  await load(true);
}

async function compared(rules) {
  const answer = await send("/api/access/rules/compare", { base: state.revision, rules }, { within: 30_000 });
  if (!answer.ok) say(answer.sentence);
  return answer.ok ? answer.told : null;
}

function draw() {
  find("revision").textContent = `第 ${state.revision} 版`;
  render(editor(draft, state, issues, touched), find("rules"));
}

function touched() {
  if (find("propose")) find("propose").disabled = true;
  if (find("changes")) render(nothing, find("changes"));
  draw();
}

async function load(anew) {
  const [rules, all] = await Promise.all([ask("/api/access/rules"), ask("/api/access")]);
  if (!rules.ok || !all.ok) { say(rules.sentence || all.sentence); return; }
  people = Object.fromEntries(all.told.people.map((one) => [`p${one.id}`, one.name]));
  if (anew || !draft || rules.told.revision !== state.revision) draft = clone(rules.told.rules);
  const other = rules.told.waiting?.id !== state?.waiting?.id;
  state = rules.told;
  draw();
  drawStanding();
  if (state.waiting && (other || anew)) waits = (await compared(state.waiting.rules)) ?? { changes: [] };
  drawWaiting();
}

if (issues) {
  find("compare").addEventListener("click", async () => {
    say("");
    const told = await compared(draft);
    if (!told) return;
    render(told.faults.length ? html`<p class="say bad">${told.faults.map((one) => html`${one}<br>`)}</p>` : html`${list(told.changes)}${proofOf(told.proof, issues)}`, find("changes"));
    find("propose").disabled = told.faults.length > 0 || told.proof.new > 0 || JSON.stringify(draft) === JSON.stringify(state.rules);
  });
  find("propose").addEventListener("click", async () => {
    const answer = await send("/api/access/rules", { base: state.revision, rules: draft }, { within: 20_000 });
    say(answer.sentence || "已提交，等另一人复核；现在照旧。", answer.ok);
    if (answer.ok) await load(false);
  });
  find("undo").addEventListener("click", () => { draft = clone(state.rules); touched(); });
}
live("/api/access/stream", () => load(false));
seam({ rules: () => ({ state, draft }) });
