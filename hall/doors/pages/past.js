/* A day that is over: who was inside at some moment of it, and what had happened at the doors up to then. */
import { sayIn, submitting } from "../kit/form.js";
import { html, nothing, render, repeat } from "../kit/lit-html.js";
import { ask, find, seam } from "../kit/page.js";
import { table } from "../kit/table.js";
import { clock, fromField, moment, now, toField } from "../kit/time.js";
import { replay } from "./replay.js";

const say = sayIn(find("say"));
let state = null;

const COLUMNS = [
  { title: "谁", cell: (row) => html`<b>${row.name}</b>${row.people > 1 ? ` ${row.people} 人` : ""}` },
  { title: "从哪里进", cell: (row) => row.door }, { title: "什么时候", cell: (row) => clock(row.at) }, { title: "有多确定", cell: (row) => row.words },
];

const happened = (row) => html`<li class=${row.tone}><time datetime=${row.at}>${clock(row.at)}</time>
  <p><b>${row.door}</b>${row.who ? html`　${row.shown ? html`<span class="quiet">${row.shown}</span> ` : nothing}${row.who}` : nothing}<br>${row.text}${row.then ? html`　<span class="quiet">${row.then}</span>` : nothing}
    ${row.late ? html`<small class="quiet">${moment(row.late)} 才报上来</small>` : nothing}</p>
  ${row.kind === "entry" ? html`<button class="small" @click=${() => replay(row.id)}>为什么</button>` : nothing}</li>`;

const shown = (told) => html`<h2>${moment(told.at)}　在里面的人</h2>
  <p id="count">${told.people} 人可能在里面，其中 ${told.seen} 人门看见他进去；那天到这时已出来 ${told.left} 人。</p>
  ${table({ columns: COLUMNS, rows: told.rows, key: (row) => row.who, none: "门的记录里那时没有人在里面。" })}
  <section class="doubts"><h2>这张表有多准</h2><ul>${told.doubts.map((one) => html`<li>${one}</li>`)}</ul></section>
  <h2>那天到这时，各门发生过什么</h2>${told.more ? html`<p class="quiet">只列最近的，前面还有 ${told.more} 条：请导出。</p>` : nothing}
  <ol id="happened">${told.happened.length ? repeat(told.happened, (row) => row.id, happened) : html`<li class="quiet">没有记录。</li>`}</ol>`;

submitting(find("when"), async () => {
  const answer = await ask(`/api/guard/past?at=${encodeURIComponent(fromField(find("at").value))}`);
  if (!answer.ok) say(answer.sentence);
  state = answer.ok ? answer.told : null;
  render(state ? shown(state) : nothing, find("answer"));
}, say);

const evening = toField(now()).slice(0, 10);
find("at").value = `${toField(now() - 86_400_000).slice(0, 10)}T20:00`;
for (const id of ["first", "last"]) find(id).value = evening;
seam({ past: () => state });
