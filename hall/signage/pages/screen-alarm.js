"use strict";
/* The fire contacts of stations, heard directly: with the hall away the glass still flips to the way out it keeps. An
   alarm is believed under the station's own key, over a nonce of ours, and ends only by that station's release or by the
   hall's all clear, each for this very alarm. Used by screen-link.js. */

const AGAIN = 1500, SILENT = 7000, UNHEARD = 20000; // after which the hall is told that this glass does not hear a station
let way = null, held = {}, over = {}, told = { a: 0, l: "[]" }, open = [];

// What was known before the power went.
async function recallAlarm() {
  held = await kept("held") || {};
  over = await kept("over") || {};
  const last = await kept("way"), lines = await kept("lines");
  if (last && await trust(`onedoor-keep-1|${last.a}|${sha256(last.text)}`, last.g)) keepWay(last);
  if (lines && await trust(`onedoor-lines-1|${lines.a}|${sha256(lines.l)}`, lines.g)) { told = lines; listen(); }
}

function keepWay({ a, text }) {
  const frame = JSON.parse(text);
  if (frame.screen !== identity.screen || frame.mode !== "evacuation") return false;
  way = { a, frame, hash: sha256(text) };
  remember(way.hash, frame);
  return true;
}

async function keepCame(message) {
  if (way && message.a < way.a) return;
  const text = canonical(message.f);
  if (!await trust(`onedoor-keep-1|${message.a}|${sha256(text)}`, message.g)) { say({ t: "r", q: 0, why: "signature" }); return; }
  const last = { a: message.a, g: message.g, text };
  if (!keepWay(last)) return;
  keep("way", last);
  if (Object.keys(held).length) present();
}

async function linesCame(message) {
  if (message.a < told.a) return;
  if (!await trust(`onedoor-lines-1|${message.a}|${sha256(message.l)}`, message.g)) { say({ t: "r", q: 0, why: "signature" }); return; }
  const same = message.l === told.l;
  told = { a: message.a, l: message.l, g: message.g };
  keep("lines", told);
  if (!same) listen();
}

function listen() {
  for (const line of open) line.stop();
  open = JSON.parse(told.l).map(lineTo);
}

// One line to one station: a fresh nonce each time it is opened, so that nothing said before counts.
function lineTo(station) {
  let source = null, timer = 0, ended = false, heardAt = performance.now();
  const watch = setInterval(() => {
    if (performance.now() - heardAt > UNHEARD) say({ t: "r", q: 0, why: "unheard", x: station.station });
  }, UNHEARD);
  const again = (wait) => { clearTimeout(timer); timer = setTimeout(connect, wait); };
  const connect = async () => {
    if (source) source.close();
    if (ended) return;
    const believe = await trustIn(station.key, OWN), nonce = clean(crypto.getRandomValues(new Uint8Array(16)));
    let number = 0;
    const line = source = new EventSource(`${station.address}/alarm?nonce=${nonce}`);
    line.onmessage = (event) => {
      again(SILENT);
      queue = queue.then(async () => {
        const m = JSON.parse(event.data);
        if (line !== source || !(m.n > number) || !await believe(`onedoor-alarm-1|${station.station}|${nonce}|${m.n}|${m.s}|${m.since}`, m.g)) return;
        number = m.n;
        heardAt = performance.now();
        heardStation(station.station, m);
      }).catch(() => {});
    };
    line.onerror = () => { line.close(); again(AGAIN * (0.5 + Math.random())); };
    again(SILENT);
  };
  connect();
  return { stop: () => { ended = true; clearTimeout(timer); clearInterval(watch); if (source) source.close(); } };
}

function heardStation(station, { s, since }) {
  if (s === "fire" && held[station] !== since && over[station] !== since) held[station] = since;
  else if (s === "rest" && held[station] === since) delete held[station];
  else return;
  keep("held", held);
  present();
}

async function overCame({ s, since, g }) {
  if (!await trust(`onedoor-over-1|${s}|${since}`, g)) return;
  over[s] = since;
  keep("over", over);
  if (held[s] !== since) return;
  delete held[s];
  keep("held", held);
  present();
}

// Since when the oldest alarm stands, null if none does.
const alarmSince = () => (Object.keys(held).length ? Math.min(...Object.values(held)) : null);
