/* What must hold of every change: each law, and where one does not hold its counter-example in words and as a walk on
   the plan. */
import { tag } from "../kit/form.js";
import { html, nothing, svg } from "../kit/lit-html.js";

const side = (x, width) => (x > width * 0.88 ? "end" : x < width * 0.08 ? "begin" : "");
const pointed = (points) => points.map((point) => point.join(",")).join(" ");

/** `proof`: as /api/access/rules/compare tells it. `drawings`: whether this member may see what lies under a floor. `title`:
    of what stands already. */
export function proofOf(proof, drawings, title = "") {
  if (!proof) return nothing;
  const broken = new Set(proof.holes.map((hole) => hole.law)), old = proof.holes.length - proof.holes.filter((hole) => hole.new).length;
  const verdict = proof.new ? tag("通不过，不能生效", "bad") : old ? tag(title ? `${old} 处不成立` : "没有变坏，可以生效", "amber") : tag("全部成立");
  return html`<section class="proof"><h3>${title || "生效前验证"} ${verdict}</h3>
    ${!title && old ? html`<p class="say">有 ${old} 处在这次改动之前就不成立，不挡这次改动；仍要尽快改图、改委托书或改门。</p>` : nothing}
    <p class="quiet">按一周 168 小时、四种管理状态，把 ${proof.classes} 类人逐门问过（${proof.questions.toLocaleString()} 问），再在图上走一遍。</p>
    <ul class="laws">${proof.laws.map((law) => html`<li>${broken.has(law.id) ? tag("不成立", "bad") : tag("成立")} ${law.zh}</li>`)}</ul>
    <ol class="holes">${proof.holes.map((hole) => holeOf(hole, proof.floors, drawings, title))}</ol></section>`;
}

const holeOf = (hole, floors, drawings, title) => html`<li class="card" data-law=${hole.law}><p>${title ? nothing : hole.new ? tag("这次改动造成", "bad") : tag("早已如此", "amber")} <b>${hole.zh}</b></p><p class="quiet" lang="en">${hole.en}</p>
  <div class="walks">${floors.map((floor) => walkOn(floor, hole.lines.filter((line) => line.floor === floor.id), hole.lines, drawings))}</div></li>`;

function walkOn(floor, lines, whole, drawings) {
  if (!lines.length) return nothing;
  const size = Math.max(floor.width, floor.depth) / 60, first = whole[0], last = whole.at(-1), under = drawings && floor.background;
  const end = last.points.at(-1), start = first.points[0];
  return html`<figure><figcaption>${floor.name}</figcaption>
    <svg viewBox=${`-1 -1 ${floor.width + 2} ${floor.depth + 2}`} role="img" aria-label=${`${floor.name}上的走法`}>
      <rect class="ground" x="0" y="0" width=${floor.width} height=${floor.depth}></rect>
      ${under ? svg`<image href=${`/api/plan/drawings/${under.file}`} x=${under.x} y=${under.y} width=${under.width} opacity=${under.opacity}></image>` : nothing}
      ${floor.places.map((place) => svg`<polygon class=${place.public ? "outline" : "outline back"} points=${pointed(place.outline)}></polygon>`)}
      ${floor.ways.map(([ax, ay, bx, by]) => svg`<line class="way" x1=${ax} y1=${ay} x2=${bx} y2=${by}></line>`)}
      ${floor.places.map((place) => svg`<text class=${`name ${side(place.x, floor.width)}`} x=${place.x} y=${place.y} font-size=${size * 1.5}>${place.name}</text>`)}
      ${lines.map((line) => svg`<polyline class="walk" points=${pointed(line.points)}></polyline>
        ${line.doors.map((door) => svg`<rect class="door" x=${door.x - size} y=${door.y - size} width=${2 * size} height=${2 * size}></rect>`)}`)}
      ${lines.includes(first) ? svg`<circle class="start" cx=${start[0]} cy=${start[1]} r=${size}></circle>` : nothing}
      ${lines.includes(last) ? svg`<circle class="goal" cx=${end[0]} cy=${end[1]} r=${size * 1.2}></circle>` : nothing}
    </svg></figure>`;
}
