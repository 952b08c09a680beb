/* What a change does: in words, thing by thing, and as the lists that become others; and the keys of the two persons. */
import { tag } from "../kit/form.js";
import { html, nothing } from "../kit/lit-html.js";

/** `told`: the hall's difference. `go(about)`: to the place where it was changed. */
export function difference(told, go) {
  if (!told) return html`<p class="quiet">正在比较…</p>`;
  if (!told.words.length) return html`<p class="quiet">没有改动。</p>`;
  return html`<div class="both"><section><h3>改了什么</h3>${told.words.map((one) => html`<div class="told">${one.about.startsWith("head") ? html`<b>${one.name}</b>` : html`<button class="open" @click=${() => go(one.about)}>${one.name}</button>`}
      <ul>${one.sentences.map((each) => html`<li>${each}</li>`)}</ul></div>`)}</section>
    <section><h3>哪些清单会变 <small class="quiet">有关的 ${told.of} 种回答里变 ${told.changed} 种</small></h3>
      ${told.too_many.map((name) => html`<p class="say bad">“${name}”的回答组合太多，没有逐一比较。</p>`)}${lists(told.lists, told.changed)}</section></div>`;
}

function lists(rows, changed) {
  const names = [...new Set(rows.map((one) => one.name))];
  if (!rows.length) return html`<p class="quiet">没有一种回答的清单会变。</p>`;
  return html`${names.map((name) => {
    const mine = rows.filter((one) => one.name === name);
    return mine.length ? html`<h4>${name} <small class="quiet">${mine.length} 种</small></h4>
      <table class="rows"><thead><tr><th>这样回答的人</th><th>原来</th><th>以后</th></tr></thead><tbody>${mine.map(row)}</tbody></table>` : nothing;
  })}${changed > rows.length ? html`<p class="say">另有 ${changed - rows.length} 种没有列在这里：一次改得太多，请分几次送审。</p>` : nothing}`;
}

const row = (one) => {
  const [was, now] = sides(one);
  return html`<tr><td>${one.answers.length ? one.answers.map(([question, options]) => html`<span class="answer"><b>${question}</b> ${options}</span>`) : "不用回答"}</td><td>${was}</td><td>${now}</td></tr>`;
};

/* Only what is another on the two sides. */
function sides({ before, after }) {
  if (!before || !after) return [before ? whole(before) : html`<span class="quiet">没有这种情形</span>`, after ? whole(after) : html`<span class="quiet">没有了</span>`];
  if (before.turned !== after.turned) return [whole(before), whole(after)];
  const names = [...new Set([...Object.keys(before.lines), ...Object.keys(after.lines)])].filter((name) => before.lines[name] !== after.lines[name]);
  const side = (state, other) => html`${names.map((name) => html`<span class="one">${tag(state.lines[name] ?? "不要", state.lines[name] ? "" : "amber")} ${name}</span>`)}
    ${[...state.notes, ...state.perhaps].filter((one) => ![...other.notes, ...other.perhaps].includes(one)).map((one) => html`<span class="one">提示：${one}</span>`)}`;
  return [side(before, after), side(after, before)];
}

const whole = (state) => (state.turned ? html`<span class="one">${tag("转办", "amber")} ${state.turned}</span>` : html`<span class="one">${Object.keys(state.lines).length} 份材料：${Object.keys(state.lines).join("、")}</span>`);
