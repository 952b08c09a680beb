/* What is to be said to whoever sits before the page, by whichever part has to say it. `key`: [words, what it does]. */

import { topic } from "./topic.js";

export const remarks = topic();
export function remark(words, key) { remarks.tell(words, key); }
