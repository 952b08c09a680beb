/* The very list that people would get: answers chosen, and what comes of them. */
import { tag } from "../kit/form.js";
import { html, nothing } from "../kit/lit-html.js";

const TONE = { needed: "", waived: "", maybe: "amber", open: "amber", not: "" };
const SHORT = { needed: "要", waived: "免提交", maybe: "可能要", open: "还要再问", not: "不要" };
const DOUBT = { illustrative: "示意", lapsed: "依据过期" };

/** `list`: what the hall answered. `answer(question, option)`: chosen; option "" takes it back. */
export function asking(list, answer) {
  if (!list) return html`<p class="quiet">…</p>`;
  const question = (one) => html`<div class="asked"><p>${one.answer ? html`<b>${one.name}</b>` : one.zh}${one.answer ? html`<button class="small" aria-label=${`收回 ${one.name}`} @click=${() => answer(one.id, "")}>收回</button>` : nothing}</p>
    <p class="options">${one.options.map((option) => html`<button class=${`small ${option.id === one.answer ? "primary" : ""}`} aria-pressed=${option.id === one.answer} @click=${() => answer(one.id, option.id)}>${option.zh}</button>`)}</p></div>`;
  const asks = list.asked.some((one) => !one.answer);
  return html`${list.asked.map(question)}
    ${list.turned ? html`<p class="say">不办这个事项：${list.turned}</p>` : nothing}
    ${asks ? nothing : list.perhaps.map((one) => html`<p class="say">可能不办：${one}</p>`)}
    <ul class="list">${list.lines.map(line)}</ul>
    ${list.notes.map((one) => html`<p class="quiet">提示：${one}</p>`)}
    ${!list.turned && !asks ? html`<p class="quiet">问完了，这就是给来访者的清单。</p>` : nothing}`;
}

function line(one) {
  const why = [...one.unsure, ...(one.state === "open" ? [`取决于 ${one.depends.join("、")}`] : [])].join("；");
  return html`<li class=${one.state}><span>${tag(SHORT[one.state], TONE[one.state])}</span><span>${one.name}${one.copies ? ` ${one.copies}份` : ""}
    ${one.state !== "not" && one.doubt ? tag(DOUBT[one.doubt], one.doubt === "lapsed" ? "bad" : "amber") : nothing}${why ? html`<small class="quiet">${why}</small>` : nothing}</span></li>`;
}
