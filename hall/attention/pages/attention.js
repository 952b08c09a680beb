/* The attention list: one line a need, what nobody has taken first. */
import { html, nothing, render, repeat } from "../kit/lit-html.js";
import { cut, find, seam, send } from "../kit/page.js";
import { sayIn } from "../kit/form.js";
import { clock } from "../kit/time.js";
import { listen } from "./list.js";
import { bell } from "./sound.js";

const say = sayIn(find("say"));

async function press(what, body) {
  say("");
  const answer = await send(`/api/attention/${what}`, body);
  if (!answer.ok) say(answer.sentence);
}

const about = (need) => [need.where, need.since ? `${clock(need.since)} 起` : ""].filter(Boolean).join("　");

const keys = (need) => need.taken_by
  ? html`<span class="quiet">${need.taken_by} ${clock(need.taken_at)} 去处理</span>
      <button class="small" @click=${() => press("give-back", { key: need.key })}>撤回</button>`
  : html`<button class="primary" @click=${() => press("take", { key: need.key, things: need.things })}>已去处理</button>`;

const line = (need) => html`<article class=${`need ${need.kind} ${need.taken_by ? "taken" : ""}`} data-key=${need.key}>
  <h2>${need.what}${need.count > 1 ? html`<span class="tag bad">${need.count} 次</span>` : nothing}</h2>
  <p class="about">${about(need)}</p>
  <p class="todo">${need.todo}</p>
  <div class="keys">${keys(need)}</div>
</article>`;

function show(state) {
  find("sum").textContent = state.needs.length ? `${state.open} 件等人去，${state.needs.length - state.open} 件有人在处理` : "";
  render(state.needs.length
    ? html`<div class="needs">${repeat(state.needs, (need) => need.key, line)}</div>`
    : html`<p class="none">现在没有要处理的事。</p>`, find("needs"));
  seam({ needs: state.needs });
}

const WORDS = { on: "声音已开", off: "声音已关，点此打开", locked: "声音还没开，点此打开" };
bell.watch((state) => {
  find("sound").textContent = WORDS[state];
  find("sound").dataset.state = state;
});
find("sound").addEventListener("click", () => bell.toggle());
listen(show, cut);
