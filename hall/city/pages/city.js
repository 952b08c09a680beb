/* What the city was told: what it refused, and what has no answer yet. */
import { html, nothing, render } from "../kit/lit-html.js";
import { find, live, seam, send } from "../kit/page.js";
import { table } from "../kit/table.js";
import { clock, day } from "../kit/time.js";

const ACTS = { receive: "收件", hand_over: "内转", move: "转办", ask: "一次告知补正", complete: "补正收齐", accept: "受理", refuse: "不予受理",
  review: "开始审查", stop: "中止计时", resume: "恢复计时", decide: "作出决定", ready: "送综窗待领", hand_out: "发证", withdraw: "撤回", void: "凭证作废" };
let state = null;

function say(text) { find("say").hidden = !text; find("say").textContent = text; }

async function again(row) { say((await send(`/api/city/${row.id}/again`, {})).sentence); }

const columns = [
  { title: "编号", cell: (row) => html`<b class="number">${row.number}</b><small>${day(row.at)} ${clock(row.at)}</small>` },
  { title: "哪一步", cell: (row) => ACTS[row.kind] ?? row.kind },
  { title: "怎样了", cell: (row) => row.state === "refused" ? html`<span class="tag bad">退回</span> ${row.said}`
    : html`<span class="tag">在等</span> ${row.tries ? html`送过 ${row.tries} 次${row.said ? `，${row.said}` : ""}` : "等这一件的前一条"}` },
  { title: "下一次", cell: (row) => row.state === "refused" ? html`<span class="quiet">等人处理</span>` : html`<span class="number">${clock(row.next_at)}</span>` },
  { title: "", cell: (row) => state.wired ? html`<button class="small" @click=${() => again(row)}>再送</button>` : nothing },
];

live("/api/city/stream", (next) => {
  state = next;
  const { queued, accepted, refused } = state.counts;
  find("sentence").textContent = state.wired ? `市系统收下 ${accepted} 条，在等 ${queued} 条，退回 ${refused} 条` : `没有接市系统（city_url 没有设）：${queued} 条都留着，接上以后按次序送`;
  render(table({ columns, rows: state.rows, key: (row) => row.id, none: "都送到了" }), find("rows"));
});
seam({ state: () => state });
