/* What is chosen on the plan, and who is told of it. */

import { draft, endStep, planNow } from "../model/draft.js";
import { spotOf } from "../model/ground.js";
import { keyOf, thingOf } from "../model/things.js";
import { topic } from "../model/topic.js";
import { redraw } from "./redraw.js";
import { lookAt, view, world } from "./view.js";

export const chosenAnew = topic();

export function choose(keys, { focus = false } = {}) {
  const wanted = [...keys];
  if (wanted.length === view.chosen.size && wanted.every((key) => view.chosen.has(key))) return;
  view.chosen = new Set(wanted);
  endStep();
  redraw();
  if (focus && wanted.length === 1) elementOf(wanted[0])?.focus({ preventScroll: true });
  chosenAnew.tell();
}

// All nodes and places of the floor that is shown, as far as they are `wanted`.
export function chooseHere(wanted = () => true) {
  choose(["nodes", "places"].flatMap((list) => draft.plan[list].filter((thing) => thing.floor === view.floor && wanted(thing)).map((thing) => keyOf(list, thing.id))));
}

export function chosenOne() {
  if (view.chosen.size !== 1) return null;
  const [key] = view.chosen, thing = thingOf(planNow(), key);
  return thing ? { key, list: key.split("/")[0], thing } : null;
}

export function goTo(key) {
  const thing = thingOf(planNow(), key);
  if (!thing) return;
  lookAt(spotOf(planNow(), key.split("/")[0], thing));
  choose([key]);
}

export function elementOf(key) { return world.querySelector(`[data-key="${CSS.escape(key)}"]`); }

// What is chosen may have been undone away.
export function forgetGone() {
  const left = [...view.chosen].filter((key) => thingOf(planNow(), key));
  if (left.length !== view.chosen.size) choose(left);
}
