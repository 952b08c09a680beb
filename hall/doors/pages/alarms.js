/* What needs the guard now, from the one list, doors before everything; taken under his own name. The bell in the bar
   sounds for it. */
import { html, nothing, render, repeat } from "../kit/lit-html.js";
import { find, live, send } from "../kit/page.js";
import { clock } from "../kit/time.js";

const FIRST = ["door", "help", "visit"];

export function alarms(say) {
  const press = async (what, body) => say((await send(`/api/attention/${what}`, body)).sentence);
  const keys = (need) => (need.taken_by
    ? html`<span class="quiet">${need.taken_by} ${clock(need.taken_at)} 去处理</span><button class="small" @click=${() => press("give-back", { key: need.key })}>撤回</button>`
    : html`<button class="primary" @click=${() => press("take", { key: need.key, things: need.things })}>已去处理</button>`);
  const line = (need) => html`<article class=${`${need.kind} ${need.taken_by ? "taken" : ""}`} data-key=${need.key}>
    <div><h2>${need.what}</h2><p>${need.todo} <span class="quiet">${need.where}${need.since ? `　${clock(need.since)} 起` : ""}</span></p></div><div class="keys">${keys(need)}</div></article>`;
  live("/api/attention/stream", (state) => {
    const mine = state.needs.filter((need) => FIRST.includes(need.kind));
    const others = state.needs.filter((need) => !FIRST.includes(need.kind) && !need.taken_by).length;
    render(html`${repeat(mine, (need) => need.key, line)}${others ? html`<p class="quiet">另有 ${others} 件与门无关，见<a href="/attention">待处理</a>。</p>` : nothing}`, find("alarms"));
  }, () => {});
}
