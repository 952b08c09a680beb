"use strict";
/* What is painted, read back from the document into a frame. Where the picture contradicts the data beside it (a colour
   that is not the colour, an arrow that points elsewhere, something hidden), it is said as a fault, and the hash cannot
   be that of the frame that was sent. */

function readBack(root) {
  const data = root.dataset, text = (from, name) => from.querySelector(name).textContent, faults = [];
  const whole = (value) => (value === "" ? null : Number(value));
  const frame = {
    screen: data.screen, revision: Number(data.revision), mode: data.mode, layout: data.layout,
    title_zh: text(root, ".title .zh"), title_en: text(root, ".title .en"), letter_mm: Number(data.letter),
    glass: JSON.parse(data.glass), page_seconds: Number(data.pageSeconds), languages: data.languages,
    pages: [...root.querySelectorAll(".page")].map((page) => [...page.children].map((one) => readLine(one, faults))),
    ink: data.ink, ground: data.ground, plate: text(root, ".plate .number"), plate_zh: text(root, ".plate .zh"),
    plate_en: text(root, ".plate .en"), calls: [...root.querySelectorAll(".call")].map((one) => readCall(one, faults)),
    notices: [...root.querySelectorAll(".notice")].map((one) => ({
      id: Number(one.dataset.id), priority: Number(one.dataset.priority), zh: text(one, ".zh"), en: text(one, ".en"),
      starts: one.dataset.starts, ends: one.dataset.ends,
    })),
    guidance_lease: whole(data.guidanceLease), calls_lease: whole(data.callsLease),
  };
  if (data.dropped) faults.push(`dropped ${data.dropped}`);
  faults.push(...contradictions(root, frame));
  return faults.length ? { ...frame, faults } : frame;
}

function readLine(one, faults) {
  const text = (name) => one.querySelector(name).textContent;
  const direction = pointsTo(one.querySelector(":scope > .arrow"), "arrow");
  if (direction !== one.dataset.direction) faults.push(`arrow ${direction}`);
  return {
    direction, zh: text(".words .zh"), en: text(".words .en"), tag: text(".tag"),
    pictograms: [...one.querySelectorAll(".pictogram")].map((svg) => pointsTo(svg, "pictogram")),
    floor_zh: text(".floor .zh"), floor_en: text(".floor .en"), step_free: one.dataset.stepFree === "true",
    metres: Number(one.dataset.metres), places: JSON.parse(one.dataset.places),
  };
}

function readCall(one) {
  const text = (name) => one.querySelector(`.${name}`).textContent;
  return {
    id: Number(one.dataset.id), number: text("no"), window: text("to"), direction: one.dataset.direction,
    direction_zh: text("direction_zh"), direction_en: text("direction_en"), service_zh: text("service_zh"),
    service_en: text("service_en"), sentence: text("sentence"), at: one.dataset.at,
  };
}

function pointsTo(svg, kind) { return svg.firstChild.getAttribute("href").slice(kind.length + 2); }

function contradictions(root, frame) {
  const faults = [], style = getComputedStyle(root), box = root.getBoundingClientRect();
  if (style.visibility !== "visible" || style.opacity !== "1" || box.width < 1 || box.height < 1) faults.push("hidden");
  if (frame.mode === "normal" && (hex(style.color) !== frame.ink.toUpperCase() || hex(style.backgroundColor) !== frame.ground.toUpperCase()) && ["guidance", "both"].includes(frame.layout)) faults.push("colours");
  for (const svg of root.querySelectorAll(".arrow, .pictogram")) {
    if (getComputedStyle(svg).transform !== "none") faults.push("turned");
  }
  const big = root.querySelector(".big");
  if (big.dataset.id !== undefined) {
    const call = frame.calls.find((one) => String(one.id) === big.dataset.id);
    if (!call || big.querySelector(".who").textContent !== call.number || big.querySelector(".goto .number").textContent !== call.window
      || pointsTo(big.querySelector(".way .arrow"), "arrow") !== call.direction) faults.push("big call");
  }
  return faults;
}

function hex(colour) {
  return `#${colour.match(/\d+/g).slice(0, 3).map((one) => Number(one).toString(16).padStart(2, "0")).join("")}`.toUpperCase();
}

// Words that do not fit and are cut off: told to the hall, since nobody on the spot would tell. A third of a line is
// the air of its letters.
const WHOLE = ".page .zh, .page .en, .plate .zh, .plate .en, .notice, .who, .way p, .title .zh";
function cutOff(root) {
  return [...root.querySelectorAll(WHOLE)].filter((one) => one.scrollWidth > one.clientWidth + 1
    || (one.matches(".notice, .plate p, .way p")
      && one.scrollHeight > one.clientHeight + parseFloat(getComputedStyle(one).lineHeight) / 3));
}
