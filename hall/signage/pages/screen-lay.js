"use strict";
/* How a frame fits its glass, and which of its pages and languages stand at a moment. The same for a player and for who
   looks back at what a player showed. */

function layOut(root, frame) {
  measure(root, frame);
  arrange(root, frame);
}

// Notices stand below the guidance where a row is free and they fit it, else they take turns with what stands there.
function arrange(root, frame) {
  const letter = parseFloat(root.style.getPropertyValue("--letter"));
  const rows = Math.floor((innerHeight - 1.6 * letter) / (2.15 * letter) + 0.01);
  const longest = Math.max(0, ...frame.pages.map((page) => page.length));
  if (isAlarm(frame)) grow(root);
  if (frame.languages === "turns") fitEnglish(root);
  const band = guides(frame) && rows > longest;
  root.classList.toggle("has-notice", frame.notices.length > 0);
  root.classList.toggle("notice-band", band && fitNotices(root, 0.9));
  if (frame.layout === "strip") fitStrip(root);
  else if (!root.classList.contains("notice-band")) fitNotices(root, 1.5);
}

const isAlarm = (frame) => frame.mode === "evacuation" || frame.mode === "drill";
const guides = (frame) => frame.layout === "guidance" || frame.layout === "both";

// A way out may be as large as the glass allows in one line; it is never smaller than its letters must be, and wraps
// where even those do not fit.
function grow(root) {
  const room = root.querySelector(".pages").parentElement;
  root.classList.remove("wrap");
  for (let size = 4; size >= 0.99; size -= 0.1) {
    root.style.setProperty("--grow", size.toFixed(1));
    const tall = Math.max(0, ...[...root.querySelectorAll(".page")].map((page) => [...page.children].reduce((sum, one) => sum + one.offsetHeight, 0)));
    if (tall <= room.clientHeight && !cutOff(root).length) return;
  }
  root.classList.add("wrap");
}

// English that stands alone is larger than below the Chinese, as far as its longest line allows.
function fitEnglish(root) {
  root.dataset.speaks = "en";
  root.style.setProperty("--english", 0.8);
  const room = Math.min(1, ...[...root.querySelectorAll(".line .words .en")].map((one) => one.clientWidth / Math.max(1, one.scrollWidth)));
  root.style.setProperty("--english", Math.max(0.46, Math.floor(80 * room) / 100).toFixed(2));
}

// The largest letters at which every notice is whole; one language at a time where both do not fit. False where even
// the smallest letters that can be read do not fit.
function fitNotices(root, largest) {
  root.classList.toggle("notice-band", largest < 1);
  const smallest = Math.max(0.5, 16 / parseFloat(root.style.getPropertyValue("--letter"))); // 18 minutes of arc; 16 pixels
  return [...root.querySelectorAll(".notice")].map((one) => [root.dataset.languages === "turns", true].some((turns) => {
    one.classList.toggle("turns", turns);
    for (let size = Math.max(largest, smallest); size > smallest - 0.01; size -= 0.05) {
      one.style.setProperty("--size", size.toFixed(2));
      if (whole(one, turns)) return true;
    }
    return false;
  })).every(Boolean);
}

function whole(one, turns) {
  const { paddingTop, paddingBottom } = getComputedStyle(one), room = one.clientHeight - parseFloat(paddingTop) - parseFloat(paddingBottom);
  one.classList.add("measured");
  const high = [...one.children].map((words) => words.offsetHeight);
  one.classList.remove("measured");
  return (turns ? Math.max(...high) : high[0] + high[1]) <= room && one.scrollWidth <= one.clientWidth;
}

// A strip has less room while a number is called.
function fitStrip(root) {
  if (root.dataset.layout !== "strip") return;
  fitPlate(root);
  root.classList.remove("long-notice");
  if (fitNotices(root, 1.5)) return;
  root.classList.add("long-notice");
  fitNotices(root, 1.5);
}

// The name of the window over which a strip hangs: in two lines beside its number, below it while a number is called.
// Its notices leave the number room.
function fitPlate(root) {
  const plate = root.querySelector(".plate"), name = plate.querySelector(".zh"), number = plate.querySelector(".number");
  root.style.setProperty("--beside", `${number.offsetWidth && Math.round(number.getBoundingClientRect().right - root.getBoundingClientRect().left)}px`);
  for (let size = 1; size > 0.39; size -= 0.05) {
    plate.style.setProperty("--fit", size.toFixed(2));
    if (name.scrollHeight <= name.clientHeight + 1 && plate.scrollHeight <= plate.clientHeight && plate.scrollWidth <= plate.clientWidth) return;
  }
}

// ``now``: hall time in milliseconds, null where it is not known; pages then turn all the same, and notices stand.
function turnPages(root, frame, now) {
  const turn = Math.floor((now ?? performance.now()) / 1000 / frame.page_seconds), pages = [...root.querySelectorAll(".page")];
  const notices = [...root.querySelectorAll(".notice")].filter((one) => {
    const up = now === null || (Date.parse(one.dataset.starts) <= now && now < Date.parse(one.dataset.ends));
    if (!up) one.classList.remove("on");
    return up;
  });
  const band = root.classList.contains("notice-band"), paged = guides(frame) || isAlarm(frame);
  const faces = band ? pages : paged ? [...pages, ...notices] : notices.flatMap((one) => [null, one]);
  const on = faces.length ? faces[turn % faces.length] : null;
  for (const one of [...pages, ...notices]) one.classList.toggle("on", one === on || (band && notices.length > 0 && one === notices[turn % notices.length]));
  root.classList.toggle("notice-page", !band && notices.includes(on));
  root.classList.toggle("has-notice", notices.length > 0);
  put(root.querySelector(".dots"), paged && faces.length > 1 ? `${faces.indexOf(on) + 1}/${faces.length}` : "");
  const tongue = Math.floor(turn / Math.max(1, faces.length, band ? notices.length : 0)) % 2 ? "en" : "zh";
  if (root.dataset.tongue !== tongue) root.dataset.tongue = tongue;
  const speaks = frame.languages === "turns" && !isAlarm(frame) ? tongue : "both";
  if (root.dataset.speaks !== speaks) root.dataset.speaks = speaks;
}

// Only what differs is touched: a glass that does not change costs nothing.
function put(where, text) { if (where.textContent !== text) where.textContent = text; }
