/* Calls for help beside a window's work: whoever is nearest goes. */
import { html, render, repeat } from "../kit/lit-html.js";
import { find, send } from "../kit/page.js";
import { clock } from "../kit/time.js";
import { listen } from "./list.js";

async function go(what, body) {
  const answer = await send(`/api/attention/${what}`, body);
  const say = find("say");
  if (!answer.ok) { say.textContent = answer.sentence; say.hidden = false; }
}

const line = (need) => html`<p class=${need.taken_by ? "notice" : "notice help"}>
  <span><b>${need.what}</b><small>${[need.count > 1 ? `${need.count} 次` : "", need.where, clock(need.since)].filter(Boolean).join("　")}</small></span>
  ${need.taken_by
    ? html`<button class="small" @click=${() => go("give-back", { key: need.key })}>${need.taken_by} 去了，撤回</button>`
    : html`<button class="small" @click=${() => go("take", { key: need.key, things: need.things })}>已去帮助</button>`}
</p>`;

listen((state) => {
  render(repeat(state.needs.filter((need) => need.kind === "help"), (need) => need.key, line), find("helps"));
});
