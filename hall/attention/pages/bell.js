/* In the bar of every page of staff: how much needs somebody, and whether it would be heard. While the page is before
   somebody's eyes (or would sound), the hall is told so: a kiosk says that staff were told only then. */
import { send } from "../kit/page.js";
import { listen } from "./list.js";
import { bell } from "./sound.js";

const HERE_EVERY = 10_000;
const place = document.getElementById("bell"), count = place.querySelector("b"), mark = place.querySelector("i");
const role = place.dataset.role;
let needs = [], sound = "locked", connected = false;

const MARKS = { on: "", off: "静音", locked: "点页面开声音" };
bell.watch((state) => {
  sound = state;
  mark.textContent = role === "clerk" ? "" : MARKS[state];
  addressed();
});

function addressed() { place.title = needs.map((need) => need.what).join("\n") || "没有要处理的事"; }

function show(state) {
  needs = state.needs.filter((need) => !need.taken_by);
  count.textContent = needs.length || "";
  place.classList.toggle("due", needs.length > 0);
  place.setAttribute("aria-label", needs.length ? `${needs.length} 件待处理` : "没有要处理的事");
  addressed();
  if (role !== "clerk") bell.hear(state.needs);
}

function here() {
  if (connected && (document.visibilityState === "visible" || sound === "on")) send("/api/attention/here", {});
}

listen(show, (now) => {
  const first = now && !connected;
  connected = now;
  if (first) here();
});
document.addEventListener("visibilitychange", here);
setInterval(here, HERE_EVERY);
setInterval(() => { if (connected && role !== "clerk") bell.hear(needs); }, 5000);
