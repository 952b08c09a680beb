/* Who may open this on Saturday at 20:00, and why: answered by the rule that decides at the doors. */
import { sayIn, submitting, tag } from "../kit/form.js";
import { html, nothing, render } from "../kit/lit-html.js";
import { ask, find } from "../kit/page.js";
import { table } from "../kit/table.js";
import { moment } from "../kit/time.js";

const COLUMNS = [
  { title: "谁", cell: (row) => html`<b>${row.name}</b> <small class="quiet">${row.department}</small>` },
  { title: "门", cell: (row) => row.door_zh },
  { title: "", cell: (row) => tag(row.may ? "能" : "不能", row.may ? "" : "bad") },
  { title: "为什么", cell: (row) => html`${row.why}${row.paper ? html` <small class="quiet">依据 ${row.paper}</small>` : nothing}` },
];

export function asking() {
  const say = sayIn(find("ask-say"));
  const shown = (told) => html`<h3>${told.about}　${moment(told.at)}　<small>${told.may}${told.others ? `；另有 ${told.others} 人没有权限，不列` : ""}</small></h3>${told.note ? html`<p class="say">${told.note}</p>` : nothing}
    ${table({ columns: COLUMNS, rows: told.rows, key: (row) => `${row.person} ${row.door}`, none: "没有人能开。" })}`;
  submitting(find("ask"), async () => {
    const answer = await ask(`/api/access/ask?q=${encodeURIComponent(find("q").value)}`);
    if (!answer.ok) say(answer.sentence);
    render(answer.ok ? shown(answer.told) : nothing, find("answer"));
  }, say);
}
