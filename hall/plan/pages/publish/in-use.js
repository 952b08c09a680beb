/* Who works at the windows that a publish changes, and which kiosks stand where it leaves no place: told where somebody
   is about to press. */

import { hall, inUse } from "../model/hall.js";
import { one } from "../model/things.js";
import { make } from "../canvas/elements.js";

export function inUseWords(told) {
  const gone = told.plan ? (hall.published?.places ?? []).filter((place) => !one(told.plan, "places", place.id)) : [];
  return inUse([...told.windows.map((change) => change.window), ...gone.map((place) => place.id)]).map((words) => make("p", "say", words));
}
