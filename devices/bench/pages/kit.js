// Elements, keys and posts: what every bay is drawn with.

export const $ = (selector, root = document) => root.querySelector(selector);
export const view = (device, name) => $(`#${device} [data-view=${name}]`);
export const UNANSWERED = "设备台没有应答";

export function element(tag, properties = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

export function tell(sentence, bad = false) {
  $("#told").textContent = sentence;
  $("#told").className = bad ? "bad" : "";
}

// Once something was pressed, whoever draws wants to know.
let pressed = async () => {};
export function afterPress(look) { pressed = look; }

export async function post(device, name, body = {}) {
  try {
    const answer = await fetch(`/${device}/${name}`, { method: "POST", body: JSON.stringify(body) });
    const said = await answer.json();
    if (said.error) { tell(said.error, true); return said; }
    tell("");
    await pressed();
    return said;
  } catch {
    tell(UNANSWERED, true);
  }
}

// A key that shows whether it is on; pressed again it undoes.
export function toggle(label, on, device, name, body) {
  const key = element("button", { type: "button", textContent: label, onclick: () => post(device, name, body(!on)) });
  key.setAttribute("aria-pressed", String(on));
  return key;
}

export const on = (on) => ({ on });

export const action = (label, device, name, body = {}) =>
  element("button", { type: "button", textContent: label, onclick: () => post(device, name, body) });

// What is wrong with a device, or how it is, beside its name. ``kind``: well, busy, bad.
export function pill(device, kind, words) {
  const heading = $(`#${device} h2`);
  const it = $(".pill", heading) ?? heading.appendChild(element("span"));
  it.className = `pill ${kind}`;
  it.textContent = words;
}

export const wrongs = (...pairs) => pairs.filter(([is]) => is).map(([, word]) => word);

// The drawer under a bay: troubles that are not wanted all day, its wire and its address.
export function drawer(device, titles) {
  const rows = titles.map(([name, title]) => [
    element("h3", { textContent: title }), element("div", { className: "keys" })]);
  rows.forEach(([, keys], n) => { keys.dataset.view = titles[n][0]; });
  const address = element("code");
  address.dataset.view = "address";
  $(`#${device}`).append(element("details", {}, element("summary", { textContent: "故障与线路" }),
    ...rows.flat(), element("h3", { textContent: "地址" }), address));
}

export function wireKeys(device, s, ...more) {
  view(device, "wire").replaceChildren(toggle("拔线", !s.plugged, device, "plug", (out) => ({ in: !out })), ...more);
  view(device, "address").textContent = s.url;
}

export const lineKeys = (device, s) => wireKeys(device, s,
  toggle("失声", s.mute, device, "mute", on),
  toggle("乱码", s.garble > 0, device, "garble", (so) => ({ share: so ? 0.02 : 0 })),
  action("断电重启", device, "power"));

export const lineWrongs = (s) => [[!s.plugged, "线已拔"], [s.mute, "失声"], [s.garble > 0, "乱码"]];
