/* The plan is drawn anew at most once a picture of the display, however many ask for it. */

import { topic } from "../model/topic.js";

export const drawing = topic();
let asked = 0;

export function redraw() {
  if (asked) return;
  asked = requestAnimationFrame(() => { asked = 0; drawing.tell(); });
}
