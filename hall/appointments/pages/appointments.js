/* Meetings from today on: made, prolonged, closed; and the passes that come from them. */
import { sayIn, submitting, tag } from "../kit/form.js";
import { html, live as asItIs, nothing, render, repeat } from "../kit/lit-html.js";
import { find, live, seam, send } from "../kit/page.js";
import { clock, day, fromField, moment, now, toField } from "../kit/time.js";
import { move } from "./moved.js";
import { show } from "./shown.js";

const meta = (name) => document.querySelector(`meta[name=${name}]`).content;
const role = meta("role"), hosts = role === "clerk" || role === "manager", stops = hosts || role === "security";
const say = sayIn(find("say"));
const fresh = () => crypto.getRandomValues(new Uint32Array(4)).join("-");
const STANDINGS = {
  planned: ["", "未开始"], soon: ["", "通行证已可用"], on: ["", "正在开"], running_over: ["amber", "超时未散会"], over: ["", "已散会"], off: ["bad", "已取消"],
};
let state = { meetings: [], rooms: [], hosts: [], kinds: {} }, key = fresh(), guests = [{ label: "", people: 1, step_free: false }];

async function act(address, body, done = "") {
  const answer = await send(address, body);
  say(answer.sentence || done, answer.ok);
  return answer;
}

const close = (one) => confirm(`“${one.title}”散会？通行证马上失效，里面的人仍可以出来。`) && act(`/api/appointments/${one.id}/close`, {});
const callOff = (one) => confirm(`取消“${one.title}”？通行证马上作废。`) && act(`/api/appointments/${one.id}/close`, { called_off: true });
const longer = (one, minutes) => act(`/api/appointments/${one.id}/extend`, { minutes }, `已延长 ${minutes} 分钟，通行证照用。`);

async function another(one) {
  const label = prompt("再来的是谁（单位或团组，不写姓名）"), people = label ? Number(prompt("几个人", "1")) : 0;
  if (!label || !people) return;
  const step_free = confirm("有人坐轮椅，路线要没有台阶吗？\n“确定”：走没有台阶的路线；“取消”：一般路线。");
  await act(`/api/appointments/${one.id}/passes`, { label, people, step_free }, "通行证已出。");
}

const pass = (one, meeting) => html`<li class=${one.ended ? "ended" : ""}>
  <b>${one.label}</b> <span class="quiet">${one.people} 人${one.step_free ? " · 无台阶路线" : ""} · ${one.doors.length ? `开：${one.doors.join("、")}` : "路上没有门禁"}</span>
  ${one.ended ? tag("已作废", "bad") : open(meeting) ? html`<span class="keys">
    <button class="small" @click=${() => show(one, meeting)}>出示</button><a class="button small" href=${`/appointments/passes/${one.id}/slip`} target="_blank">打印</a>
    ${stops ? html`<button class="small" @click=${() => confirm(`作废“${one.label}”的通行证？`) && act(`/api/appointments/passes/${one.id}/end`, {})}>作废</button>` : nothing}</span>` : nothing}</li>`;

const open = (one) => !["over", "off"].includes(one.standing);

function meeting(one) {
  const [tone, words] = STANDINGS[one.standing], begun = ["on", "running_over"].includes(one.standing);
  return html`<li class=${one.standing}>
    <header><time>${clock(one.starts)}–${clock(one.ends)}${day(one.starts) === day(now()) ? nothing : html`<small>${day(one.starts)}</small>`}</time><div><h2>${one.title} ${tag(words, tone)}</h2>
      <p class="quiet">${state.kinds[one.kind]} · ${one.room_zh} · ${one.host_zh} 接待 · ${moment(one.starts)}</p></div></header>
    ${one.host_gone && open(one) ? html`<p class="say bad">接待人的委托书已失效：通行证已经开不了门，请另约一场、换接待人。</p>` : nothing}
    ${one.standing === "running_over" ? html`<p class="say">已过预定时间；没人按“散会”，最迟 ${clock(one.last)} 自动失效。</p>` : nothing}
    <ul class="passes">${repeat(one.passes, (each) => each.id, (each) => pass(each, one))}</ul>
    ${open(one) && stops ? html`<p class="keys">
      ${begun ? html`<button class="small primary" @click=${() => close(one)}>散会</button>` : nothing}
      <button class="small" @click=${() => longer(one, 30)}>延长 30 分钟</button>
      ${hosts ? html`<button class="small" @click=${() => another(one)}>再出一张</button>` : nothing}
      ${hosts ? html`<button class="small" @click=${() => move(one, state.rooms, (sentence, good) => say(sentence, good))}>换时间或会议室</button>` : nothing}
      ${begun ? nothing : html`<button class="small" @click=${() => callOff(one)}>取消</button>`}</p>` : nothing}
  </li>`;
}

function told(next) {
  state = next;
  const here = state.meetings.filter(open), past = state.meetings.filter((one) => !open(one));
  find("sum").textContent = `今天起 ${here.length} 场`;
  render(here.length ? repeat(here, (one) => one.id, meeting) : html`<li class="none quiet">没有会议，也没有来访。</li>`, find("meetings"));
  find("past").hidden = !past.length;
  find("past").firstElementChild.textContent = `今天已散会或取消 ${past.length} 场`;
  render(repeat(past, (one) => one.id, meeting), find("over"));
  if (!hosts) return;
  options("kind", Object.entries(state.kinds));
  options("host", [["", "请选"], ...state.hosts.map((one) => [one.id, one.name])]); // nobody receives by being first on a list
  options("room", state.rooms.map((one) => [one.id, one.name]));
}

// Choices are drawn anew only where they are others: what somebody has chosen stays.
function options(id, pairs) {
  const select = find(id), text = JSON.stringify(pairs);
  if (select.dataset.of === text) return;
  const before = select.value;
  select.dataset.of = text;
  render(pairs.map(([value, name]) => html`<option value=${value}>${name}</option>`), select);
  if (pairs.some(([value]) => String(value) === before)) select.value = before;
}

const guest = (one, at) => html`<div class="guest">
  <input aria-label="来访单位或团组" placeholder="单位或团组，不写姓名" maxlength="20" .value=${asItIs(one.label)} @input=${(event) => { one.label = event.target.value; }}>
  <input aria-label="人数" type="number" min="1" max="50" .value=${asItIs(String(one.people))} @input=${(event) => { one.people = Number(event.target.value); }}>
  <label class="tick" title="走电梯、坡道，不走台阶"><input type="checkbox" .checked=${asItIs(one.step_free)} @change=${(event) => { one.step_free = event.target.checked; }}> 无台阶</label>
  ${guests.length > 1 ? html`<button type="button" class="small" aria-label="去掉这一行" @click=${() => { guests.splice(at, 1); drawGuests(); }}>×</button>` : nothing}</div>`;
const drawGuests = () => render(guests.map(guest), find("guests"));

async function make() {
  const fields = Object.fromEntries(new FormData(find("make")));
  const body = { key, ...fields, host: Number(fields.host), starts: fromField(find("starts").value), ends: fromField(find("ends").value), passes: guests.filter((one) => one.label.trim()) };
  const answer = await send("/api/appointments", body);
  sayIn(find("make-say"))(answer.sentence || (body.passes.length ? "约好了，通行证在左边。" : "约好了。没有写来访者，所以没有出通行证：有人要来，在左边按“再出一张”。"), answer.ok);
  if (!answer.ok) return;
  key = fresh(); // the same order sent twice stands once
  find("title").value = "";
  guests = [{ label: "", people: 1, step_free: false }];
  drawGuests();
}

if (hosts) {
  const quarter = 15 * 60e3, next = Math.ceil(now() / quarter) * quarter;
  find("starts").value = toField(next);
  find("ends").value = toField(next + 3600e3);
  find("more").addEventListener("click", () => { guests.push({ label: "", people: 1, step_free: false }); drawGuests(); });
  drawGuests();
  submitting(find("make"), make, sayIn(find("make-say")));
}
live("/api/appointments/stream", told);
seam({ appointments: () => state });
