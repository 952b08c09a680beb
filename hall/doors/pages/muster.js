/* The list for the assembly point: printable, and it says itself what it cannot know. */
import { html, render } from "../kit/lit-html.js";
import { shortcuts } from "../kit/keys.js";
import { ask, find, live, seam, send } from "../kit/page.js";
import { table } from "../kit/table.js";
import { clock, seconds } from "../kit/time.js";

let state = null;

async function left(one) {
  const answer = await send("/api/guard/left", { who: one.who });
  find("say").hidden = answer.ok;
  find("say").textContent = answer.sentence;
}

const COLUMNS = [
  { title: "到", cell: () => html`<span class="box" aria-hidden="true"></span>`, name: "here" },
  { title: "谁", cell: (row) => html`<b>${row.name}</b>${row.people > 1 ? ` ${row.people} 人` : ""}` },
  { title: "从哪里进", cell: (row) => html`${row.door}${row.zone ? `（${row.zone}）` : ""}` },
  { title: "什么时候", cell: (row) => clock(row.at) },
  { title: "有多确定", cell: (row) => row.words },
  { title: "", cell: (row) => html`<button class="small" @click=${() => left(row)}>已离开</button>`, name: "press" },
];

function show(next) {
  state = next.inside;
  find("as-of").textContent = `截至 ${seconds(state.as_of)}`;
  find("count").textContent = `${state.people} 人可能在里面，其中 ${state.seen} 人门看见他进去。今天已出来 ${state.left} 人。`;
  render(table({ columns: COLUMNS, rows: state.rows, key: (row) => row.who, none: "门的记录里没有人在里面。" }), find("roll"));
  render(state.doubts.map((one) => html`<li>${one}</li>`), find("doubts"));
}

find("print").addEventListener("click", () => print());
shortcuts({ p: () => print() });
setInterval(async () => {
  const answer = await ask("/api/guard");
  if (answer.ok) show(answer.told);
}, 10_000);
live("/api/guard/stream", show);
seam({ muster: () => state });
