/* The floors as tabs above the plan. */

import { find } from "../../kit/page.js";
import { draft, planNow } from "../model/draft.js";
import { keyOf, one } from "../model/things.js";
import { brief } from "../model/words.js";
import { choose } from "./chosen.js";
import { make } from "./elements.js";
import { showFloor, view, wholeFloor } from "./view.js";

export function drawTabs() {
  const floors = [...planNow().floors].sort((a, b) => a.level - b.level);
  if (!one(planNow(), "floors", view.floor)) {
    view.floor = floors.length ? floors[0].id : "";
    if (view.floor) wholeFloor();
  }
  find("floors").replaceChildren(...floors.map((floor) => {
    const tab = make("button", "tab");
    tab.type = "button";
    tab.append(make("bdi", "", brief(floor.name_zh, 8) || `${floor.level} 层`));
    tab.setAttribute("aria-pressed", String(floor.id === view.floor));
    tab.title = `${floor.name_zh}：再点一次看属性`;
    tab.addEventListener("click", () => (floor.id === view.floor ? choose([keyOf("floors", floor.id)]) : showFloor(floor.id)));
    return tab;
  }));
}

export function floorBy(step) {
  const floors = [...draft.plan.floors].sort((a, b) => a.level - b.level), at = floors.findIndex((floor) => floor.id === view.floor);
  if (floors[at + step]) showFloor(floors[at + step].id);
}
