/* Who works at the windows that a publish changes: told where somebody is about to press. */

import { inUse } from "../model/hall.js";
import { make } from "../canvas/elements.js";

export function inUseWords(told) {
  return inUse(told.windows.map((change) => change.window)).map((words) => make("p", "say", words));
}
