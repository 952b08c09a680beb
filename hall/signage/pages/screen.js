"use strict";
/* The page of a player: lays frames out behind the glass, flips them, says what is painted, drops what has expired. */

const meta = (name) => document.querySelector(`meta[name=${name}]`).content;
const find = (id) => document.getElementById(id);
const stage = find("stage");
const options = new URLSearchParams(location.search);
const clockText = new Intl.DateTimeFormat("zh-CN", { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: meta("zone") });
const LOOK = 500, LOOK_AT_WORDS = 1500, QUIET = 4000, WARM_AFTER = 300, LONGEST_AHEAD = 1000; // no turn is told longer beforehand: then the clock was set

let fireSince = null;
let shown = null, behind = null, spare = null, offset = null, heard = null, since = null, ticks = 0, frameAskedAt = 0;
const turns = onedoor.takeTurns(Number(meta("call-seconds")), () => {});
turns.voice = options.has("voice");
const link = new Worker(meta("link") + (options.has("own") ? ",own" : ""));
link.onmessage = (event) => take(event.data);
link.postMessage({ start: `${innerWidth}×${innerHeight}@${devicePixelRatio}` });

function take(told) {
  if (told.frame) laidOut(told);
  else if (told.flip) setTimeout(flip, Math.min(Math.max(0, told.at - hallNow()), LONGEST_AHEAD), told.flip, told.spread); // unless it is overtaken by then
  else if (told.word) hear(told);
  else if (told.lost) draw();
  else if ("code" in told) askForPairing(told);
  else if (told.paired) { find("pairing").hidden = true; find("nothing").hidden = Boolean(shown); }
  else if (told.ask) asked(told);
  else if (told.reload) location.reload();
  else if (told.build) renew(told.build);
}

// The hall has a newer page than this one: fetch it, but not in a circle.
function renew(build) {
  if (build === meta("build") || sessionStorage.getItem("renewed") === build) return;
  sessionStorage.setItem("renewed", build);
  location.reload();
}

function askForPairing(told) {
  find("pairing").hidden = false;
  find("nothing").hidden = true;
  find("code").textContent = told.code ? `${told.code.slice(0, 3)} ${told.code.slice(3)}` : "— — —";
  find("address").textContent = `${location.host}`;
  find("why").textContent = told.why || (told.code ? "" : "还没有连上大厅服务器，正在重试");
}

// Behind the glass first: laid out and drawn in full, so that the flip itself costs nothing. What stood on the glass
// before the present frame becomes it.
function laidOut(told) {
  const frame = told.frame, had = behind ?? spare;
  behind = spare = null;
  let root;
  try {
    root = had ? repaint(had.root, had.frame, frame) : paint(frame);
    measure(root, frame);
  } catch (error) {
    had?.root.remove();
    link.postMessage({ malformed: told.seq });
    return;
  }
  root.classList.add("behind");
  root.style.zIndex = shown ? Number(shown.root.style.zIndex) + 1 : 0; // what is covered is not drawn
  if (!had) stage.append(root);
  arrange(root, frame);
  behind = { root, frame, seq: told.seq, hash: told.hash };
  fireSince = told.alarm ?? null;
  if (told.age !== undefined) { heard = performance.now() - told.age; since = told.since; }
  if (told.show) flip(told.seq);
  else ready(behind);
}

// What will be asked of it once it is on the glass is done once before, while nobody waits: the browser has its code at
// hand then, after hours in which nothing changed (a turn's hash: 0.1 instead of 6.5 ms).
function ready(what) {
  dress(what);
  setTimeout(() => { if (what === behind) hashOf(what); }, WARM_AFTER);
  requestAnimationFrame(() => setTimeout(() => { if (what === behind) link.postMessage({ prepared: what.seq }); }));
}

const hashOf = (what) => sha256(canonical(readBack(what.root)));

function flip(seq, spread) {
  if (!behind || behind.seq !== seq) return;
  if (shown) setAside(shown);
  [shown, behind] = [behind, null];
  shown.root.classList.remove("behind");
  find("nothing").hidden = find("pairing").hidden = true;
  turns.take(shown.frame.calls.slice());
  draw();
  answer(shown, spread);
}

// To be painted over. Not where words were dropped from it or the document did not say what it should.
function setAside(what) {
  if (what.spoilt || what.root.dataset.dropped) { what.root.remove(); return; }
  what.root.classList.add("behind", "spare");
  spare = what;
}

// In two animation frames what is in the document now has been painted.
function drawn(then) {
  frameAskedAt = performance.now();
  requestAnimationFrame(() => requestAnimationFrame(then));
}

// Of many screens that turn together each answers at its own moment within `spread` milliseconds: the last is on its glass
// before the first is asked what it says.
function answer(what, spread = 0) {
  drawn(() => setTimeout(tellPainted, Math.random() * spread, what, performance.now()));
}

function tellPainted(what, at) {
  if (what !== shown) return;
  const hash = hashOf(what);
  what.spoilt = hash !== what.hash;
  tick({ painted: { seq: what.seq, hash }, waited: Math.round(performance.now() - at) });
  if (!what.looked) setTimeout(() => lookAt(what), LOOK_AT_WORDS);
}

// An animation frame was drawn: this page is not frozen.
function tick(told) {
  ticks += 1;
  link.postMessage({ ...told, tick: ticks });
}

function lookAt(what) {
  if (what !== shown) return;
  what.looked = true;
  if (cutOff(what.root).length) link.postMessage({ cut: what.seq });
}

// A page that was busy hears late of what its thread was told in time.
function hear(told) {
  const away = heard === null || performance.now() - heard > QUIET;
  heard = told.heard - performance.timeOrigin;
  offset = told.word - heard;
  since = told.word;
  if (shown && shown.root.dataset.dropped) revive();
  if (away) draw();
}

const hallNow = () => (offset === null ? null : performance.now() + offset);

// A lease runs from the hall's last word, by the clock that no one can set.
function drop() {
  if (!shown || heard === null) return;
  const silent = (performance.now() - heard) / 1000, frame = shown.frame, root = shown.root, before = root.dataset.dropped || "";
  const gone = [
    frame.calls_lease !== null && silent > frame.calls_lease && frame.layout !== "guidance" ? "calls" : "",
    frame.guidance_lease !== null && silent > frame.guidance_lease && frame.pages.length ? "guidance" : "",
  ].filter(Boolean).join(" ");
  if (gone === before || !gone) return;
  root.dataset.dropped = gone;
  if (gone.includes("calls")) { root.querySelector(".calls").replaceChildren(); turns.take([]); }
  if (gone.includes("guidance")) root.querySelector(".pages").replaceChildren();
  draw();
  answer(shown);
}

// Painted anew where it stands: what waits behind the glass goes on waiting.
function revive() {
  const anew = paint(shown.frame);
  shown.root.replaceWith(anew);
  shown.root = anew;
  layOut(anew, shown.frame);
  turns.take(shown.frame.calls.slice());
  draw();
  answer(shown);
}

function draw() {
  if (behind) dress(behind);
  if (!shown) return;
  dress(shown);
  drawCalls(shown.root, (shown.root.dataset.dropped || "").includes("calls"), turns.turn());
}

// What on a frame is of the moment.
function dress({ root, frame }) {
  const now = hallNow(), lost = heard === null || performance.now() - heard > QUIET;
  root.classList.toggle("lost", lost);
  put(root.querySelector(".since"), fireSince !== null ? `消防触点自 ${clockText.format(fireSince)} 起报警${lost ? " · 未连上大厅" : ""}` : !lost ? ""
    : since === null ? "未连上大厅" : `自 ${clockText.format(since)} 起未连上大厅`);
  put(root.querySelector(".clock"), fireSince === null && !lost ? clockText.format(now) : "");
  turnPages(root, frame, now);
}

function drawCalls(root, dropped, fresh) {
  const big = !dropped && turns.big && root.querySelector(`.call[data-id="${turns.big.id}"]`) ? turns.big.id : null;
  const place = root.querySelector(".big");
  if (fresh || (big === null ? undefined : String(big)) !== place.dataset.id) showBig(root, big, fresh);
  put(root.querySelector(".rest"), dropped ? "请听窗口叫号" : "请留意叫号");
  let before = 0;
  for (const call of root.querySelectorAll(".call")) {
    const id = Number(call.dataset.id), earlier = id <= turns.upto() && id !== big && before < 5;
    if (earlier) before += 1;
    call.classList.toggle("before", earlier);
  }
}

async function asked(told) {
  if (told.ask === "reload") location.reload();
  else if (told.ask === "identify") {
    find("identify").querySelector("b").textContent = told.number || "";
    find("identify").hidden = false;
    setTimeout(() => { find("identify").hidden = true; }, 8000);
  } else if (told.ask === "picture") await sendPicture(told);
}

function keepPage() {
  if (!("serviceWorker" in navigator)) return; // plain http: the browser's own cache keeps the page for a week
  navigator.serviceWorker.register("/screen/offline.js", { scope: "/screen" }).then(() => navigator.serviceWorker.ready)
    .then((ready) => ready.active.postMessage({
      keep: ["/screen", ...performance.getEntriesByType("resource").map((one) => one.name).filter((name) => name.includes("/static/")),
        ...meta("link").split("#").flatMap((part) => part.split(","))],
    })).catch(() => {});
}

setInterval(() => {
  drop();
  draw();
  // A turn's own frame is sign of life enough.
  if (performance.now() - frameAskedAt > 0.8 * LOOK) requestAnimationFrame(() => tick());
}, LOOK);
addEventListener("resize", () => { for (const one of [shown, behind]) if (one) layOut(one.root, one.frame); });
find("nothing").hidden = false;
keepPage();
