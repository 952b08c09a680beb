/* Anybody asks here, on a telephone or a computer. What was asked stands in no address, so that no log has it. */
import { sayIn } from "../kit/form.js";
import { html, nothing, render } from "../kit/lit-html.js";
import { find, seam, send } from "../kit/page.js";

const say = sayIn(find("say")), field = find("q");
const LATE = { away: "连不上大厅服务器，请稍后再试。No connection; please try again.", late: "等得太久了，请再试一次。Please try again." };
let asked = 0, answered = "";

const english = (text) => text ? html`<span class="en" lang="en">${text}</span>` : nothing;

const stands = (one) => one.source
  ? html`<p class="source">依据 ${one.source}${one.clause ? ` ${one.clause}` : ""}${one.until ? `，有效至 ${one.until}` : ""}</p>`
  : nothing;

const line = (one) => one.line
  ? html`<p class="line">${one.line}${english(one.line_en)}${one.doubt ? html` <span class="tag amber">${one.doubt}</span>` : nothing}</p>${stands(one)}`
  : nothing;

const material = (one) => html`<li>${one.zh}
  ${one.exempt ? html`<span class="tag">可免提交</span>` : nothing}
  ${one.when ? html`<span class="when">${one.when}</span>` : nothing}
  ${one.doubt ? html`<span class="tag amber">${one.doubt}</span>` : nothing}</li>`;

const needed = (one, open) => one.materials ? html`<dl>
    <dt>由谁办</dt><dd>${one.lead}</dd>
    <dt>承诺时限</dt><dd>${one.commit}</dd>
    <dt>办出来的是</dt><dd>${one.result}</dd>
  </dl>
  <details ?open=${open}><summary>材料 ${one.materials.length} 项${one.materials.some((of) => of.when) ? "，有条件的看情形" : ""}</summary>
    <ul>${one.materials.map(material)}</ul></details>` : nothing;

/* `open`: its materials are shown at once. */
const hit = (one, open = false) => html`<article class=${`hit ${one.kind}`} data-id=${one.id}>
  <h2>${one.zh}${english(one.en)}</h2>
  ${line(one)}${needed(one, open)}
</article>`;

const read = (one) => html`<article class="hit read" data-id=${one.id}>
  <h2><span class="tag">${one.kind === "answer" ? "解答" : "政策"}</span> ${one.zh}</h2>
  ${line(one)}
</article>`;

const small = (one) => html`<details class="hit small" data-id=${one.id}><summary><span>${one.zh}${english(one.en)}</span></summary>${needed(one)}</details>`;

const perhaps = (hits) => hits.length
  ? html`<h3>也许您要的是 <span lang="en">Or perhaps</span></h3>${hits.map(small)}` : nothing;

function show(found) {
  const sure = found.kind === "sure";
  render(html`
    ${found.zh ? html`<p class=${`sentence ${found.kind}`}>${found.zh}<span lang="en">${found.en}</span></p>` : nothing}
    ${(sure ? found.hits.slice(0, 1) : found.hits).map((one) => hit(one, sure && found.intent === "materials"))}
    ${found.read.length ? html`<h3>政策和解答 <span lang="en">Rules and answers</span></h3>${found.read.map(read)}` : nothing}
    ${sure ? perhaps(found.hits.slice(1)) : nothing}`, find("found"));
  seam({ found });
}

async function ask() {
  const mine = ++asked, q = field.value;
  say("");
  const answer = await send("/api/search", { q }, LATE);
  if (mine !== asked) return; // another question was asked meanwhile
  if (answer.ok) {
    answered = q;
    show(answer.told);
  } else {
    say(answer.sentence);
    if (q !== answered) render(nothing, find("found")); // what stands there answers another question
  }
}

find("form").addEventListener("submit", (event) => {
  event.preventDefault();
  ask();
});
for (const one of find("examples").querySelectorAll("button")) {
  one.addEventListener("click", () => {
    field.value = one.textContent;
    ask();
  });
}
