"use strict";
/* The player's line to the hall, in a thread of its own: it goes on beating when the page hangs, so that the hall can
   tell a frozen picture from a lost network. It believes nothing but the hall's signature. */

const [SCRIPTS, OPTIONS] = [location.hash.slice(1).split(",").filter((one) => one.startsWith("/")), location.hash];
importScripts(...SCRIPTS);
const OWN = OPTIONS.endsWith(",own"); // tests: as on plain http
const HELLO_WITHIN = 4000, POLL = 800, LATEST = 5;
const CLOCK_SET = 1000; // milliseconds
const WHEN_TOLD = -1, LONGEST_SPREAD = 1000;
const KEEP_AFTER = 1000; // what all screens turn to together is on the glass first, then on the disk
const FIRST_PAUSE = 1500, LONGEST_PAUSE = 4000;
const clean = (bytes) => Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join("");

let identity = null, trust = null, socket = null, beating = null, pause = FIRST_PAUSE;
let frames = new Map(), seq = 0, painted = { seq: 0, hash: "" }, counter = 0, size = "";
let latest = null, keeping = 0;
let samples = [], offset = null, signed = 0, heard = null, keptAt = -Infinity, waiting = null, queue = Promise.resolve();

const hallNow = () => performance.now() + offset;
const say = (what) => {
  if (!socket || socket.readyState !== 1 || !socket.proof) return;
  const body = `${JSON.stringify(what).slice(0, -1)},"n":${socket.said += 1}`;
  socket.send(`${body},"a":"${sha256.hmac(socket.proof, body).slice(0, 32)}"}`);
};
const tell = (what) => postMessage(what);
const post = (path, body) => fetch(path, {
  method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body), cache: "no-store",
}).then(async (answer) => ({ ok: answer.ok, told: await answer.json() }), () => null);
const sleep = (ms) => new Promise((done) => { setTimeout(done, ms); });

onmessage = (event) => {
  const told = event.data;
  if (told.tick) counter = told.tick;
  if (told.prepared) laidOut(told.prepared);
  else if (told.painted) {
    painted = told.painted;
    say({ t: "s", q: painted.seq, h: painted.hash, w: told.waited, x: identity.screen });
  }
  else if (told.malformed) say({ t: "r", q: told.malformed, why: "malformed" });
  else if (told.cut) say({ t: "r", q: told.cut, why: "cut" });
  else if (told.start) { size = told.start; start(); }
};

async function start() {
  identity = await kept("identity");
  if (!identity) { await pair(); return; }
  trust = await trustIn(identity.key, OWN);
  await recall();
  await recallAlarm();
  if (alarmSince() !== null) present();
  connect();
}

// Pairing: the secret is made here and never shown; the hall gets its hash, and the secret only once it has been paired.
async function pair() {
  const secret = clean(crypto.getRandomValues(new Uint8Array(32)));
  for (;;) {
    const asked = await post("/api/screen/pairing", { secret: sha256(secret), size });
    tell({ code: asked && asked.ok ? asked.told.code : "", why: asked && !asked.ok ? asked.told.zh : "" });
    if (!asked || !asked.ok) { await sleep(2 * POLL); continue; }
    for (const until = performance.now() + asked.told.seconds * 800; performance.now() < until;) {
      await sleep(POLL);
      const answer = await post("/api/screen/paired", { secret });
      if (answer && answer.ok && answer.told.player) {
        identity = { secret, player: answer.told.player, screen: answer.told.screen, key: answer.told.key };
        await keep("identity", identity);
        trust = await trustIn(identity.key, OWN);
        tell({ paired: identity.screen });
        connect();
        return;
      }
      if (answer && answer.ok && !answer.told.waiting) break; // the code has run out
    }
  }
}

// What was on the glass before the power went, if its signature still holds. Its age by this computer's clock is only
// used to drop what is too old; a clock that runs backwards proves nothing and drops it too.
async function recall() {
  const last = await kept("frame"), word = await kept("heard");
  if (!last || !await trust(`onedoor-frame-2|${last.line}|${last.seq}|${last.at}|${sha256(last.text)}`, last.g)) return;
  const frame = JSON.parse(last.text);
  if (frame.screen !== identity.screen) return;
  remember(sha256(last.text), frame);
  latest = { frame, seq: 0, hash: sha256(last.text), whole: last };
  const age = word ? Date.now() - word.local : -1;
  tell({ frame, seq: 0, hash: sha256(last.text), show: true, age: age < 0 ? Infinity : age, since: word ? word.hall : null });
}

function connect() {
  if (socket) { socket.onclose = null; socket.close(); }
  let greeted = false, asked = 0;
  const line = socket = new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/screen/link`);
  const late = setTimeout(() => { if (!greeted) line.close(); }, HELLO_WITHIN);
  line.greet = (challenge) => {
    asked = performance.now();
    seq = 0; // of this line: no frame of another is taken on it
    line.said = 0;
    line.nonce = clean(crypto.getRandomValues(new Uint8Array(16)));
    const key = sha256(identity.secret), hash = [latest?.hash, way?.hash].includes(painted.hash) ? painted.hash : "", who = `${challenge}|${identity.player}|${line.nonce}`;
    line.proof = sha256.hmac(key, `onedoor-line-2|${who}`);
    line.send(JSON.stringify({ player: identity.player, hash, nonce: line.nonce, a: sha256.hmac(key, `onedoor-greeting-2|${who}|${hash}`) }));
  };
  line.onmessage = (event) => {
    queue = queue.then(() => take(JSON.parse(event.data), line)).catch(() => say({ t: "r", q: 0, why: "malformed" }));
    if (greeted) return;
    greeted = true;
    pause = FIRST_PAUSE;
    clearTimeout(late);
  };
  line.onclose = () => {
    clearTimeout(late);
    clearInterval(beating);
    if (socket !== line) return;
    tell({ lost: true });
    setTimeout(connect, 150 + Math.random() * pause); // a thousand screens must not come back in one moment
    pause = Math.min(LONGEST_PAUSE, pause * 1.5);
  };
  line.asked = () => asked;
}

async function take(message, line) {
  if (line !== socket) return;
  if (message.t === "who") { if (!line.nonce) line.greet(message.c); }
  else if (message.t === "hi") {
    if (await trust(`onedoor-hello-1|${line.nonce}|${message.a}`, message.h)) anew(message.a);
    await word({ ...message, m: line.asked() });
    tell({ build: message.build });
    clearInterval(beating);
    beating = setInterval(beat, message.beat);
    beat();
  } else if (message.t === "w") await word(message);
  else if (message.t === "ask") tell({ ask: message.what, number: message.number, player: identity.player, secret: identity.secret });
  else if (message.t === "unpaired") await forget(message);
  else if (message.t === "turn") await turn(message);
  else if (message.t === "keep") await keepCame(message);
  else if (message.t === "lines") await linesCame(message);
  else if (message.t === "over") await overCame(message);
  else await frameCame(message);
}

function beat() {
  say({ t: "b", c: counter, m: performance.now(), k: offset === null ? 0 : Math.round(Date.now() - hallNow()) });
}

// The hall has said over a nonce of ours what time it is: that is so, also where its clock was set back since.
function anew(at) {
  signed = Math.min(signed, at);
  if (way) way.a = Math.min(way.a, at);
  told = { ...told, a: Math.min(told.a, at) };
}

// The hall's time, from the exchange that took least (a clock that was set is followed at once); and the signed word
// that renews what may be believed. One from before the last was played again, or the hall's clock was set back: it is
// asked anew.
async function word(message) {
  const now = performance.now(), took = now - message.m, one = { took, offset: message.n + took / 2 - now };
  if (Math.abs(message.n - message.a) > 2000) return;
  if (message.a !== signed && !await trust(`onedoor-word-1|${message.a}`, message.g)) return;
  if (message.a < signed) { socket.close(); return; }
  samples = offset !== null && Math.abs(one.offset - offset) > took + CLOCK_SET ? [one] : [...samples.slice(-7), one];
  offset = samples.reduce((best, each) => (each.took < best.took ? each : best)).offset;
  signed = message.a;
  heard = message.n;
  tell({ word: hallNow(), heard: performance.timeOrigin + performance.now() });
  if (now - keptAt > 30000) { keptAt = now; keep("heard", { local: Date.now(), hall: heard }); }
}

async function forget(message) {
  if (!await trust(`onedoor-unpaired-1|${identity.player}`, message.g)) return;
  clearTimeout(keeping);
  await Promise.all(["identity", "frame", "heard", "way", "held", "over", "lines"].map((name) => keep(name, null)));
  tell({ reload: true });
}

async function frameCame(message) {
  const refuse = (why) => { say({ t: "r", q: message.q ?? 0, why }); tell({ refused: why }); };
  if (!Number.isSafeInteger(message.q) || typeof message.g !== "string") { refuse("malformed"); return; }
  if (message.q <= seq) { refuse("replay"); return; }
  const at = message.at ?? 0;
  let frame, text;
  try {
    const base = message.b === undefined ? null : frames.get(message.b);
    if (base === undefined) { refuse("base"); return; }
    frame = base === null ? message.f : patched(base, message.d);
    text = canonical(frame);
  } catch (_) { refuse(message.b === undefined ? "malformed" : "base"); return; }
  const hash = sha256(text);
  const line = `${identity.player}|${socket.nonce}`;
  if (!await trust(`onedoor-frame-2|${line}|${message.q}|${at}|${hash}`, message.g)) { refuse("signature"); return; }
  if (frame.screen !== identity.screen) { refuse("other_screen"); return; }
  seq = message.q;
  remember(hash, frame);
  const came = { seq, at, frame, hash, whole: { line, seq, at, g: message.g, text } };
  waiting = at === WHEN_TOLD ? came : null;
  if (at !== WHEN_TOLD) belongs(came, 0);
  if (!alarmed()) tellFrame(came, at !== WHEN_TOLD); // else kept for the all clear
}

const tellFrame = ({ frame, seq, hash }, show) => tell({ frame, seq, hash, show, alarm: alarmSince() });

// On the glass, and after a power cut again; what only waits behind it may never be published.
function belongs(one, after) {
  latest = one;
  clearTimeout(keeping);
  keeping = setTimeout(() => keep("frame", one.whole), after);
}

// Whether the way out we keep goes before what the hall wants, unless that is a way out itself.
const alarmed = () => way !== null && alarmSince() !== null && !(latest && latest.frame.mode === "evacuation");

// A station began an alarm, or it ended: what belongs on the glass now.
function present() {
  if (waiting) waiting.laid = false; // behind the glass there is room for one
  if (alarmed()) { tellFrame({ frame: way.frame, hash: way.hash, seq: latest?.seq ?? 0 }, true); return; }
  if (latest) tellFrame(latest, true);
  if (waiting && waiting.at === WHEN_TOLD) tellFrame(waiting, false);
}

function remember(hash, frame) {
  frames.delete(hash.slice(0, 8));
  frames.set(hash.slice(0, 8), frame);
  while (frames.size > LATEST) frames.delete(frames.keys().next().value);
}

function laidOut(ready) {
  say({ t: "p", q: ready });
  if (!waiting || waiting.seq !== ready) return;
  waiting.laid = true;
  if (waiting.at > 0) tellTurn(waiting);
}

// All screens have it behind the glass, or one has kept the others waiting for too long: then that is this one, perhaps.
async function turn(message) {
  const one = waiting;
  if (!one || one.at !== WHEN_TOLD || one.frame.revision !== message.r) return;
  if (!await trust(`onedoor-turn-1|${message.r}|${message.at}`, message.g)) {
    say({ t: "r", q: one.seq, why: "signature" });
    return;
  }
  one.at = message.at;
  one.spread = Math.min(LONGEST_SPREAD, message.s ?? 0);
  belongs(one, KEEP_AFTER);
  if (one.laid) tellTurn(one);
}

const tellTurn = ({ seq, at, spread }) => tell({ flip: seq, at, spread });
