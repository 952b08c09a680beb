/* The list, watched once a page: the bar and the page itself both show it. */
import { live } from "../kit/page.js";

const shows = [], tells = [];
let last = null, connected = null;

/** `show(state)` now and whenever it has changed; `tell(connected, refusal)` as in the kit's `live`. */
export function listen(show, tell = () => {}) {
  shows.push(show);
  tells.push(tell);
  if (shows.length === 1) live("/api/attention/stream", (state) => { last = state; shows.forEach((one) => one(state)); }, (now, refusal) => { connected = [now, refusal]; tells.forEach((one) => one(now, refusal)); });
  if (last) show(last);
  if (connected) tell(...connected);
}
