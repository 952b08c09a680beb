"use strict";
const csrf = document.querySelector("meta[name=csrf]").content;
const find = (id) => document.getElementById(id);
const DEVICES = { printer: "打印机", idcard: "读卡器", scanner: "扫码器" };

function cell(...parts) { const td = make("td"); td.append(...parts); return td; }

function deviceMark(device) {
  const name = DEVICES[device.device] || device.device;
  const mark = device.able === true ? make("span", "tag", `${name} 正常`)
    : device.able === false ? make("span", "tag bad", `${name} ${device.reasons.join("、") || "不能用"}`)
      : make("span", "tag amber", `${name} 情况不明`);
  mark.title = `${clock(device.at)} 所报`;
  return mark;
}

/* Where it stands in the plan: without it, it cannot show anybody the way. */
function standing(station, places) {
  const choice = make("select");
  choice.setAttribute("aria-label", `${station.name} 的位置`);
  const known = places.some((place) => place.id === station.place);
  choice.append(new Option("未定位置", "", false, !station.place), ...places.map((place) =>
    new Option(`${place.name}（${place.id}）`, place.id, false, place.id === station.place)));
  if (station.place && !known) choice.append(new Option(`${station.place}：平面图上已没有`, station.place, false, true));
  choice.addEventListener("change", async () => {
    choice.blur();
    const answer = await fetch(`/api/stations/${station.id}/place`, { method: "POST", headers: { "X-CSRF-Token": csrf },
      body: new URLSearchParams({ place: choice.value }) }).catch(() => null);
    if (answer && answer.ok) return;
    find("say").textContent = answer ? (await answer.json()).zh : "连不上大厅服务器，请稍后再试。";
    find("say").hidden = false;
  });
  const part = [choice];
  if (!station.place || !known) part.push(make("span", "tag amber", "不能指路"));
  return part;
}

function row(station, places) {
  const tr = make("tr");
  const name = make("b", "", station.name);
  const retire = make("button", "small", "停用");
  retire.addEventListener("click", () => {
    if (!confirm(`停用 ${station.name}？它将不能再取号、上报，恢复须重新登记。`)) return;
    fetch(`/api/stations/${station.id}/retire`, { method: "POST", headers: { "X-CSRF-Token": csrf } });
  });
  const reports = make("span", "number", `至 ${station.upto}`);
  tr.append(
    cell(name, make("small", "quiet", `${station.id}${station.version ? " · " + station.version : ""}`)),
    cell(station.alive ? make("span", "tag", "在线") : make("span", "tag bad", station.seen_at ? "没有来信" : "还没来过")),
    cell(...(station.devices.length ? station.devices.map(deviceMark) : [make("span", "quiet", "未报告")])),
    cell(...standing(station, places)),
    cell(reports, ...(station.gap ? [make("span", "tag amber", `缺 ${station.upto + 1}，已收到 ${station.gap}`)] : []),
      ...(station.clock_off ? [make("span", "tag amber", `时钟跳动 ${station.clock_off} 秒`)] : [])),
    cell(make("span", "number quiet", station.seen_at ? clock(station.seen_at) : "—")), cell(retire));
  return tr;
}

function show(state) {
  if (document.activeElement instanceof HTMLSelectElement) return; // somebody is choosing: the next word will do
  const none = make("tr");
  none.append(make("td", "quiet", "还没有登记的设备。"));
  none.firstChild.colSpan = 7;
  find("rows").replaceChildren(...(state.stations.length ? state.stations.map((station) => row(station, state.places)) : [none]));
  find("codes").replaceChildren(...state.codes.map((code) =>
    make("li", "quiet", `${code.name}：登记码 ${clock(code.expires_at)} 前有效`)));
  find("refused").replaceChildren(...(state.refused.length ? [make("h2", "", "未能处理的报告"),
    ...state.refused.map((r) => make("p", "say", `${r.station} 第 ${r.seq} 号（${r.kind}，${clock(r.at)}）：${r.why}`))] : []));
}

find("enrol").addEventListener("submit", async (event) => {
  event.preventDefault();
  const answer = await fetch("/api/stations/codes", {
    method: "POST", headers: { "X-CSRF-Token": csrf }, body: new URLSearchParams(new FormData(event.target)),
  }).catch(() => null);
  const told = answer ? await answer.json() : { zh: "连不上大厅服务器，请稍后再试。" };
  const ok = Boolean(answer && answer.ok);
  find("say").hidden = ok;
  find("made").hidden = !ok;
  if (!ok) { find("say").textContent = told.zh; return; }
  find("made-for").textContent = `${told.name} 的登记码（${told.minutes} 分钟内有效）`;
  find("code").textContent = told.code;
});
watch("/api/stations/stream", show, (connected) => {
  find("cut").hidden = connected;
  find("cut").textContent = "与大厅服务器的连接中断，以下可能不是最新情况，正在重连";
});
