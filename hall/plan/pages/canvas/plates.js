/* What no name should lie upon: where places and screens stand, in pixels. */

import { one } from "../model/things.js";
import { px, view } from "./view.js";

export function plateSize() { return Math.min(52, Math.max(20, 2.3 * view.scale)); }

// The glass hangs before its readers; two on one spot stand side by side. A strip hangs over its window.
export function screenPlaces(plan, screens) {
  const crowd = new Map(), found = new Map();
  for (const screen of screens) {
    const node = one(plan, "nodes", screen.node), window = screen.layout === "strip" ? one(plan, "places", screen.place) : undefined;
    const over = Boolean(window && window.floor === node.floor), faces = over ? Math.round(screen.heading / 90) * 90 : screen.heading, turn = (faces * Math.PI) / 180, ahead = [Math.sin(turn), -Math.cos(turn)];
    const spot = `${over ? window.id : screen.node} ${screen.heading}`, nth = crowd.get(spot) || 0;
    crowd.set(spot, nth + 1);
    const far = over ? plateSize() / 2 + 5 : 13, from = over ? window : node;
    found.set(screen.id, {
      x: Math.round(px(from.x) + ahead[0] * far - ahead[1] * nth * 26), y: Math.round(px(from.y) + ahead[1] * far + ahead[0] * nth * 26), over, faces,
    });
  }
  return found;
}

// What a name should not lie upon: places and screens, as [x, y, half their size].
export function standsOn(plan, floor, screens) {
  const half = plateSize() / 2;
  return [...plan.places.filter((place) => place.floor === floor && place.outline.length < 3).map((place) => [px(place.x), px(place.y), half]),
    ...[...screenPlaces(plan, screens).values()].map(({ x, y, over, faces }) => [x + Math.sin((faces * Math.PI) / 180) * (over ? 12 : 14), y - Math.cos((faces * Math.PI) / 180) * (over ? 12 : 14), 12])];
}
