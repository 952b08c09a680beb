/* The form of what is chosen. Built once for a thing and then kept in step, so that the field being typed in stays. */

import { find } from "../../kit/page.js";
import { draft, edit } from "../model/draft.js";
import { fastened } from "../model/fasten.js";
import { bearing, round, spotOf } from "../model/ground.js";
import { changed, one } from "../model/things.js";
import { PLACE_PICTOGRAMS, kindWords, nameOf } from "../model/words.js";
import { duplicateChosen, removeChosen } from "../canvas/acts.js";
import { chosenAnew, chosenOne } from "../canvas/chosen.js";
import { lookAt, view } from "../canvas/view.js";
import { form } from "./fields.js";
import { FORMS } from "./forms.js";
import { drawOverview } from "./overview.js";

// What was entered: a place that changed its kind or floor is fastened anew where nothing else says so.
function enterValues(list, id, values, words) {
  const was = one(draft.plan, list, id);
  let next = changed(draft.plan, list, id, values);
  if (list === "places" && ("x" in values || "y" in values)) {
    const [dx, dy] = [(values.x ?? was.x) - was.x, (values.y ?? was.y) - was.y];
    next = changed(next, list, id, { outline: was.outline.map(([x, y]) => [round(x + dx), round(y + dy)]) });
  }
  if (list === "places" && ("x" in values || "y" in values || "floor" in values)) next = fastened(next, id, was);
  if (list === "places" && values.kind && PLACE_PICTOGRAMS[values.kind]) next = changed(next, list, id, { pictogram: PLACE_PICTOGRAMS[values.kind] });
  if (list === "screens" && values.place) {
    const window = one(next, "places", values.place), node = one(next, "nodes", window.node);
    if (node) next = changed(next, list, id, { node: node.id, heading: bearing(node, window) });
  }
  edit(`${nameOf(list, was)}：${words}`, next);
  const [before, now] = [was, one(draft.plan, list, id)].map((thing) => spotOf(draft.plan, list, thing));
  if (now && now.floor !== before?.floor) lookAt(now); // what went to another floor is not lost from sight
}

const thingForm = { key: "", parts: [] };

export function drawThing() {
  const only = chosenOne(), key = only ? only.key : view.chosen.size ? `many ${view.chosen.size}` : "plan";
  const shape = only ? `${key} ${only.thing.kind || ""} ${only.thing.layout || ""}` : key;
  if (shape !== thingForm.key) buildThing(only, shape);
  form.of = key;
  find("thing-name").textContent = only ? nameOf(only.list, only.thing) : view.chosen.size ? `选中 ${view.chosen.size} 个` : "大厅";
  find("thing-kind").textContent = only ? kindWords(only.list, only.thing) : "";
  find("thing-keys").hidden = !view.chosen.size;
  find("thing-copy").hidden = only && ["floors", "doors"].includes(only.list);
  if (only) for (const part of thingForm.parts) part.refresh(only.thing);
  else drawOverview();
}

function buildThing(only, shape) {
  thingForm.key = shape;
  thingForm.parts = [];
  form.of = only ? only.key : "";
  const [list, id] = only ? only.key.split("/") : [];
  for (const entry of only ? FORMS[list] : []) {
    if (!entry) continue;
    const [build, spec] = entry, kind = only.thing.kind || only.thing.layout;
    if ((spec.only && spec.only !== kind) || (spec.except && spec.except === kind)) continue;
    thingForm.parts.push(build(spec, (values) => enterValues(list, id, values, spec.words || "形状")));
  }
  find("thing-form").replaceChildren(...thingForm.parts.map((part) => part.element));
  find("overview").hidden = Boolean(only) || view.chosen.size > 0;
}

find("thing-copy").addEventListener("click", duplicateChosen);
find("thing-gone").addEventListener("click", removeChosen);

chosenAnew.hear(drawThing);
