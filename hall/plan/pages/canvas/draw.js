/* One floor as SVG. Everything is drawn anew and compared with what stands there: an element that would be the same
   stays, and keeps the keyboard's focus. */

import { find } from "../../kit/page.js";
import { planNow } from "../model/draft.js";
import { level, spotOf } from "../model/ground.js";
import { signsHeard } from "../model/signs.js";
import { one } from "../model/things.js";
import { elementOf } from "./chosen.js";
import { svg } from "./elements.js";
import { guideLines, handles } from "./handles.js";
import { pins } from "./pins.js";
import { areaOf, ghosts, spotOfPlace, uppermost } from "./places.js";
import { drawing, redraw } from "./redraw.js";
import { fireSignOf, screensOf } from "./screens.js";
import { toolShapes } from "./sketch.js";
import { moveWorld, px, view, world } from "./view.js";
import { doorOf, lineOf, nodeOf, wayOf } from "./ways.js";

const LAYERS = ["ground", "widths", "areas", "ways", "doors", "ghosts", "places", "nodes", "screens", "marks"];

export function drawNow() {
  const plan = planNow(), floor = plan && one(plan, "floors", view.floor), focused = world.contains(document.activeElement) ? document.activeElement.dataset.key : null;
  moveWorld();
  const drawn = floor ? layersOf(plan, floor) : {};
  for (const name of LAYERS) refill(find(`layer-${name}`), drawn[name] || []);
  if (focused && document.activeElement.dataset?.key !== focused) refocus(focused);
}

// The keyboard stays where it was; that is no choice of anybody's.
function refocus(key) {
  view.refocusing = true;
  elementOf(key)?.focus({ preventScroll: true });
  view.refocusing = false;
}

function refill(layer, wanted) {
  const had = [...layer.children];
  wanted.forEach((element, i) => {
    if (!had[i]) layer.append(element);
    else if (!had[i].isEqualNode(element)) had[i].replaceWith(element);
  });
  for (const extra of had.slice(wanted.length)) extra.remove();
}

function layersOf(plan, floor) {
  const here = (list) => plan[list].filter((thing) => spotOf(plan, list, thing)?.floor === floor.id);
  const places = here("places"), areas = places.filter((place) => place.outline.length > 2);
  const ways = here("ways").filter((way) => level(plan, way));
  return {
    ground: ground(floor),
    areas: areas.map((area) => areaOf(plan, area)),
    widths: ways.map((way) => svg("line", { class: "width", ...lineOf(plan, way), "stroke-width": Math.max(4, px(way.width)) })),
    ways: ways.map((way) => wayOf(plan, way)),
    doors: here("doors").map((door) => doorOf(plan, door)),
    ghosts: ghosts(plan, floor),
    places: [...uppermost(places.filter((place) => place.outline.length < 3)).map((spot) => spotOfPlace(spot)), ...here("fire_signs").map((sign) => fireSignOf(plan, sign))],
    nodes: here("nodes").map((node) => nodeOf(plan, node)),
    screens: screensOf(plan, here("screens")),
    marks: [...handles(plan), ...pins(floor), ...guideLines(floor), ...toolShapes(plan)],
  };
}

function ground(floor) {
  const made = [svg("rect", { class: "floor", x: 0, y: 0, width: px(floor.width), height: px(floor.depth), rx: 10 })];
  const under = floor.background;
  if (under) {
    made.push(svg("image", {
      href: `/api/plan/drawings/${under.file}`, x: px(under.x), y: px(under.y), width: px(under.width), opacity: under.opacity,
    }));
  }
  return made;
}

drawing.hear(drawNow);
signsHeard.hear((toned) => { if (toned) redraw(); });
