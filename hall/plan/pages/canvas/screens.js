/* Screens with their readers, and fixed fire signs. */

import { changing } from "../model/checking.js";
import { spotAt } from "../model/ground.js";
import { toneOf } from "../model/signs.js";
import { keyOf } from "../model/things.js";
import { brief } from "../model/words.js";
import { svg, text } from "./elements.js";
import { item } from "./item.js";
import { screenPlaces } from "./plates.js";
import { px, view } from "./view.js";

export function screensOf(plan, screens) {
  const spots = screenPlaces(plan, screens);
  return screens.map((screen) => screenOf(screen, spots.get(screen.id)));
}

function screenOf(screen, at) {
  const chosen = view.chosen.has(keyOf("screens", screen.id)), lies = at.over ? 12 : 14, number = brief(screen.number || "？", 4);
  const turn = (at.faces * Math.PI) / 180, x = Math.sin(turn) * lies, y = -Math.cos(turn) * lies;
  return item("screens", screen, `screen${changing(screen.id) ? " changing" : ""} ${toneOf(screen.id)}`, { x: at.x, y: at.y },
    chosen ? fan(screen) : null,
    svg("rect", { class: "glass", x: -11, y: -2.2, width: 22, height: 4.4, rx: 1.5, transform: `rotate(${at.faces})` }),
    changing(screen.id) ? svg("circle", { class: "ring", cx: x, cy: y, r: 12.5 }) : null,
    svg("circle", { class: "shape", cx: x, cy: y, r: 9 }),
    text(number, { class: "number", x, y: y + 3.6, "font-size": number.length > 2 ? 8 : 10.5 }));
}

// Where its readers stand: as far as it must be read, as wide as a glass can be read from aside.
function fan(screen) {
  const far = screen.farthest * view.scale, wide = far * Math.tan((40 * Math.PI) / 180);
  return svg("path", { class: "fan", d: `M-11 0 ${-wide} ${far}Q0 ${far * 1.18} ${wide} ${far}L11 0Z`, transform: `rotate(${screen.heading})` });
}

export function fireSignOf(plan, sign) {
  const at = spotAt(plan, sign.node);
  return item("fire_signs", sign, "fire", { x: px(at.x) + 13, y: px(at.y) + 13 },
    svg("rect", { class: "shape", x: -8, y: -6, width: 16, height: 12, rx: 2.5 }),
    svg("path", { class: "glyph", d: "M0 4V-4M-3 -1 0 -4 3 -1", transform: `rotate(${sign.heading})` }));
}
