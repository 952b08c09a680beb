/* One case in a dialog: its number, its code, what happened to it, and the keys for what may follow. */
import { onKey } from "../kit/keys.js";
import { html, nothing, render } from "../kit/lit-html.js";
import { find, send } from "../kit/page.js";
import { moment } from "../kit/time.js";

let told = null, closed = () => {}, problem = "", step = null, busy = false, departments = [], by = "window";

/** Shows it. `then`: once the dialog is closed. `whose`: which keys are shown, of the window or of a department; `all`:
    the departments it can be moved to. */
export function shown(one, then, { whose = "window", all = [] } = {}) {
  [told, closed, problem, step, by, departments] = [one, then, "", null, whose, all];
  draw();
  if (!find("taken").open) find("taken").showModal();
  find("taken").querySelector(".primary")?.focus();
}

const fresh = () => [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

function print(copy) { window.open(`/cases/${told.number}/receipt${copy ? `?copy=${copy}` : ""}`, "_blank", "noopener"); }

async function again() {
  const answer = await send(`/api/cases/${told.number}/copy`, {});
  if (answer.ok) { told = { ...told, copies: answer.told.copy }; print(answer.told.copy); } else problem = answer.sentence;
  draw();
}

async function act(one, form) {
  if (busy) return;
  if (form === undefined && (one.worded || one.act === "move")) { step = one; draw(); find("taken").querySelector("[name=text]")?.focus(); return; }
  busy = true;
  const answer = await send(`/api/cases/${told.number}/act`, {
    key: fresh(), act: one.act, seen: told.seen, text: form?.get("text") ?? "", department: form?.get("department") ?? "",
  });
  busy = false;
  problem = answer.sentence;
  if (answer.ok) [told, step] = [answer.told, null];
  draw();
}

const worded = () => html`<form class="keys" @submit=${(event) => { event.preventDefault(); act(step, new FormData(event.target)); }}>
  ${step.act === "move" ? html`<select name="department" aria-label="转到哪个部门">${departments.map((one) => html`<option>${one}</option>`)}</select>` : nothing}
  <input name="text" maxlength="1000" autocomplete="off" aria-label=${step.zh} placeholder=${`${step.zh}：写明内容或原因`} required>
  <button class="primary">${step.zh} <kbd>Enter</kbd></button><button type="button" @click=${() => { step = null; draw(); }}>不办了</button></form>`;

function draw() {
  const due = told.due ? `最迟 ${told.due}${told.left < 0 ? `（已超 ${-told.left} 个工作日）` : `（还有 ${told.left} 个工作日）`}` : told.unknown ? "到期日以窗口核定为准（放假安排还没有录入）" : "";
  const mine = told.acts.filter((one) => one.by === by), first = mine.findIndex((one) => one.act !== "move");
  render(html`
    <h2 id="taken-number" class="number">${told.number}</h2>
    <p>${told.matter}　${told.applicant}${told.last4 ? `　尾号 ${told.last4}` : ""}<br>${told.project}${told.origin ? html`<br><span class="tag amber">${told.origin}</span> ${told.reason}` : nothing}</p>
    <p><b>${told.said}</b>　${told.department}${due ? html`<br><span class=${told.soon ? "tag bad" : "tag"}>${due}</span>` : nothing}${told.law ? html`<br><small class="quiet">${told.law}</small>` : nothing}</p>
    ${told.qr ? html`<img src=${told.qr} alt="收件凭证码">` : nothing}
    <ol>${told.events.map((one) => html`<li><time class="number quiet">${moment(one.at)}</time>　${one.zh}　${one.name}${one.text ? `：${one.text}` : ""}${one.letter ? html`　<a href=${`/cases/${told.number}/letters/${one.n}`} target="_blank" rel="noopener">${one.letter}</a>` : nothing}</li>`)}
      ${told.materials.map((one) => html`<li>${one.n}　${one.name}　${one.given ? `${one.form} ${one.copies} 份` : html`<span class="tag amber">${one.waived ? "容缺" : "缺"}，${one.by} 前补交</span>`}</li>`)}</ol>
    ${problem ? html`<p class="say bad" role="alert">${problem}</p>` : nothing}
    ${step ? worded() : html`<div class="keys">
      ${by === "window" ? html`<button class="primary" @click=${() => print(0)}>打印凭证 <kbd>P</kbd></button><button @click=${again}>补打（第 ${told.copies + 1} 次）</button>` : nothing}
      ${mine.map((one, n) => html`<button class=${by !== "window" && n === first ? "primary" : ""} ?disabled=${busy} @click=${() => act(one)}>${one.zh}</button>`)}
      <button @click=${() => find("taken").close()}>${by === "window" ? "下一件" : "关上"} <kbd>Esc</kbd></button></div>`}`, find("taken-body"));
}

find("taken").addEventListener("close", () => closed());
onKey((event) => { if (find("taken").open && !step && by === "window" && event.key.toLowerCase() === "p" && !event.ctrlKey) print(0); });
