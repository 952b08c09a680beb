/* People and their papers: a list on the left, one person on the right, and above both the question who may. */
import { sayIn, submitting, tag } from "../kit/form.js";
import { html, nothing, render } from "../kit/lit-html.js";
import { find, live, seam, send } from "../kit/page.js";
import { table } from "../kit/table.js";
import { asking } from "./asking.js";
import { STANDINGS, draw as drawPerson, show as showPerson } from "./person.js";

let state = { people: [], departments: [], groups: [], profiles: [] }, chosen = null, wanted = "";

const departmentOf = (one) => state.departments.find((each) => each.id === one.department)?.name ?? one.department;

/** What matters most of somebody's letters: one that lives, else what somebody has to do. */
const ORDER = ["living", "altered", "waiting", "suspended", "coming", "ended", "withdrawn"];
const foremost = (one) => ORDER.map((standing) => one.letters.find((each) => each.standing === standing)).find(Boolean);
const standingOf = (one) => (one.left ? "left" : foremost(one)?.standing ?? "none");

function shown(one) {
  const typed = find("filter").value.trim().toLowerCase();
  const text = [one.name, one.number, departmentOf(one), ...one.letters.map((each) => each.number)].join(" ").toLowerCase();
  return (!typed || text.includes(typed)) && (!wanted || standingOf(one) === wanted);
}

const who = (one) => html`<button class="who" aria-pressed=${one.id === chosen} @click=${() => pick(one.id)}><b>${one.name}</b><small class="quiet">${one.number}</small></button>`;

function paper(one) {
  const letter = foremost(one), [tone, words] = STANDINGS[standingOf(one)];
  const more = one.letters.length > 1 ? html` <small class="quiet">共 ${one.letters.length} 份</small>` : nothing;
  return html`${tag(words, tone)}${letter && !one.left ? html`<small class="quiet">${letter.words}</small>` : nothing}${more}`;
}

const cards = (one) => (one.cards.length ? one.cards.map((each) => html`<span class="number">…${each.last4}</span> `) : html`<span class="quiet">没有卡</span>`);

const COLUMNS = [
  { title: "姓名", cell: who, name: "name" }, { title: "单位", cell: departmentOf }, { title: "委托书", cell: paper, name: "paper" }, { title: "卡", cell: cards },
];

function pick(id) {
  chosen = id;
  draw();
  showPerson(state, id);
}

function draw() {
  const rows = state.people.filter(shown), living = state.people.filter((one) => standingOf(one) === "living").length;
  find("sum").textContent = `${state.people.length} 人，${living} 人的委托书有效`;
  render(table({ columns: COLUMNS, rows, key: (one) => one.id, none: "没有这样的人。", about: (one) => ({ id: one.number, name: one.id === chosen ? "chosen" : "" }) }), find("people"));
}

function told(next) {
  state = next;
  const counts = {};
  for (const one of state.people) counts[standingOf(one)] = (counts[standingOf(one)] ?? 0) + 1;
  const options = Object.entries(STANDINGS).filter(([id]) => counts[id]).map(([id, [, words]]) => html`<option value=${id} ?selected=${id === wanted}>${words}（${counts[id]}）</option>`);
  render(html`<option value="">所有状态</option>${options}`, find("standing"));
  const department = find("a-department");
  if (department && department.options.length !== state.departments.length) render(state.departments.map((one) => html`<option value=${one.id}>${one.name}</option>`), department);
  draw();
  drawPerson(state, chosen);
}

find("filter").addEventListener("input", draw);
find("standing").addEventListener("change", (event) => { wanted = event.target.value; draw(); });
if (find("add")) {
  const say = sayIn(find("add-say"));
  submitting(find("add"), async (form) => {
    const answer = await send("/api/access/people", Object.fromEntries(new FormData(form)));
    if (!answer.ok) { say(answer.sentence); return; }
    form.reset();
    find("new").open = false;
    pick(answer.told.id);
  }, say);
}
asking(pick);
drawPerson(state, null);
live("/api/access/stream", told);
seam({ access: () => state });
