/* Staff: an administrator changes them, a manager sees them. What cannot be taken back asks first. */
import { choice, sayIn, submitting, tag } from "../kit/form.js";
import { html, nothing, render } from "../kit/lit-html.js";
import { find, live, seam, send } from "../kit/page.js";
import { table } from "../kit/table.js";
import { clock, day } from "../kit/time.js";

const meta = (name) => document.querySelector(`meta[name=${name}]`).content;
const me = meta("me"), admin = meta("role") === "admin";
const ROLES = admin ? [...find("new-role").options].map(({ value, text }) => ({ value, text })) : [];
const say = sayIn(find("say"));
let state = { members: [] };

async function act(one, what, body = {}) {
  say("");
  const answer = await send(`/api/staff/${one.login}/${what}`, body);
  if (!answer.ok) say(answer.sentence);
  draw();
  return answer;
}

function tell(name, { login, password }) {
  find("told-for").textContent = `${name}（账号 ${login}）的首次口令`;
  find("password").textContent = password;
  find("told").hidden = false;
  find("told").scrollIntoView({ block: "nearest" });
}

async function reset(one) {
  if (!confirm(`给 ${one.name} 重设口令？他现在的登录会退出，旧口令作废。`)) return;
  const answer = await act(one, "reset");
  if (!answer.ok) return;
  if (answer.told.waits) say(`已提出：给 ${one.name} 重设口令，等大厅管理或安保批准；新口令只告诉批准的人。`, true);
  else tell(one.name, answer.told);
}

async function letGo(one) {
  const seat = one.seat ? `他在 ${one.seat}，座位会空出；叫了还没到的号回到队首。` : "";
  if (confirm(`${one.name} 离岗？账号从此不能登录，不能恢复，账号名也不再给别人。${seat}`)) await act(one, "let-go");
}

async function able(one, enabled) {
  if (enabled || confirm(`停用 ${one.name} 的账号？他现在的登录会退出，可以再启用。`)) await act(one, "enabled", { enabled });
}

async function role(one, chosen) {
  const words = ROLES.find(({ value }) => value === chosen).text;
  const two = chosen !== "clerk" ? "要由大厅管理或安保的另一个人批准才生效；生效后他要重新登录。" : "他要重新登录。";
  if (!confirm(`${one.name} 改任 ${words}？${two}`)) { draw(); return; }
  const answer = await act(one, "role", { role: chosen });
  if (answer.ok && answer.told.waits) say(`已提出：${one.name} 改任 ${words}，等大厅管理或安保批准。`, true);
}

async function approve(one) {
  if (!confirm(`批准 ${one.name} ${one.asked.words}（${one.asked.by} 提出）？他要重新登录。`)) return;
  const answer = await act(one, "role/approve");
  if (answer.ok && answer.told.password) tell(one.name, answer.told);
}

/* What waits for a second person: neither who asked nor who gets it says so. */
const waiting = (one) => one.asked ? html`<p class="waits">${tag(`待批：${one.asked.words}`, "amber", `${one.asked.by} 提出`)}
  ${!admin && one.login !== me ? html`<button class="small primary" @click=${() => approve(one)}>批准</button>` : nothing}
  <button class="small" @click=${() => act(one, "role/withdraw")}>${admin ? "撤回" : "不批"}</button></p>` : nothing;

async function lost(one) {
  if (confirm(`取消 ${one.name} 的第二道验证（手机验证码、安全密钥、备用码）？他以后只用口令登录，可以重新设置。请先当面确认是本人。`)) await act(one, "second/end");
}

async function signOut(one) {
  const seat = one.seat ? `他在 ${one.seat}，座位会空出。` : "";
  if (confirm(`退出 ${one.name} 的所有登录？${seat}`)) await act(one, "sign-out");
}

const session = (one) => (at) => html`<li>${at.address}　${at.browser}　<span class="quiet">${clock(at.since)} 登录，最近 ${clock(at.seen)}</span>
  ${admin && one.login !== me && one.role !== "auditor" ? html`<button class="small" @click=${() => act(one, `sessions/${at.id}/end`)}>退出</button>` : nothing}</li>`;

const places = (one) => one.sessions.length
  ? html`<details class="places"><summary>登录在 ${one.sessions.length} 处</summary><ul>${one.sessions.map(session(one))}</ul>
    ${admin && one.login !== me && one.role !== "auditor" ? html`<button class="small" @click=${() => signOut(one)}>全部退出</button>` : nothing}</details>`
  : nothing;

const who = (one) => html`<b>${one.name}</b><small class="quiet">${one.login}</small>`;

const post = (one) => html`${admin && one.login !== me && one.role !== "auditor"
  ? choice({ label: `${one.name} 的岗位`, options: ROLES, value: one.role, change: (event) => role(one, event.target.value) })
  : one.words}${waiting(one)}`;

function standing(one) {
  if (!one.enabled) return tag("已停用", "bad");
  return html`${one.here ? tag(one.seat ? `${one.seat}在岗` : "已登录") : html`<span class="quiet">未登录</span>`}
    ${!one.here && one.seat ? tag(`${one.seat}座位没退`, "amber") : nothing}
    ${one.locked_until ? tag(`等到 ${clock(one.locked_until)}`, "bad", "有人在某处输错口令过多，那里要等；已登录的不受影响") : nothing}
    ${one.second ? tag("手机验证码") : nothing}${one.passkeys ? tag("安全密钥") : nothing}
    ${one.first_password ? tag("首次口令没换", "amber") : nothing}${places(one)}`;
}

function keys(one) {
  if (one.login === me) return html`<span class="quiet">本人</span>`;
  if (one.role === "auditor") return html`<span class="quiet" title="管账号的人不管查账的人">只能在服务器上改</span>`;
  return html`${one.locked_until ? html`<button class="small" @click=${() => act(one, "unlock")}>解锁</button>` : nothing}
    <button class="small" @click=${() => reset(one)}>重设口令</button>
    ${one.second || one.passkeys ? html`<button class="small" @click=${() => lost(one)}>取消第二道验证</button>` : nothing}
    <button class="small" @click=${() => able(one, !one.enabled)}>${one.enabled ? "停用" : "启用"}</button>
    <button class="small" @click=${() => letGo(one)}>离岗</button>`;
}

const COLUMNS = [
  { title: "姓名", cell: who }, { title: "岗位", cell: post }, { title: "状态", cell: standing },
  ...(admin ? [{ title: "", cell: keys, name: "keys" }] : []),
];
const FORMER = [{ title: "姓名", cell: who }, { title: "岗位", cell: (one) => one.words }, { title: "离岗", cell: (one) => day(one.left_at) }];

function draw() {
  const now = state.members.filter((one) => !one.left_at), former = state.members.filter((one) => one.left_at);
  find("sum").textContent = `${now.length} 人，${now.filter((one) => one.here).length} 人已登录`;
  render(table({ columns: COLUMNS, rows: now, key: (one) => one.login, none: "还没有人。", about: (one) => ({ id: one.login }) }), find("people"));
  find("left").hidden = !former.length;
  find("left").firstElementChild.textContent = `已离岗 ${former.length} 人`;
  render(table({ columns: FORMER, rows: former, key: (one) => one.login, none: "" }), find("former"));
}

if (admin) {
  submitting(find("add"), async (form) => {
    const body = Object.fromEntries(new FormData(form));
    const answer = await send("/api/staff", body);
    if (!answer.ok) { say(answer.sentence); return; }
    tell(body.name, answer.told);
    if (answer.told.waits) say(`${body.name} 先是窗口人员；岗位等大厅管理或安保批准。`, true);
    form.reset();
  }, say);
}
find("told-close").addEventListener("click", () => { find("told").hidden = true; find("password").textContent = ""; });
live("/api/staff/stream", (next) => { state = next; draw(); });
seam({ staff: () => state });
