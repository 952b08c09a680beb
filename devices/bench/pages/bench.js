"use strict";
// The rack's page: asks /state twice a second, draws what differs, posts what is pressed.

const $ = (selector, root = document) => root.querySelector(selector);
const told = $("#told");
let people = [];
let last = "";
const drawn = new Map(); // paper number -> rows drawn

function element(tag, properties = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

function tell(sentence, bad = false) {
  told.textContent = sentence;
  told.className = bad ? "bad" : "";
}

async function post(device, name, body = {}) {
  try {
    const answer = await fetch(`/${device}/${name}`, { method: "POST", body: JSON.stringify(body) });
    const said = await answer.json();
    if (said.error) { tell(said.error, true); return said; }
    tell("");
    await look();
    return said;
  } catch {
    tell("设备台没有应答", true);
  }
}

// A key that shows whether it is on; pressed again it undoes.
function toggle(label, on, device, name, body) {
  const key = element("button", { type: "button", textContent: label, onclick: () => post(device, name, body(!on)) });
  key.setAttribute("aria-pressed", String(on));
  return key;
}

const action = (label, device, name, body = {}) =>
  element("button", { type: "button", textContent: label, onclick: () => post(device, name, body) });

const view = (device, name) => $(`#${device} [data-view=${name}]`);

function wireKeys(device, s) {
  view(device, "wire").replaceChildren(
    toggle("拔线", !s.plugged, device, "plug", (on) => ({ in: !on })),
    toggle("失声", s.mute, device, "mute", (on) => ({ on })),
    toggle("乱码", s.garble > 0, device, "garble", (on) => ({ share: on ? 0.02 : 0 })),
    action("断电重启", device, "power"),
  );
}

function drawIdcard(s) {
  const pad = view("idcard", "pad");
  const who = people.find((one) => one.id === s.person);
  pad.classList.toggle("laid", Boolean(who));
  pad.replaceChildren(...(who
    ? [element("div", {}, element("b", { textContent: who.name }), `${who.title} · 尾号 ${who.number.slice(-4)}`),
      action("取走", "idcard", "take")]
    : ["感应区是空的，点一张卡放上去"]));
  view("idcard", "people").replaceChildren(...people.map((one) => {
    const card = action("", "idcard", one.id === s.person ? "take" : "lay",
      one.id === s.person ? {} : { person: one.id });
    card.className = "person";
    card.setAttribute("aria-pressed", String(one.id === s.person));
    card.append(element("b", { textContent: one.name }), element("span", { textContent: one.title }),
      element("span", { textContent: one.note }));
    return card;
  }));
  const unreadable = (label, status) =>
    toggle(label, s.unreadable === status, "idcard", "unreadable", (on) => ({ status: on ? status : null }));
  view("idcard", "faults").replaceChildren(
    unreadable("选卡失败 81", "81"), unreadable("读卡失败 41", "41"), unreadable("认证失败 31", "31"),
    unreadable("不认识的卡 40", "40"),
    toggle("读到一半抽走", s.pull_at_next_read, "idcard", "pull", (on) => ({ on })),
    toggle("模块未授权 66", !s.authorised, "idcard", "sam", (on) => ({ authorised: !on })),
    toggle("留卡不再报告", s.left_card_hidden, "idcard", "left", (on) => ({ hidden: on })),
  );
  wireKeys("idcard", s);
}

function drawPrinter(s) {
  const wrong = [
    [!s.plugged, "线已拔"], [s.cover_open, "机盖开着"], [s.paper_end, "没有纸"], [s.cutter_error, "切刀卡住"],
    [s.overheated, "过热"], [s.broken, "不可恢复的故障"], [s.paper_low && !s.paper_end, "纸将尽"],
  ].filter(([is]) => is).map(([, word]) => word);
  const health = view("printer", "health");
  health.classList.toggle("bad", wrong.length > 0);
  const left = s.paper_left_mm > 0 ? `，再走 ${Math.ceil(s.paper_left_mm)} 毫米缺纸` : "";
  health.textContent = (wrong.join("、") || "正常") + left;
  const out = s.paper_left_mm !== null;
  view("printer", "paper").replaceChildren(
    toggle("机盖打开", s.cover_open, "printer", "cover", (on) => ({ open: on })),
    toggle("缺纸", s.paper_end, "printer", "paper", (on) => ({ out: on })),
    toggle("纸将尽", s.paper_low, "printer", "low", (on) => ({ on })),
    ...(out && !s.paper_end ? [action("换新纸卷", "printer", "paper", { out: false })] : []),
  );
  view("printer", "faults").replaceChildren(
    toggle("切刀卡住", s.cutter_jammed, "printer", "cutter", (on) => ({ jammed: on })),
    toggle("过热", s.overheated, "printer", "heat", (on) => ({ hot: on })),
    toggle("不可恢复", s.broken, "printer", "broken", (on) => ({ on })),
  );
  wireKeys("printer", s);
  drawSlips(s.papers);
}

function drawSlips(papers) {
  $("#count").textContent = papers.length ? `${papers.length} 张` : "";
  const tray = $("#slips");
  if (!papers.length || papers.length < drawn.size) {
    drawn.clear();
    tray.replaceChildren(element("p", { className: "empty", textContent: "还没有小票出来" }));
  }
  for (const paper of papers) {
    if (drawn.get(paper.n) === paper.rows) continue;
    if (!drawn.size) tray.replaceChildren();
    const source = `/printer/papers/${paper.n}.png?rows=${paper.rows}`;
    const note = `第 ${paper.n + 1} 张 · ${paper.mm} 毫米${paper.cut ? "" : " · 未切断"}`;
    if (drawn.has(paper.n)) {
      $(`#slip-${paper.n} img`).src = source;
      $(`#slip-${paper.n} span`).textContent = note;
    } else {
      tray.prepend(element("figure", { id: `slip-${paper.n}` },
        element("img", { src: source, alt: note }),
        element("figcaption", {}, element("span", { textContent: note }),
          element("a", { href: `/printer/papers/${paper.n}.png`, textContent: "图" , target: "_blank" }),
          element("a", { href: `/printer/papers/${paper.n}.bin`, textContent: "字节" }))));
    }
    drawn.set(paper.n, paper.rows);
  }
}

function drawScanner(s) {
  const preset = (label, name) => action(label, "scanner", "show", { preset: name });
  view("scanner", "presets").replaceChildren(
    preset("最近一张小票的码", "last_slip"), preset("随申码", "suishenma"), preset("证件号", "id_number"),
    preset("信用代码", "credit_code"), preset("不成码的字节", "nonsense"),
  );
  wireKeys("scanner", s);
}

// The door, its frame, the lamp of its lock, the exit button and the fire call point, in one small drawing.
function drawDoor(s) {
  const leaf = s.open ? "M58 22 L104 40 L104 182 L58 168 Z" : "M58 22 L142 22 L142 168 L58 168 Z";
  const knob = s.open ? [97, 108] : [131, 98];
  const lamp = s.free ? "#0E5A4A" : "#B5362B";
  view("gate", "door").innerHTML = `
    <rect x="4" y="4" width="192" height="164" rx="10" fill="#F6F4EE"/>
    <path d="M4 168 H196" stroke="#A9BDB4" stroke-width="3"/>
    <rect x="52" y="16" width="96" height="152" fill="${s.open ? "#1B2A26" : "#DCE8E2"}" stroke="#55635D" stroke-width="4"/>
    <path d="${leaf}" fill="#DCE8E2" stroke="#0E5A4A" stroke-width="3" stroke-linejoin="round"/>
    <circle cx="${knob[0]}" cy="${knob[1]}" r="4.5" fill="#0E5A4A"/>
    <circle cx="168" cy="40" r="9" fill="${lamp}" stroke="#FFF" stroke-width="2"/>
    <rect x="157" y="78" width="22" height="30" rx="4" fill="${s.exit ? "#0E5A4A" : "#FFF"}" stroke="#55635D" stroke-width="2"/>
    <circle cx="168" cy="93" r="6" fill="${s.exit ? "#FFF" : "#0E5A4A"}"/>
    <rect x="17" y="78" width="22" height="22" rx="3" fill="${s.fire ? "#B5362B" : "#FFF"}" stroke="#B5362B" stroke-width="2"/>
    <circle cx="28" cy="89" r="5" fill="${s.fire ? "#FFF" : "#B5362B"}"/>`;
  view("gate", "door").setAttribute("aria-label", `门${s.open ? "开着" : "关着"}，锁${s.free ? "已放开" : "锁着"}`);
}

function drawGate(s) {
  drawDoor(s);
  const why = s.fire ? "消防联动放开" : s.released ? "系统放行中" : s.free ? "出门按钮放开" : "锁着";
  const lock = view("gate", "lock");
  lock.textContent = `${s.open ? "门开着" : "门关着"} · ${why}${s.plugged ? "" : " · 线已拔"}`;
  lock.classList.toggle("free", s.free);
  lock.classList.toggle("bad", !s.free && (s.open || !s.plugged));
  const push = element("button", { type: "button", textContent: "推门", onclick: async () => {
    const said = await post("gate", "push");
    if (said && !said.error && !said.open) tell("门锁着，推不开");
  } });
  view("gate", "hands").replaceChildren(push, action("关上", "gate", "shut"), action("硬撬开", "gate", "force"));
  view("gate", "faults").replaceChildren(
    action("按出门按钮", "gate", "exit"),
    toggle("火警", s.fire, "gate", "fire", (on) => ({ on })),
    toggle("模块报错 4", s.failing !== null, "gate", "failing", (on) => ({ exception: on ? 4 : null })),
  );
  wireKeys("gate", s);
}

function drawAddresses(state) {
  const names = { printer: "小票打印机", idcard: "身份证阅读器", scanner: "扫码枪", gate: "门禁" };
  view("addresses", "addresses").replaceChildren(...Object.entries(names).map(([device, name]) =>
    element("div", {}, element("dt", { textContent: name }), element("dd", { textContent: state[device].url }))));
}

async function look() {
  const text = await (await fetch("/state")).text();
  if (text === last) return;
  const focused = document.activeElement?.closest("[data-view]") ? keyOf(document.activeElement) : null;
  last = text;
  const state = JSON.parse(text);
  drawIdcard(state.idcard);
  drawPrinter(state.printer);
  drawScanner(state.scanner);
  drawGate(state.gate);
  drawAddresses(state);
  if (focused) [...document.querySelectorAll("[data-view] button")].find((key) => keyOf(key) === focused)?.focus();
}

// A key is drawn anew when its state changes; the keyboard stays on it.
const keyOf = (key) => `${key.closest("section")?.id}/${key.parentElement.dataset.view}/${key.textContent}`;

$(".show").onsubmit = (event) => {
  event.preventDefault();
  const code = $("#code").value;
  if (code) post("scanner", "show", { text: code });
};
$(".after").onsubmit = (event) => {
  event.preventDefault();
  post("printer", "paper", { out: true, after_mm: Number($("#mm").value) });
};

async function watch() {
  try {
    if (!people.length) people = await (await fetch("/people")).json();
    await look();
    if (told.textContent === "设备台没有应答") tell("");
  } catch {
    tell("设备台没有应答", true);
  }
  setTimeout(watch, 400);
}
watch();
