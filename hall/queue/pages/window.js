/* The window's page: the number at hand, six keys, and who waits. Worked from the keyboard. */
import { tag } from "../kit/form.js";
import { shortcuts } from "../kit/keys.js";
import { html, nothing, render, repeat } from "../kit/lit-html.js";
import { ask, find, live, seam, send } from "../kit/page.js";
import { clock, now } from "../kit/time.js";

const windowId = document.querySelector("meta[name=window]").content;
const SLIPS = { doubtful: "出票存疑", not_printed: "没有出票", abandoned: "没有出票" };
const KEYS = { next: "下一位", again: "重呼", arrived: "已到", missed: "过号", finish: "办结", "once-more": "复呼" };
let state = null, pressing = false, since = null;

const marks = (ticket) => html`${ticket.origin === "block" ? tag("离线号") : nothing}${SLIPS[ticket.slip] ? tag(SLIPS[ticket.slip], "amber", ticket.slip_reason) : nothing}`;

function about(current) {
  const last4 = current.last4 ? `　尾号 ${current.last4}` : "";
  return `${current.name}　${clock(current.issued_at)} 取号　${clock(current.called_at)} 叫号${current.came_at ? `　${clock(current.came_at)} 到窗口` : ""}${last4}`;
}

function showNow(current) {
  find("now-label").textContent = !current ? "窗口空闲" : current.state === "serving" ? "正在办理" : `第 ${current.calls} 次呼叫`;
  find("now-number").textContent = current ? current.number : "—";
  find("now-number").classList.toggle("idle", !current);
  find("now-about").textContent = current ? about(current) : "";
  render(current ? marks(current) : nothing, find("now-marks"));
  find("take").search = `?window=${state.window.number}${current ? `&ticket=${current.number}` : ""}`;
}

function showKeys(current) {
  const waiting = state.waiting.some((line) => line.mine && line.count > 0);
  const on = {
    next: waiting && !state.alarm, again: current && current.can_again, arrived: current && current.state === "called",
    missed: current && current.can_miss, finish: Boolean(current), undo: state.undo && Date.parse(state.undo.until) > now(),
  };
  find("undo-what").textContent = on.undo ? `撤销“${KEYS[state.undo.act]}”` : "撤销上一步";
  for (const [act, able] of Object.entries(on)) find(act).disabled = pressing || !state.mine || !able;
}

function lineOf(line) {
  const tickets = line.mine ? line.tickets : [], more = line.count - tickets.length;
  return html`<section class=${line.mine ? "line" : "line other"}>
    <h3>${line.letter} ${line.name}<span class="number">${line.count} 人${line.mine ? "" : " · 其他窗口"}</span></h3>
    <ol>
      ${repeat(tickets, (ticket) => ticket.number, (ticket) => html`<li><b class="number">${ticket.number}</b><time class="number quiet">${clock(ticket.issued_at)}</time>${marks(ticket)}</li>`)}
      ${line.mine && more > 0 ? html`<li class="quiet">另有 ${more} 人</li>` : nothing}
      ${line.mine && !line.count ? html`<li class="quiet">没有人等候</li>` : nothing}
    </ol>
  </section>`;
}

function missedLine(ticket) {
  const key = html`<button class="small" ?disabled=${pressing || Boolean(state.current || state.alarm) || !state.mine} @click=${() => press("once-more", ticket.id)}>复呼</button>`;
  return html`<li><b class="number">${ticket.number}</b><time class="number quiet">${clock(ticket.at)} 过号</time>
    ${!ticket.again ? html`<span class="quiet">已复呼过</span>` : ticket.left ? html`<span class="quiet">再叫 ${ticket.left} 号可复呼</span>` : key}</li>`;
}

const doubtfulLine = (ticket) => html`<p class="notice"><b class="number">${ticket.number}</b><span>${ticket.slip === "doubtful"
  ? "可能没有拿到号票，请多等一会儿" : "没有拿到号票，请当面叫"}</span></p>`;

function draw() {
  showNow(state.current);
  showKeys(state.current);
  find("total").textContent = state.waiting.filter((line) => line.mine).reduce((sum, line) => sum + line.count, 0);
  render(repeat(state.waiting, (line) => line.letter, lineOf), find("waiting"));
  render(state.missed.length ? repeat(state.missed, (one) => one.id, missedLine) : html`<li class="quiet">没有过号</li>`, find("missed-list"));
  render(state.doubtful.length ? html`<h2>出票存疑</h2>${state.doubtful.map(doubtfulLine)}` : nothing, find("doubtful"));
}

const ALARMS = { evacuation: "正在疏散：暂停叫号，请先离开。解除后再叫。", drill: "正在演练疏散：暂停叫号。解除后再叫。" };

function show(next) {
  if (next.gone) { showGone(next.gone); return; }
  state = next;
  find("plate").textContent = `${state.window.name} · ${state.window.place}`;
  find("alarm").hidden = !state.alarm;
  find("alarm").textContent = ALARMS[state.alarm] || "";
  if (!state.mine) say("这个窗口现在不是您在坐，请重新选择窗口。");
  since = now();
  find("as-of").textContent = `${clock(since)} 更新`;
  draw();
}

/* The plan has this window no more: the truth, and a way on. */
function showGone(why) {
  state = null;
  for (const button of document.querySelectorAll("[data-act]")) button.disabled = true;
  for (const id of ["waiting", "missed-list", "doubtful", "now-marks"]) render(nothing, find(id));
  for (const id of ["total", "now-about"]) find(id).textContent = "";
  find("now-label").textContent = "窗口已撤";
  find("now-number").textContent = "—";
  find("now-number").classList.add("idle");
  say(why);
}

function say(text) { find("say").textContent = text; find("say").hidden = !text; }

async function press(act, ticket) {
  if (pressing || !state) return;
  pressing = true;
  say("");
  draw();
  const answer = await send(`/api/window/${act}`, { window: windowId, current: state.current ? state.current.id : null, ticket: ticket ?? null });
  pressing = false;
  if (!state) return; // the window has gone meanwhile
  if (answer.ok) show({ ...state, current: answer.told.current }); // the lists follow on the stream
  else await refused(answer);
}

// What the hall holds is shown again: another key may have been pressed elsewhere.
async function refused(answer) {
  if (answer.status === 401) { location.reload(); return; }
  say(answer.sentence);
  const fresh = answer.status ? await ask(`/api/window/${windowId}`) : null;
  if (fresh?.ok) show({ ...fresh.told, mine: answer.code === "not_your_seat" ? false : state.mine });
  else if (state) draw();
}

const acting = (act) => () => { if (!find(act).disabled) press(act); };
for (const button of document.querySelectorAll("[data-act]")) button.addEventListener("click", () => press(button.dataset.act));
shortcuts({ n: acting("next"), " ": acting("next"), r: acting("again"), a: acting("arrived"), m: acting("missed"), f: acting("finish"), u: acting("undo"), i: () => find("take").click() });
live(`/api/window/${windowId}/stream`, show, (connected, refusal) => {
  find("cut").hidden = connected;
  find("cut").textContent = connected ? "" : refusal?.zh ?? `与大厅服务器的连接中断，以下为 ${since ? clock(since) : "—"} 的情况，正在重连`;
});
setInterval(() => { if (state) showKeys(state.current); }, 1000); // a press can be undone for a minute
seam({ state: () => state });
