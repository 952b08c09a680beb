"use strict";
const csrf = document.querySelector("meta[name=csrf]").content;
const windowId = document.querySelector("meta[name=window]").content;
const find = (id) => document.getElementById(id);
const KEYS = { n: "next", " ": "next", r: "again", a: "arrived", m: "missed", f: "finish" };
const SLIPS = { doubtful: "出票存疑", not_printed: "没有出票", abandoned: "没有出票" };
let state = null, pressing = false, since = null;

function marks(ticket) {
  const found = [];
  if (ticket.origin === "block") found.push(make("span", "tag", "离线号"));
  if (SLIPS[ticket.slip]) {
    const mark = make("span", "tag amber", SLIPS[ticket.slip]);
    mark.title = ticket.slip_reason;
    found.push(mark);
  }
  return found;
}

function showNow(current) {
  find("now-label").textContent = !current ? "窗口空闲" : current.state === "serving" ? "正在办理"
    : `第 ${current.calls} 次呼叫`;
  find("now-number").textContent = current ? current.number : "—";
  find("now-number").classList.toggle("idle", !current);
  find("now-about").textContent = current
    ? `${current.name}　${clock(current.issued_at)} 取号　${clock(current.called_at)} 叫号${current.last4 ? "　尾号 " + current.last4 : ""}` : "";
  find("now-marks").replaceChildren(...(current ? marks(current) : []));
}

function showKeys(current) {
  const waiting = state.waiting.some((line) => line.mine && line.count > 0);
  const on = {
    next: waiting || (current && waiting), again: current && current.can_again,
    arrived: current && current.state === "called", missed: current && current.can_miss, finish: Boolean(current),
  };
  for (const [act, able] of Object.entries(on)) find(act).disabled = pressing || !state.mine || !able;
}

function showWaiting(lines) {
  find("total").textContent = lines.filter((l) => l.mine).reduce((sum, l) => sum + l.count, 0);
  find("waiting").replaceChildren(...lines.map((line) => {
    const box = make("section", line.mine ? "line" : "line other");
    const head = make("h3", "", `${line.letter} ${line.name}`);
    head.append(make("span", "number", `${line.count} 人${line.mine ? "" : " · 其他窗口"}`));
    const list = make("ol");
    for (const ticket of line.mine ? line.tickets : []) {
      const item = make("li");
      item.append(make("b", "number", ticket.number), make("time", "number quiet", clock(ticket.issued_at)), ...marks(ticket));
      list.append(item);
    }
    const more = line.count - list.children.length;
    if (line.mine && more > 0) list.append(make("li", "quiet", `另有 ${more} 人`));
    if (line.mine && !line.count) list.append(make("li", "quiet", "没有人等候"));
    box.append(head, list);
    return box;
  }));
}

function showMissed(tickets) {
  find("missed-list").replaceChildren(...(tickets.length ? tickets.map((ticket) => {
    const item = make("li");
    item.append(make("b", "number", ticket.number), make("time", "number quiet", `${clock(ticket.at)} 过号`));
    if (!ticket.again) item.append(make("span", "quiet", "已复呼过"));
    else if (ticket.left) item.append(make("span", "quiet", `再叫 ${ticket.left} 号可复呼`));
    else {
      const key = make("button", "small", "复呼");
      key.disabled = Boolean(state.current) || !state.mine;
      key.addEventListener("click", () => press("once-more", ticket.id));
      item.append(key);
    }
    return item;
  }) : [make("li", "quiet", "没有过号")]));
}

function showDoubtful(tickets) {
  find("doubtful").replaceChildren(...(tickets.length ? [make("h2", "", "出票存疑"), ...tickets.map((ticket) => {
    const line = make("p", "notice");
    line.append(make("b", "number", ticket.number), make("span", "", ticket.slip === "doubtful"
      ? "可能没有拿到号票，请多等一会儿" : "没有拿到号票，请当面叫"));
    return line;
  })] : []));
}

const ALARMS = { evacuation: "正在疏散：暂停叫号，请先离开。解除后再叫。", drill: "正在演练疏散：暂停叫号。解除后再叫。" };

function show(next) {
  if (next.gone) { showGone(next.gone); return; }
  state = next;
  find("plate").textContent = `${state.window.name} · ${state.window.place}`;
  find("alarm").hidden = !state.alarm;
  find("alarm").textContent = ALARMS[state.alarm] || "";
  if (!state.mine) say("这个窗口现在不是您在坐，请重新选择窗口。");
  since = new Date();
  find("as-of").textContent = `${clock(since)} 更新`;
  showNow(state.current);
  showKeys(state.current);
  showWaiting(state.waiting);
  showMissed(state.missed);
  showDoubtful(state.doubtful);
  help();
}

/* The plan has this window no more: the truth, and a way on. */
function showGone(why) {
  state = null;
  for (const button of document.querySelectorAll("[data-act]")) button.disabled = true;
  for (const id of ["waiting", "missed-list", "doubtful", "now-marks"]) find(id).replaceChildren();
  for (const id of ["total", "now-about"]) find(id).textContent = "";
  find("now-label").textContent = "窗口已撤";
  find("now-number").textContent = "—";
  find("now-number").classList.add("idle");
  say(why);
}

function say(text) { find("say").textContent = text; find("say").hidden = !text; }

async function post(address, body) {
  return fetch(address, {
    method: "POST", headers: { "Content-Type": "application/json", "X-CSRF-Token": csrf }, body: JSON.stringify(body),
  });
}

async function press(act, ticket) {
  if (pressing || !state) return;
  pressing = true;
  say("");
  showKeys(state.current);
  try {
    const answer = await post(`/api/window/${act}`, {
      window: windowId, current: state.current ? state.current.id : null, ticket: ticket ?? null,
    });
    const told = await answer.json();
    if (answer.ok) show({ ...state, current: told.current }); // the lists follow on the stream
    else if (answer.status === 401) location.reload();
    else {
      say(told.zh);
      const fresh = await fetch(`/api/window/${windowId}`);
      if (fresh.ok) show({ ...(await fresh.json()), mine: told.code === "not_your_seat" ? false : state.mine });
    }
  } catch {
    say("连不上大厅服务器：这一下可能没有成功，恢复后请先看当前号再按。");
  } finally {
    pressing = false;
    if (state) showKeys(state.current);
  }
}

let helping = false;
async function help() {
  if (helping) return;
  helping = true;
  try {
    const answer = await fetch("/api/help");
    if (!answer.ok) return;
    find("helps").replaceChildren(...(await answer.json()).map((call) => {
      const line = make("p", "notice help");
      const key = make("button", "small", "已去帮助");
      key.addEventListener("click", () => post(`/api/help/${call.id}/answer`, {}).then(help));
      line.append(make("b", "", `${call.station} 求助`), make("time", "number", clock(call.at)), key);
      return line;
    }));
  } catch { /* the stream says that the hall is away */ } finally { helping = false; }
}

for (const button of document.querySelectorAll("[data-act]")) {
  button.addEventListener("click", () => press(button.dataset.act));
}
document.addEventListener("keydown", (event) => {
  const act = KEYS[event.key.toLowerCase()];
  if (!act || event.repeat || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === " " || event.target.tagName !== "INPUT") event.preventDefault();
  if (!find(act).disabled) press(act);
});
watch(`/api/window/${windowId}/stream`, show, (connected) => {
  find("cut").hidden = connected;
  find("cut").textContent = connected ? "" : `与大厅服务器的连接中断，以下为 ${since ? clock(since) : "—"} 的情况，正在重连`;
});
