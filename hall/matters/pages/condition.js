/* When a line is needed: ticked as questions × options, any of several situations. What cannot be ticked (an amount, a rule
   that several lines share, a negation) is said in words and can be written. */
import { choice } from "../kit/form.js";
import { html, nothing } from "../kit/lit-html.js";

/** The condition as situations [{ ticks: { question: [options] }, window: [why] }]; null if it cannot be ticked. */
export function situations(when) {
  if (!when) return [];
  const parts = when.any ?? [when];
  const found = parts.map((one) => situation(one));
  return found.includes(null) ? null : found;
}

function situation(when) {
  const found = { ticks: {}, window: [] };
  for (const one of when.all ?? [when]) {
    if (one.window !== undefined) found.window.push(one.window);
    else if (one.options && !(one.question in found.ticks)) found.ticks[one.question] = [...one.options];
    else return null;
  }
  return found;
}

/** Back again; null where nothing is ticked at all. */
export function conditionOf(cases) {
  const whole = cases.map((one) => [
    ...Object.entries(one.ticks).filter(([, options]) => options.length).map(([question, options]) => ({ question, options })),
    ...one.window.filter(Boolean).map((window) => ({ window })),
  ]).filter((parts) => parts.length).map((parts) => (parts.length > 1 ? { all: parts } : parts[0]));
  return whole.length > 1 ? { any: whole } : whole[0] ?? null;
}

/** As files say it, for whoever writes it. */
export function short(when) {
  if (!when) return null;
  if (when.options) return { [when.question]: when.options.length > 1 ? when.options : when.options[0] };
  if (when.band) return { [when.question]: Object.fromEntries(Object.entries(when.band).filter(([, value]) => value !== null)) };
  if (when.all) return { all: when.all.map(short) };
  if (when.any) return { any: when.any.map(short) };
  if (when.no) return { no: short(when.no) };
  return when.named ? { named: when.named, of: short(when.of) } : when;
}

/** `set(when)` when it is another; `words`: how it is said; `must`: a turn always has one. */
export function conditionEditor({ when, words, questions, edits, must = false, set, say }) {
  const cases = situations(when);
  return html`<fieldset class="condition" ?disabled=${!edits}><legend>条件 <b>${words || "必要，每次都要"}</b></legend>
    ${cases === null ? written(when, set, say) : cases.map((one, at) => caseOf(one, at, cases, questions, set))}
    ${cases === null || !edits ? nothing : html`<p class="keys">
      ${addQuestion(questions, cases.length ? "或者另一种情形：加一个问题…" : "只在有的情形要：选一个问题…", (id) => set(conditionOf([...cases, fresh(questions, id)])))}
      <button class="small" @click=${() => set(conditionOf([...cases, { ticks: {}, window: ["请写明窗口核定什么"] }]))}>由窗口核定</button>
      ${when && !must ? html`<button class="small" @click=${() => set(null)}>改为必要</button>` : nothing}</p>`}</fieldset>`;
}

const fresh = (questions, id) => ({ ticks: { [id]: [questions.find((one) => one.id === id).options[0].id] }, window: [] });

function caseOf(one, at, cases, questions, set) {
  const put = (changed) => set(conditionOf(cases.map((each, n) => (n === at ? changed : each))));
  const tick = (question, option, on) => {
    const chosen = question.options.map((each) => each.id).filter((id) => (id === option ? on : one.ticks[question.id].includes(id)));
    put({ ...one, ticks: { ...one.ticks, [question.id]: chosen } });
  };
  const row = ([id, chosen]) => {
    const question = questions.find((each) => each.id === id);
    if (!question) return html`<p class="row bad">没有问题 ${id}（${chosen.join("、")}）</p>`;
    return html`<p class="row"><b>${question.short || question.zh}</b><span>${question.options.map((option) => html`<label class="tick"><input type="checkbox"
      .checked=${chosen.includes(option.id)} @change=${(event) => tick(question, option.id, event.target.checked)}> ${option.zh}</label>`)}</span></p>`;
  };
  const why = (text, n) => html`<p class="row"><b>窗口核定</b><input aria-label="窗口核定什么" .value=${text}
    @change=${(event) => put({ ...one, window: one.window.map((each, m) => (m === n ? event.target.value.trim() : each)) })}></p>`;
  return html`<div class="case">${at ? html`<span class="or">或者</span>` : nothing}${Object.entries(one.ticks).map(row)}${one.window.map(why)}
    ${addQuestion(questions.filter((each) => !(each.id in one.ticks)), "并且：再加一个问题…", (id) => put({ ...one, ticks: { ...one.ticks, ...fresh(questions, id).ticks } }))}</div>`;
}

const addQuestion = (questions, text, chosen) => choice({
  label: text, value: "", options: [{ value: "", text }, ...questions.map((one) => ({ value: one.id, text: one.short || one.zh }))],
  change: (event) => { const id = event.target.value; event.target.value = ""; if (id) chosen(id); },
});

function written(when, set, say) {
  const read = (event) => {
    try { set(JSON.parse(event.target.value)); } catch { say("条件的写法不对：要写成 {\"land\": \"rent\"} 这样。"); }
  };
  return html`<p class="quiet">这个条件有数额、共用规则或“并非”，不能勾选，可以直接改写法：</p>
    <textarea rows="3" aria-label="条件的写法" .value=${JSON.stringify(short(when))} @change=${read}></textarea>`;
}
