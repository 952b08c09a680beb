/* The floor with its doors on it. A door is a mark with a letter besides its colour, so that nobody needs to see colours. */
import { html, nothing, render, svg } from "../kit/lit-html.js";

const MARK = { well: "", open: "开", unknown: "?", unwired: "?", fire: "火", forced: "!", tamper: "!", held_open: "开" };
let floors = [], chosen = "";

export function setFloors(next) {
  floors = next;
  if (!floors.some((one) => one.id === chosen)) chosen = "";
}

const shape = (one) => svg`<polygon class=${`${one.kind} ${one.public ? "" : "staff"}`} points=${one.points.map((p) => p.join(",")).join(" ")} />`;
const label = (one, size) => svg`<text x=${one.x} y=${one.y} font-size=${size} class="name">${one.name}</text>`;

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
  const size = Math.max(floor.width, floor.depth) / 70;
  render(html`<svg viewBox=${`0 0 ${floor.width} ${floor.depth}`} role="group" aria-label=${floor.name}>
    <rect class="ground" width=${floor.width} height=${floor.depth} />
    ${floor.shapes.map(shape)}${floor.shapes.filter((one) => one.kind === "zone" || one.kind === "room").map((one) => label(one, size * 0.95))}
    ${on(floor).map((door) => mark(door, size, press))}</svg>`, document.getElementById("plan"));
}
