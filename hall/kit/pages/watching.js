/* What a page watches, live. One line a browser, by a worker that its pages share; where there is none (an old browser, or
   it does not answer), one a page. */
import { openLine } from "./line.js";
import { hear as hearTime } from "./time.js";

const LOST_AFTER = 6000; // milliseconds: three signs of life missed
const HELLO_WITHIN = 4000;
const HERE = 30_000;
const who = document.querySelector("meta[name=csrf]")?.content ?? "";
const watched = new Map(); // topic -> { all: [{ show, tell }], heard, connected, refusal, last: state that was told last }
let say = null;

function take(topic, message) {
  const one = watched.get(topic);
  if (!one) return;
  if (message === null) { connected(one, false); return; }
  hearTime(message.at);
  if (message.event === "state" || message.event === "beat") {
    one.heard = performance.now();
    connected(one, true);
    if (message.event === "state") { one.last = message.data; for (const { show } of [...one.all]) show(message.data); }
    return;
  }
  connected(one, false, message.data?.detail ?? null);
  if (message.event === "ended" || message.data?.status === 401) leave();
}

function connected(one, now, refusal = null) {
  if (one.connected === now && !refusal) return;
  one.connected = now;
  one.refusal = refusal;
  for (const { tell } of [...one.all]) tell(now, refusal);
}

// Signed out: the page is asked for again, which leads to where one signs in. Not in a circle.
function leave() {
  const last = Number(sessionStorage.getItem("left") ?? -Infinity), at = performance.timeOrigin + performance.now();
  if (Math.abs(at - last) < 5000) return;
  sessionStorage.setItem("left", String(at));
  location.reload();
}

function alone() {
  const line = openLine(take);
  say = ({ watch, leave: left }) => { if (watch) line.watch(watch); if (left) line.leave(left); };
  for (const topic of watched.keys()) line.watch(topic);
}

function together() {
  const worker = new SharedWorker(new URL("./line-worker.js", import.meta.url), { type: "module", name: "onedoor" });
  const silent = setTimeout(instead, HELLO_WITHIN);
  let over = false;
  function instead() {
    clearTimeout(silent);
    if (over) return;
    over = true;
    worker.port.close();
    alone();
  }
  worker.onerror = instead;
  worker.port.onmessage = ({ data }) => {
    clearTimeout(silent);
    if (!over && data.topic) take(data.topic, data.message);
  };
  say = (wish) => worker.port.postMessage(wish);
  setInterval(() => { if (!over) say({}); }, HERE);
  addEventListener("pagehide", () => { if (!over) say({ bye: true }); });
  addEventListener("pageshow", (event) => { if (event.persisted && !over) for (const topic of watched.keys()) say({ watch: topic, who }); });
}

/** `show(state)` whenever what `topic` (the address of a stream) says has changed; `tell(connected, refusal)` when the hall is
    lost or heard again; `refusal` has the hall's sentence if it would not tell. Several of a page may watch one topic. Returns
    how to stop. */
export function watch(topic, show, tell) {
  const me = { show, tell }, there = watched.get(topic);
  if (there) {
    there.all.push(me);
    if (there.last !== undefined) show(there.last);
    if (there.connected !== null) tell(there.connected, there.refusal);
  }
  const one = there ?? { all: [me], heard: performance.now(), connected: null, refusal: null, last: undefined };
  if (!there) begin(topic, one);
  return () => {
    one.all = one.all.filter((each) => each !== me);
    if (!one.all.length && watched.get(topic) === one) end(topic, one);
  };
}

function begin(topic, one) {
  watched.set(topic, one);
  if (!say) {
    if (typeof SharedWorker === "undefined") alone();
    else together();
  }
  say({ watch: topic, who });
  one.looking = setInterval(() => { if (performance.now() - one.heard > LOST_AFTER) connected(one, false); }, 1000);
}

function end(topic, one) {
  clearInterval(one.looking);
  watched.delete(topic);
  say({ leave: topic });
}
