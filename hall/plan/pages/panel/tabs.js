/* The three pages of the panel. */

import { onKey } from "../../kit/keys.js";
import { find } from "../../kit/page.js";
import { formAsked, thingAsked } from "../canvas/asked.js";
import { view } from "../canvas/view.js";

const PANELS = ["thing", "faults", "changes"];

export function showPanel(name) {
  for (const panel of PANELS) {
    find(`panel-${panel}`).hidden = panel !== name;
    find(`tab-${panel}`).setAttribute("aria-selected", String(panel === name));
    find(`tab-${panel}`).tabIndex = panel === name ? 0 : -1;
  }
}

function openThing() {
  if (!view.chosen.size) return;
  showPanel("thing");
  find("thing-form").querySelector("input, select, button")?.focus();
}

export function countOn(id, count, tone) {
  const place = find(id);
  place.hidden = !count;
  place.textContent = count;
  place.className = `count ${tone}`;
}

PANELS.forEach((panel, i) => {
  const tab = find(`tab-${panel}`);
  tab.addEventListener("click", () => showPanel(panel));
  onKey((event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const next = PANELS[(i + step + PANELS.length) % PANELS.length];
    event.stopPropagation();
    showPanel(next);
    find(`tab-${next}`).focus();
  }, tab);
});

thingAsked.hear(() => showPanel("thing"));
formAsked.hear(openThing);
