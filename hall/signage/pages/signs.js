"use strict";
const csrf = document.querySelector("meta[name=csrf]").content;
const find = (id) => document.getElementById(id);
const SVG = "http://www.w3.org/2000/svg";
const MAP_WIDE = 310; // pixels, about
const LAYOUTS = { guidance: "导向", board: "叫号", both: "导向与叫号", strip: "窗口条屏" };
let awaited = null, drawn = "", options = "", places = [], telling = 0;

async function press(path, body) {
  const answer = await fetch(path, {
    method: "POST", headers: { "X-CSRF-Token": csrf, "Content-Type": "application/json" }, body: JSON.stringify(body || {}),
  }).catch(() => null);
  return { ok: Boolean(answer && answer.ok), told: answer ? await answer.json() : { zh: "连不上大厅服务器，请稍后再试。" } };
}

function key(text, act, title) {
  const made = make("button", "small", text);
  made.type = "button";
  if (title) made.title = title;
  made.addEventListener("click", act);
  return made;
}

function say(text, good) {
  find("say").hidden = !text;
  find("say").className = `say ${good ? "good" : "bad"}`;
  find("say").textContent = text;
}

function tell(words) {
  find("told").textContent = words;
  find("told").hidden = false;
  clearTimeout(telling);
  telling = setTimeout(() => { find("told").hidden = true; }, 5000);
}

const ASKED = { picture: "的播放器正在画出页面，好了在这里打开", identify: "正闪出编号，约 8 秒", reload: "正在重新打开页面" };

async function ask(row, what) {
  if (what === "picture") awaited = { player: row.player, before: row.picture, name: `屏 ${row.number} ${row.name}` };
  const { ok, told } = await press(`/api/signs/${row.player}/ask`, { what }), deaf = ["absent", "frozen"].includes(row.state);
  tell(!ok ? told.zh : deaf ? `屏 ${row.number} ${row.words}，现在收不到。` : `屏 ${row.number} ${ASKED[what]}。`);
}

async function unpair(row) {
  if (!confirm(`解除屏 ${row.number} 的配对？它会重新显示配对码。`)) return;
  const { ok, told } = await press(`/api/signs/${row.player}/unpair`);
  tell(ok ? `屏 ${row.number} 已解除配对，玻璃上又是配对码。` : told.zh);
}

function glassCell(row) {
  const td = make("td");
  td.append(make("span", `tag ${row.tone === "good" ? "" : row.player ? row.tone : "unpaired"}`, row.words));
  if (row.clock_off) td.append(make("span", "tag amber", `播放器时钟${row.clock_off > 0 ? "快" : "慢"} ${spell(Math.abs(row.clock_off))}`));
  if (row.player && row.hash) td.append(make("small", "number", `内容 ${row.hash}${row.took ? ` · ${(row.took / 1000).toFixed(1)} 秒` : ""}`));
  return td;
}

function spell(seconds) {
  if (seconds < 120) return `${seconds} 秒`;
  if (seconds < 7200) return `${Math.round(seconds / 60)} 分`;
  return seconds < 172800 ? `${Math.round(seconds / 3600)} 小时` : `${Math.round(seconds / 86400)} 天`;
}

function line(row, revision) {
  const tr = make("tr"), name = make("td", "name"), words = make("div"), keys = make("td", "keys"), version = make("td", "number");
  Object.assign(tr.dataset, { screen: row.screen, player: row.player ?? "", picture: row.picture ?? "" }); // what its keys know
  words.append(make("b", "", row.name || row.screen), make("small", "", [LAYOUTS[row.layout], row.size].filter(Boolean).join(" · ")));
  name.append(make("span", "plate number", row.number), words);
  version.append(make("span", row.player && row.revision !== revision ? "tag amber" : "", row.player ? `v${row.revision}` : "—"));
  if (row.player) {
    keys.append(key("解除", () => unpair(row), "解除配对"), key("回看", () => { location.href = `/signs/replay?screen=${encodeURIComponent(row.screen)}`; }, "那一分钟它显示了什么"),
      key("截图", () => ask(row, "picture"), "请播放器画出它的页面"), key("重载", () => ask(row, "reload"), "重新打开页面"),
      key("找屏", () => ask(row, "identify"), "屏上闪出编号")); // where 配对 was: pressed twice it does no harm
  } else keys.append(key("配对", () => { find("screen").value = row.screen; find("code").focus(); }));
  tr.append(name, glassCell(row), version, make("td", "number quiet", row.seen ? clock(row.seen) : "—"), keys);
  tr.addEventListener("mouseenter", () => light(row.screen, true));
  tr.addEventListener("mouseleave", () => light(row.screen, false));
  return tr;
}

// A row that says the same stays: somebody may be pressing a key of it.
function showRows(lines) {
  const had = [...find("rows").children];
  if (had.length !== lines.length) { find("rows").replaceChildren(...lines); return; }
  lines.forEach((tr, i) => {
    if (had[i].hasAttribute("class")) tr.className = had[i].className;
    if (had[i].isEqualNode(tr)) return;
    const at = [...had[i].querySelectorAll("button")].indexOf(document.activeElement);
    had[i].replaceWith(tr);
    tr.querySelectorAll("button")[at]?.focus();
  });
}

function light(screen, on) {
  for (const one of document.querySelectorAll(`[data-screen="${CSS.escape(screen)}"]`)) one.classList.toggle("lit", on);
}

function shape(name, values) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(values)) made.setAttribute(key, value);
  return made;
}

// As on the plan: an unpaired screen is hollow, one that shows an older plan is on its way.
function toneOf(row, revision) { return !row?.player ? "unpaired" : row.tone === "good" && row.revision !== revision ? "amber" : row.tone; }

function floorOf(floor, rows, revision) {
  const figure = make("figure"), svg = shape("svg", { viewBox: `-1 -1 ${floor.width + 2} ${floor.depth + 2}`, role: "img", "aria-label": `${floor.name}的屏` });
  const pixel = (floor.width + 2) / MAP_WIDE, size = 7 * pixel;
  svg.append(shape("rect", { x: 0, y: 0, width: floor.width, height: floor.depth, fill: "#FBFAF6", stroke: "#DAD8CE", "stroke-width": 0.3 }));
  for (const outline of floor.outlines) svg.append(shape("polygon", { class: "outline", points: outline.map((point) => point.join(",")).join(" ") }));
  const crowd = {};
  for (const dot of floor.dots) { // before its readers, a strip beside its window; two on one spot side by side
    const turn = ((dot.over ? Math.round(dot.heading / 90) * 90 : dot.heading) * Math.PI) / 180, spot = `${dot.x},${dot.y} ${dot.heading}`, nth = (crowd[spot] = (crowd[spot] ?? -1) + 1);
    const far = size * (dot.over ? 1.2 : 1.5), aside = size * 2.2 * nth, row = rows[dot.screen], title = shape("title", {}), number = shape("text", { y: 3 * pixel, "font-size": 8.5 * pixel });
    const made = shape("g", { class: `dot ${toneOf(row, revision)}`, transform: `translate(${dot.x + Math.sin(turn) * far + Math.cos(turn) * aside} ${dot.y - Math.cos(turn) * far + Math.sin(turn) * aside})` });
    made.dataset.screen = dot.screen;
    title.textContent = `屏 ${row?.number} ${row?.name}：${row?.words}`;
    number.textContent = row?.number.slice(0, 3) ?? "";
    made.append(title, shape("circle", { r: size, "stroke-width": 1.4 * pixel }), number);
    svg.append(made);
  }
  figure.append(make("figcaption", "", floor.name), svg);
  return figure;
}

function show(state) {
  find("sentence").textContent = state.sentence;
  find("sentence").className = `number ${state.rows.every((row) => row.tone === "good") ? "" : "amber"}`;
  find("failing").hidden = !state.failing;
  find("failing").textContent = `屏上情况记不进数据库：${state.failing}`;
  showRows(state.rows.map((row) => line(row, state.revision)));
  const rows = Object.fromEntries(state.rows.map((row) => [row.screen, row]));
  const plan = JSON.stringify([state.floors, state.rows.map((row) => [row.state, row.number, row.name, toneOf(row, state.revision)])]);
  if (plan !== drawn) find("floors").replaceChildren(...state.floors.map((floor) => floorOf(floor, rows, state.revision)));
  drawn = plan;
  chooseFrom(state.rows.filter((row) => row.layout));
  find("refusals").replaceChildren(...(state.refusals.length ? [make("h2", "", "被拒绝的")] : []),
    ...state.refusals.map((one) => make("p", "say bad", `${clock(one.at)} ${one.told}`)));
  if (awaited) lookAt(state.rows.find((row) => row.player === awaited.player));
}

function chooseFrom(rows) {
  places = rows;
  const wanted = rows.map((row) => `${row.screen} ${row.number} ${row.name} ${row.player}`).join("|");
  if (wanted === options) return;
  options = wanted;
  const chosen = find("screen").value, first = !find("screen").length && rows.find((row) => !row.player);
  find("screen").replaceChildren(...rows.map((row) => {
    const option = make("option", "", `屏 ${row.number} · ${row.name}${row.player ? "（替换）" : ""}`);
    option.value = row.screen;
    return option;
  }));
  if (first) find("screen").value = first.screen;
  else if (rows.some((row) => row.screen === chosen)) find("screen").value = chosen;
}

function lookAt(row) {
  if (!row || !row.picture || row.picture === awaited.before) return;
  find("picture-name").textContent = `${awaited.name} · ${clock(row.picture)} 的画面`;
  find("picture").querySelector("img").src = `/api/signs/${row.player}/picture?${encodeURIComponent(row.picture)}`;
  find("picture").showModal();
  awaited = null;
}

find("pair").addEventListener("submit", async (event) => {
  event.preventDefault();
  const row = places.find((one) => one.screen === find("screen").value), wanted = { code: find("code").value, screen: find("screen").value };
  let { ok, told } = await press("/api/signs/pair", wanted);
  if (told.code === "paired") {
    say("");
    find("code").removeAttribute("aria-invalid");
    if (!confirm(told.zh)) return;
    ({ ok, told } = await press("/api/signs/pair", { ...wanted, replaces: row.player ?? "" }));
  }
  say(ok ? `已配对：屏 ${row.number} · ${row.name}，马上显示内容。` : told.zh, ok);
  find("code").setAttribute("aria-invalid", String(!ok));
  if (!ok) { find("code").focus(); return; }
  find("code").value = "";
  const next = places.find((one) => !one.player && one !== row); // nobody means to replace the one just paired
  if (next) find("screen").value = next.screen;
});
find("pair").addEventListener("input", () => say(""));
find("where").textContent = `${location.host}/screen`;
watch("/api/signs/stream", show, (connected) => {
  find("cut").hidden = connected;
  find("cut").textContent = "与大厅服务器的连接中断，以下可能不是最新情况，正在重连";
});
