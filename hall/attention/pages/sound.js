/* The sound of something new that needs a person. No file: two notes. A browser lets a page sound only after somebody has
   touched it, so that whether it can is always in sight. Of all pages of a browser one sounds. */

import { seam } from "../kit/page.js";

const KEY = "attention-sound"; // "off": somebody has turned it off here
const AGAIN = 20_000; // milliseconds until a call for help or a door that nobody has taken sounds again
const tells = [];
let context = null, mine = false, known = null, last = 0, rung = 0;

const muted = () => localStorage.getItem(KEY) === "off";
const state = () => muted() ? "off" : context?.state === "running" ? "on" : "locked";

function unlock(event) {
  if (event?.target.closest?.("#sound")) return; // its own key says itself what it does
  context ??= new AudioContext();
  if (context.state === "suspended") context.resume().then(say, say);
  say();
}

function say() { tells.forEach((tell) => tell(state())); }

function ring() {
  last = performance.now();
  rung += 1;
  seam({ rung });
  if (state() !== "on" || !mine) return;
  for (const [at, pitch] of [[0, 880], [0.22, 660], [0.5, 880], [0.72, 660]]) {
    const note = context.createOscillator(), loud = context.createGain();
    note.frequency.value = pitch;
    loud.gain.setValueAtTime(0.0001, context.currentTime + at);
    loud.gain.exponentialRampToValueAtTime(0.3, context.currentTime + at + 0.02);
    loud.gain.exponentialRampToValueAtTime(0.0001, context.currentTime + at + 0.2);
    note.connect(loud).connect(context.destination);
    note.start(context.currentTime + at);
    note.stop(context.currentTime + at + 0.21);
  }
}

export const bell = {
  /** `show(state)`: "on", "off" (somebody's wish), "locked" (a touch is needed). */
  watch(show) {
    tells.push(show);
    show(state());
    if (tells.length > 1) return;
    for (const kind of ["pointerdown", "keydown"]) addEventListener(kind, unlock, { capture: true });
    addEventListener("storage", say);
    if (navigator.locks) navigator.locks.request("attention-sound", () => { mine = true; return new Promise(() => {}); });
    else mine = true;
  },
  toggle() {
    if (state() === "on") localStorage.setItem(KEY, "off");
    else { localStorage.removeItem(KEY); unlock(); }
    say();
  },
  /** The list as it is now: what is new in it sounds; help and doors that nobody takes sound again. */
  hear(needs) {
    const open = needs.filter((need) => !need.taken_by);
    const now = new Set(open.flatMap((need) => need.things));
    const fresh = known === null ? now.size > 0 : [...now].some((thing) => !known.has(thing));
    known = now;
    const urgent = open.some((need) => need.kind === "help" || need.kind === "door") && performance.now() - last > AGAIN;
    if (fresh || urgent) ring();
  },
};
