// The scanners and the camera.

import { $, action, drawer, element, lineKeys, lineWrongs, on, pill, post, tell, toggle, view, wireKeys, wrongs }
  from "./kit.js";

const KINDS = {
  qr: ["QR 码", "OD1.SAMPLE.7FQ2"], microqr: ["Micro QR", "SJ2026"], datamatrix: ["Data Matrix", "沪松建(2026)第0012号"],
  pdf417: ["PDF417", "收件凭证 SJ20260012"], aztec: ["Aztec", "欢迎来到办事大厅"], code128: ["Code 128", "SJ20260012"],
  code39: ["Code 39", "SJ2026-12"], ean13: ["EAN-13", "6901234567892"], ean8: ["EAN-8", "69012341"],
};
const CONDITIONS = { two: "两个码", turned: "斜着拿", blurred: "模糊", dark: "昏暗", glare: "反光" };
let holder = "paper";
let look = -1;

export function prepare() {
  for (const device of ["scanner", "hidpos"]) {
    drawer(device, [["wire", "线路"]]);
    const preset = (label, name) => action(label, device, "show", { preset: name });
    view(device, "presets").replaceChildren(preset("最近小票", "last_slip"), preset("随申码", "suishenma"),
      preset("证件号", "id_number"), preset("信用代码", "credit_code"), preset("不成码", "nonsense"));
    $(`#${device} form`).onsubmit = (event) => {
      event.preventDefault();
      const code = event.target.code.value;
      if (code) post(device, "show", { text: code });
    };
  }
  drawer("camera", [["wire", "线路"]]);
  const kind = $("#kind"), code = $("#camera-code");
  kind.append(...Object.entries(KINDS).map(([value, [textContent]]) => element("option", { value, textContent })));
  const show = () => { if (code.value) post("camera", "show", { text: code.value, kind: kind.value, on: holder }); };
  kind.onchange = () => { code.value = KINDS[kind.value][1]; show(); };
  code.value = KINDS.qr[1];
  $("#camera form").onsubmit = (event) => { event.preventDefault(); show(); };
}

export function drawScanner(device, s) {
  const wrong = wrongs(...lineWrongs(s));
  pill(device, wrong.length ? "bad" : "well", wrong.join("、") || "正常");
  lineKeys(device, s);
}

export function drawCamera(s) {
  const wrong = wrongs([!s.plugged, "线已拔"]);
  pill("camera", wrong.length ? "bad" : "well", wrong.join("、") || "正常");
  $("#camera .view").classList.toggle("out", !s.plugged);
  if (s.look !== look) {
    look = s.look;
    $("#camera img").src = `/camera/picture.jpg?look=${look}`;
  }
  drawFound(s.plugged ? s.read : []);
  drawRead(s);
  drawHolding(s);
  wireKeys("camera", s);
}

function drawFound(codes) {
  view("camera", "found").replaceChildren(...codes.map((code) => {
    const frame = document.createElementNS("http://www.w3.org/2000/svg", "polygon");
    frame.setAttribute("points", code.corners.map((corner) => corner.join(",")).join(" "));
    return frame;
  }));
}

function drawRead(s) {
  const said = view("camera", "read");
  said.classList.toggle("nothing", !s.plugged || !s.read.length);
  if (!s.plugged) said.textContent = "线已拔，什么也看不到";
  else if (!s.read.length) said.textContent = s.shown ? `没有读到码 · ${s.ms} 毫秒` : "镜头前没有东西";
  else said.replaceChildren(...s.read.map((code) =>
    element("span", {}, element("small", { textContent: KINDS[code.symbology]?.[0] ?? code.symbology }), code.text)),
  element("small", { className: "took", textContent: `${s.ms} 毫秒` }));
}

function drawHolding(s) {
  if (s.shown) holder = s.shown.on;
  const choice = (label, name) => {
    const key = element("button", { type: "button", textContent: label, onclick: () => {
      holder = name;
      if (s.shown) $("#camera form").requestSubmit();
      else tell(name === "phone" ? "下一个码显示在手机上" : "下一个码印在纸上");
    } });
    key.classList.add("choice");
    key.setAttribute("aria-pressed", String(holder === name));
    return key;
  };
  view("camera", "presets").replaceChildren(choice("纸上", "paper"), choice("手机上", "phone"),
    action("最近小票", "camera", "show", { preset: "last_slip", on: "paper" }),
    action("随申码", "camera", "show", { preset: "suishenma", on: "phone" }),
    ...(s.shown ? [action("拿开", "camera", "hide")] : []));
  view("camera", "conditions").replaceChildren(...Object.entries(CONDITIONS).map(([name, label]) =>
    toggle(label, s[name], "camera", name, on)));
}
