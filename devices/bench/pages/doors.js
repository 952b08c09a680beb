// Doors: one drawing for each, what hands do to it, and what its reader shows.

import { $, action, drawer, element, lineKeys, lineWrongs, on, pill, post, tell, toggle, view, wrongs } from "./kit.js";

// The door, its frame, the lamp of its lock, the exit button and the fire call point, in one small drawing.
function draw(device, s, name) {
  const leaf = s.open ? "M58 22 L104 40 L104 182 L58 168 Z" : "M58 22 L142 22 L142 168 L58 168 Z";
  const knob = s.open ? [97, 108] : [131, 98];
  const lamp = s.free ? "#0E5A4A" : "#B5362B";
  view(device, "door").innerHTML = `
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
  view(device, "door").setAttribute("aria-label", `${name}${s.open ? "开着" : "关着"}，锁${s.free ? "已放开" : "锁着"}`);
}

const why = (s) => s.fire ? "消防联动放开" : s.released ? "系统放行中" : s.free ? "出门按钮放开" : "锁着";

function say(device, s, ...wrong) {
  pill(device, wrong.length || (s.open && !s.free) ? "bad" : s.free ? "busy" : "well",
    [s.open ? "门开着" : "门关着", why(s), ...wrong].join(" · "));
}

function pushKey(device, body = {}, opened = (said) => said.open) {
  return element("button", { type: "button", textContent: "推门", onclick: async () => {
    const said = await post(device, "push", body);
    if (said && !said.error && !opened(said)) tell("门锁着，推不开");
  } });
}

export function drawGate(s) {
  draw("gate", s, "门");
  say("gate", s, ...wrongs(...lineWrongs(s), [s.failing !== null, "模块报错"]));
  view("gate", "hands").replaceChildren(pushKey("gate"), action("关上", "gate", "shut"), action("硬撬开", "gate", "force"));
  view("gate", "walls").replaceChildren(action("按出门按钮", "gate", "exit"), toggle("火警", s.fire, "gate", "fire", on));
  view("gate", "faults").replaceChildren(
    toggle("模块报错 4", s.failing !== null, "gate", "failing", (so) => ({ exception: so ? 4 : null })));
  lineKeys("gate", s);
}

const LIGHTS = { green: "绿灯", red: "红灯", amber: "黄灯" };

export function drawDoor(s) {
  draw("door", s, "读卡门");
  say("door", s, ...wrongs(...lineWrongs(s), [!s.secure && s.plugged, "未加密连接"], [s.tampered, "机壳被打开"],
    [s.on_battery, "断电，用电池"], [s.stuck, "门磁卡死"], [s.dead_output, "继电器不动"]));
  view("door", "shows").textContent = s.words ? `读卡器：${LIGHTS[s.light] ?? ""} ${s.words}` : "读卡器还没有显示过什么";
  view("door", "hands").replaceChildren(pushKey("door"), action("关上", "door", "shut"), action("硬撬开", "door", "force"));
  view("door", "walls").replaceChildren(
    action("按出门按钮", "door", "exit"), toggle("打碎玻璃", s.fire, "door", "fire", on));
  view("door", "faults").replaceChildren(
    toggle("打开机壳", s.tampered, "door", "tamper", on), toggle("断电用电池", s.on_battery, "door", "battery", on),
    toggle("门磁卡死", s.stuck, "door", "stuck", on), toggle("答应了不动作", s.dead_output, "door", "dead", on));
  lineKeys("door", s);
}

const chosen = () => Number($("#board-door").value);

export function drawBoard(s) {
  const door = { ...s.doors[chosen() - 1], fire: s.fire };
  draw("board", door, `${chosen()} 号门`);
  say("board", door, ...wrongs(...lineWrongs(s)));
  view("board", "shows").textContent = `板内：卡 ${s.cards} 张 · 时段 ${s.profiles} 个 · 记录 ${s.records} 条`;
  const there = { door: chosen() };
  view("board", "hands").replaceChildren(pushKey("board", there, (said) => said.doors[there.door - 1].open),
    action("关上", "board", "shut", there), action("硬撬开", "board", "force", there));
  view("board", "walls").replaceChildren(
    action("按出门按钮", "board", "exit", there), toggle("打碎玻璃", s.fire, "board", "fire", on));
  view("board", "faults").replaceChildren(action("恢复出厂", "board", "wipe"));
  lineKeys("board", s);
}

function form(selector, send) {
  $(selector).addEventListener("submit", (event) => {
    event.preventDefault();
    send(event.submitter?.name, Object.fromEntries(new FormData(event.target)));
  });
}

export function prepare(look) {
  drawer("gate", [["faults", "模块"], ["wire", "线路"]]);
  drawer("door", [["faults", "读卡器与门"], ["wire", "线路"]]);
  drawer("board", [["faults", "控制器"], ["wire", "线路"]]);
  form("#door form.card", (_, { number }) => post("door", "present", { number: Number(number) }));
  form("#door form.pin", (_, { keys }) => post("door", "type", { keys: `${keys}#` }));
  form("#board form.card", (name, { number }) => name === "code"
    ? post("board", "code", { code: Number(number), door: chosen() })
    : post("board", "swipe", { number: Number(number), door: chosen(), out: false }));
  $("#board-door").addEventListener("change", look);
}
