/* The floor with its doors on it. A door is a mark with a letter besides its colour, so that nobody needs to see colours. */
import { html, nothing, render, svg } from "../kit/lit-html.js";

const MARK = { well: "", open: "开", unknown: "?", unwired: "?", fire: "火", forced: "!", tamper: "!", held_open: "开" };
let floors = [], chosen = "";

export function setFloors(next) {
  floors = next;
  if (!floors.some((one) => one.id === chosen)) chosen = "";
}

const shape = (one) => svg`<polygon class=${`${one.kind} ${one.public ? "" : "staff"}`} points=${one.points.map((p) => p.join(",")).join(" ")} />`;
const middle = (points) => [0, 1].map((i) => points.reduce((sum, p) => sum + p[i], 0) / points.length);
const label = (one, size) => { const [x, y] = middle(one.points); return svg`<text x=${x} y=${y} font-size=${size} class="name">${one.name}</text>`; };
const way = ([x1, y1, x2, y2]) => svg`<line x1=${x1} y1=${y1} x2=${x2} y2=${y2} />`;

/** What is drawn, and a little around it: [x, y, width, height]. */
function box(floor, doors) {
  const points = [...floor.shapes.flatMap((one) => one.points), ...floor.ways.flatMap(([a, b, c, d]) => [[a, b], [c, d]]), ...doors.map((one) => [one.at.x, one.at.y])];
  if (!points.length) return [0, 0, floor.width, floor.depth];
  const [xs, ys] = [0, 1].map((i) => points.map((p) => p[i]));
  const [x, y] = [Math.min(...xs) - 4, Math.min(...ys) - 4];
  return [x, y, Math.max(...xs) + 4 - x, Math.max(...ys) + 4 - y];
}

function mark(door, size, press) {
  const tone = door.stale ? "unknown" : door.tone;
  return svg`<g class=${`door ${tone}`} role="button" tabindex="0" aria-label=${`${door.name}：${door.say}`} @click=${() => press(door)} @keydown=${(event) => { if (event.key === "Enter") press(door); }}>
    <title>${door.name}：${door.say}</title>
    <circle cx=${door.at.x} cy=${door.at.y} r=${size} /><text x=${door.at.x} y=${door.at.y} font-size=${size * 1.2} dy=".36em">${door.stale ? "?" : MARK[door.state]}</text>
    <text class="named" x=${door.at.x} y=${door.at.y - size * 1.4} font-size=${size * 1.1}>${door.name}</text></g>`;
}

/** `doors`: as the list has them, each with `say` and `stale`. `press(door)`: one was chosen. */
export function drawPlan(doors, press) {
  const on = (floor) => doors.filter((door) => door.at?.floor === floor.id);
  const worst = floors.find((floor) => on(floor).some((door) => door.tone === "bad"));
  const floor = floors.find((one) => one.id === chosen) ?? worst ?? floors.find((one) => on(one).length) ?? floors[0];
  render(floors.length > 1 ? floors.filter((one) => on(one).length).map((one) => html`<button class="small" role="tab" aria-selected=${one === floor} @click=${() => { chosen = one.id; drawPlan(doors, press); }}>${one.name}${on(one).some((door) => door.tone === "bad") ? " ！" : nothing}</button>`) : nothing, document.getElementById("floors"));
  if (!floor) { render(html`<p class="quiet">还没有发布大厅图，门只列在下面。</p>`, document.getElementById("plan")); return; }
  const [x, y, width, height] = box(floor, on(floor)), size = Math.max(width, height * 1.6) / 58;
  render(html`<svg viewBox=${`${x} ${y} ${width} ${height}`} role="group" aria-label=${floor.name}>
    ${floor.shapes.map(shape)}<g class="ways">${floor.ways.map(way)}</g>${floor.shapes.filter((one) => one.kind === "zone" || one.kind === "room").map((one) => label(one, size * 0.95))}
    ${on(floor).map((door) => mark(door, size, press))}</svg>`, document.getElementById("plan"));
}
