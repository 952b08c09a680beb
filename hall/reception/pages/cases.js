/* What lies with whom, by when, and the key for what is next. */
import { submitting } from "../kit/form.js";
import { html, nothing, render } from "../kit/lit-html.js";
import { ask, find, live, seam, send } from "../kit/page.js";
import { table } from "../kit/table.js";
import { clock, day } from "../kit/time.js";
import { shown as openCase } from "./case.js";

let state = null, only = "";

function say(text) { find("say").hidden = !text; find("say").textContent = text; }

async function show(number) {
  const answer = await ask(`/api/cases/${number}`);
  if (!answer.ok) { say(answer.sentence); return; }
  openCase(answer.told, () => {}, { whose: "department", all: state.departments.filter((one) => one !== answer.told.department) });
}

const due = (row) => row.due ? html`<span class=${row.left < 0 ? "tag bad" : row.soon ? "tag amber" : ""} title=${row.law}>最迟 ${row.due.slice(5)}，${row.left < 0 ? `已超 ${-row.left} 个` : `还有 ${row.left} 个`}工作日</span><small>${row.law.split("：")[0]}</small>`
  : row.unknown ? html`<span class="tag amber" title=${row.law}>放假安排还没有录入</span>` : html`<span class="quiet">不计时</span>`;

const WHO = { window: "综合窗口", applicant: "申请人", nobody: "—" };
const columns = [
  { title: "编号", cell: (row) => html`<b class="number">${row.number}</b><small>${day(row.at)} ${clock(row.at)} 收</small>` },
  { title: "事项与项目", name: "what", cell: (row) => html`${row.matter}${row.origin ? html` <span class="tag amber">${row.origin}</span>` : nothing}<small>${row.project}　${row.applicant}</small>` },
  { title: "状态", cell: (row) => html`${row.said}<small>${row.missing ? `${row.lines} 项，缺 ${row.missing} 项` : `${row.lines} 项收齐`}</small>` },
  { title: "轮到谁", cell: (row) => WHO[row.who] ?? row.department },
  { title: "哪天前", cell: due },
  { title: "", cell: (row) => html`<button class="small" @click=${() => show(row.number)}>办理</button>` },
];

function draw() {
  const rows = state.cases.filter((row) => !only || row.department === only);
  const mine = rows.filter((row) => row.who === "department"), over = mine.filter((row) => row.left < 0).length;
  find("sentence").textContent = state.department === "?" ? "还没有登记您属于哪个部门，请大厅管理在本页登记。"
    : `${state.department || "全厅"}：在办 ${rows.length} 件，等部门办 ${mine.length} 件${over ? `，其中超期 ${over} 件` : ""}`;
  render(table({ columns, rows, key: (row) => row.number, none: "没有在办的件", about: (row) => ({ name: row.who === "department" ? "mine" : "", id: row.number }) }), find("rows"));
  find("whose").hidden = Boolean(state.department);
  render(html`<option value="">全部部门</option>${state.departments.map((one) => html`<option value=${one}>${one}</option>`)}`, find("whose"));
  if (!find("posts")) return;
  render(state.departments.map((one) => html`<option>${one}</option>`), find("departments"));
  render(state.posts.map(([login, department]) => html`<li><b>${login}</b>　${department}</li>`), find("posts"));
}

find("whose").addEventListener("change", (event) => { only = event.target.value; draw(); });
if (find("post")) submitting(find("post"), async (form) => {
  const answer = await send("/api/cases/posts", Object.fromEntries(new FormData(form)));
  if (answer.ok) form.reset(); else say(answer.sentence);
}, say);
live("/api/cases/stream", (next) => { state = next; draw(); });
seam({ state: () => state });
