"use strict";
/* A frame becomes elements. Everything in the frame stands in the document, as text where people read it and as data
   where they do not, so that screen-read.js can say what is truly painted. Text is only ever set as text. */

const SVG = "http://www.w3.org/2000/svg";

function element(tag, name, text, data) {
  const made = document.createElement(tag);
  if (name) made.className = name;
  if (text !== undefined) made.textContent = text;
  Object.assign(made.dataset, data);
  return made;
}

function symbol(name, kind) {
  const svg = document.createElementNS(SVG, "svg"), use = document.createElementNS(SVG, "use");
  svg.setAttribute("class", kind);
  svg.setAttribute("aria-hidden", "true");
  use.setAttribute("href", `#${kind}-${name}`);
  svg.append(use);
  return svg;
}

function paint(frame) {
  const root = element("article");
  root.append(alarm(frame), regions(frame), notices(frame), foot(frame));
  describe(root, frame);
  return root;
}

// What the frame as a whole is. Whatever the moment had made of it (lost, its page, its language) is gone.
function describe(root, frame) {
  root.className = `frame on-${frame.layout}`;
  Object.assign(root.dataset, {
    screen: frame.screen, revision: frame.revision, mode: frame.mode, layout: frame.layout, letter: frame.letter_mm,
    glass: JSON.stringify(frame.glass), pageSeconds: frame.page_seconds, languages: frame.languages, ink: frame.ink,
    ground: frame.ground, guidanceLease: frame.guidance_lease ?? "", callsLease: frame.calls_lease ?? "",
  });
  for (const name of ["--grow", "--english"]) root.style.removeProperty(name);
  root.style.setProperty("--ink", frame.ink);
  root.style.setProperty("--ground", frame.ground);
}

// What was painted of `old` becomes `frame`; returns what stands there now. A part that says the same stays as it is:
// only what differs is laid out and drawn again. Another kind of frame, or size of letters, is painted anew.
function repaint(root, old, frame) {
  const differs = (of) => JSON.stringify(of(old)) !== JSON.stringify(of(frame));
  if (differs((one) => [one.layout, one.mode, one.letter_mm, one.glass])) {
    const made = paint(frame);
    root.replaceWith(made);
    return made;
  }
  const anew = (selector, make, of) => {
    if (differs(of)) root.querySelector(selector).replaceWith(make(frame));
  };
  if (old.pages.length === frame.pages.length) repaintPages([...root.querySelectorAll(".page")], old.pages, frame.pages);
  else root.querySelector(".pages").replaceChildren(...frame.pages.map(page));
  anew(".plate", plate, (one) => [one.plate, one.plate_zh, one.plate_en]);
  anew(".board", board, (one) => one.calls);
  anew(".notices", notices, (one) => one.notices);
  anew("footer", foot, (one) => [one.title_zh, one.title_en]);
  describe(root, frame);
  return root;
}

function repaintPages(made, old, pages) {
  pages.forEach((lines, n) => {
    const had = [...made[n].children];
    lines.forEach((one, m) => {
      if (m >= had.length) made[n].append(line(one));
      else if (JSON.stringify(one) !== JSON.stringify(old[n][m])) had[m].replaceWith(line(one));
    });
    for (const one of had.slice(lines.length)) one.remove();
  });
}

// Letters in pixels, on a glass of `width` × `height` of them.
function measure(root, frame, wide = innerWidth, high = innerHeight) {
  const [width, height] = frame.glass;
  const pixels = width && height ? Math.min(wide / width, high / height) : Math.min(wide, high) / 600;
  root.style.setProperty("--letter", `${(frame.letter_mm * pixels).toFixed(2)}px`);
  root.style.setProperty("--base", `${(frame.letter_mm * pixels).toFixed(2)}px`);
}

function alarm(frame) {
  const band = element("header", "alarm");
  if (frame.mode === "drill") band.append(element("b", "", "演练 DRILL"), element("p", "", "这是消防演练，请按指示从最近的出口离开"), element("p", "en", "This is a drill. Please leave by the nearest exit"));
  if (frame.mode === "evacuation") band.append(element("b", "", "请立即疏散"), element("p", "", "不要乘电梯，听从工作人员指挥"), element("p", "en", "Evacuate now. Do not use the lifts"));
  return band;
}

function regions(frame) {
  const box = element("div", "regions"), guide = element("section", "guide");
  const pages = element("div", "pages");
  pages.append(...frame.pages.map(page));
  guide.append(pages, element("p", "no-way", "请跟随绿色安全出口标志 Follow the green exit signs"), element("p", "gone", "此屏已与大厅失去联系，指路内容已过期，请看固定标识或询问工作人员"));
  box.append(guide, plate(frame), board(frame));
  return box;
}

function page(lines) {
  const made = element("ol", "page");
  made.append(...lines.map(line));
  return made;
}

function line(one) {
  const made = element("li", "line", undefined, {
    direction: one.direction, metres: one.metres, stepFree: one.step_free, places: JSON.stringify(one.places),
  });
  const words = element("div", "words"), extras = element("div", "extras"), floor = element("span", "floor");
  words.append(element("p", "zh", one.zh), element("p", "en", one.en));
  floor.append(element("span", "zh", one.floor_zh), element("span", "en", one.floor_en));
  extras.append(floor, ...one.pictograms.map((name) => symbol(name, "pictogram")), element("b", "tag", one.tag));
  made.append(symbol(one.direction, "arrow"), words, extras);
  return made;
}

function plate(frame) {
  const made = element("section", "plate"), words = element("div", "words");
  words.append(element("p", "zh", frame.plate_zh), element("p", "en", frame.plate_en));
  made.append(element("b", "number", frame.plate), words);
  return made;
}

function board(frame) {
  const made = element("section", "board"), list = element("ol", "calls");
  list.append(...frame.calls.map((call) => {
    const one = element("li", "call", undefined, { id: call.id, at: call.at, direction: call.direction });
    one.append(element("b", "no", call.number), element("span", "to", call.window));
    for (const key of ["direction_zh", "direction_en", "service_zh", "service_en", "sentence"]) one.append(element("i", key, call[key]));
    return one;
  }));
  made.append(big(), element("p", "label earlier", "刚才叫到"), list, element("p", "label missed", "过号请到咨询台"));
  return made;
}

function big() {
  const box = element("div", "big resting"), goto = element("p", "goto");
  goto.append("到 ", element("b", "number"), " 号窗口");
  const way = element("div", "way");
  way.append(symbol("here", "arrow"), element("p", "zh"), element("p", "en"));
  box.append(element("p", "please", "请"), element("p", "number who"), goto, way,
    element("p", "rest", "请留意叫号"), element("p", "rest en", "Please wait for your number"));
  return box;
}

function notices(frame) {
  const list = element("ol", "notices");
  list.append(...frame.notices.map((one) => {
    const made = element("li", "notice", undefined, { id: one.id, priority: one.priority, starts: one.starts, ends: one.ends });
    made.append(element("p", "zh", one.zh), element("p", "en", one.en));
    return made;
  }));
  return list;
}

// The clock is the hall's: it is there as long as the hall speaks.
function stamp() {
  const made = element("p", "stamp");
  made.append(element("span", "since"), element("b", "clock"));
  return made;
}

function foot(frame) {
  const made = element("footer", ""), title = element("p", "title");
  title.append(element("span", "zh", frame.title_zh), element("span", "en", frame.title_en));
  made.append(title, element("p", "dots"), stamp());
  return made;
}

// The call that is big now: its words come from its line in the list, so that both can only say the same.
function showBig(root, id, fresh) {
  const box = root.querySelector(".big"), from = id === null ? null : root.querySelector(`.call[data-id="${id}"]`);
  box.classList.toggle("resting", !from);
  if (!from) delete box.dataset.id;
  else sayCall(box, from, id);
  fitStrip(root);
  if (!from || !fresh) return;
  box.classList.remove("fresh");
  void box.offsetWidth; // restart the animation
  box.classList.add("fresh");
}

function sayCall(box, from, id) {
  const text = (name) => from.querySelector(`.${name}`).textContent;
  box.dataset.id = id;
  box.querySelector(".who").textContent = text("no");
  box.querySelector(".goto .number").textContent = text("to");
  box.querySelector(".way .zh").textContent = [text("direction_zh"), text("service_zh")].filter(Boolean).join(" · ");
  box.querySelector(".way .en").textContent = [text("direction_en"), text("service_en")].filter(Boolean).join(" · ");
  box.querySelector(".way use").setAttribute("href", `#arrow-${from.dataset.direction}`);
  box.querySelector(".who").classList.toggle("long", text("no").length > 4);
}
