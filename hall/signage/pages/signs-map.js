/* The small map beside the list of screens: each floor with a numbered dot where a screen hangs. */
import { html, svg, repeat } from "../kit/lit-html.js";

const MAP_WIDE = 310; // pixels, about

/* As on the plan: an unpaired screen is hollow, one that shows an older plan is on its way. */
export function toneOf(row, revision) {
  return !row?.player ? "unpaired" : row.tone === "good" && row.revision !== revision ? "amber" : row.tone;
}

// Before its readers, a strip beside its window; two on one spot side by side.
function placed(dots, size) {
  const crowd = {};
  return dots.map((dot) => {
    const turn = ((dot.over ? Math.round(dot.heading / 90) * 90 : dot.heading) * Math.PI) / 180, spot = `${dot.x},${dot.y} ${dot.heading}`;
    const far = size * (dot.over ? 1.2 : 1.5), aside = size * 2.2 * (crowd[spot] = (crowd[spot] ?? -1) + 1);
    return { dot, x: dot.x + Math.sin(turn) * far + Math.cos(turn) * aside, y: dot.y - Math.cos(turn) * far + Math.sin(turn) * aside };
  });
}

const dotOf = ({ dot, x, y }, row, revision, pixel) => svg`<g class=${`dot ${toneOf(row, revision)}`} data-screen=${dot.screen} transform=${`translate(${x} ${y})`}>
  <title>屏 ${row?.number} ${row?.name}：${row?.words}</title>
  <circle r=${7 * pixel} stroke-width=${1.4 * pixel}></circle><text y=${3 * pixel} font-size=${8.5 * pixel}>${row?.number.slice(0, 3) ?? ""}</text></g>`;

/** `rows`: by screen. */
export function floorOf(floor, rows, revision) {
  const pixel = (floor.width + 2) / MAP_WIDE;
  return html`<figure><figcaption>${floor.name}</figcaption>
    <svg viewBox=${`-1 -1 ${floor.width + 2} ${floor.depth + 2}`} role="img" aria-label=${`${floor.name}的屏`}>
      <rect class="ground" x="0" y="0" width=${floor.width} height=${floor.depth}></rect>
      ${floor.outlines.map((outline) => svg`<polygon class="outline" points=${outline.map((point) => point.join(",")).join(" ")}></polygon>`)}
      ${repeat(placed(floor.dots, 7 * pixel), ({ dot }) => dot.screen, (one) => dotOf(one, rows[one.dot.screen], revision, pixel))}
    </svg></figure>`;
}
