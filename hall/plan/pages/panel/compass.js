/* Eight directions as keys. */

import { COMPASS } from "../model/words.js";
import { make } from "../canvas/elements.js";

export function compassField(_spec, enter) {
  const box = make("div", "field compass"), keys = Object.entries(COMPASS).map(([degrees, words]) => {
    const key = make("button", "small", { 0: "↑", 45: "↗", 90: "→", 135: "↘", 180: "↓", 225: "↙", 270: "←", 315: "↖" }[degrees]);
    key.type = "button";
    key.title = `朝图的${words}方`;
    key.setAttribute("aria-label", key.title);
    key.addEventListener("click", () => enter({ heading: Number(degrees) }));
    return key;
  });
  box.setAttribute("role", "group");
  box.setAttribute("aria-label", "方向");
  box.append(...keys);
  return { element: box, refresh: (thing) => keys.forEach((key, i) => key.setAttribute("aria-pressed", String(thing.heading === i * 45))) };
}
