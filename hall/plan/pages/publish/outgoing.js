/* What publishing asks of the hall, whichever box it is asked in. */

import { send } from "../../kit/page.js";
import { remark } from "../model/remarks.js";
import { reload } from "../model/saving.js";

export const OUT_WITHIN = 15_000; // milliseconds: the hall compiles the plan and lays out every screen

// Screens lay it out while somebody still reads.
export function aboutToPublish(what, number) { send("/api/plan/coming", { what, number }); }

export async function press(path, body, good) {
  const { ok, sentence } = await send(path, body, { within: OUT_WITHIN });
  remark(sentence || good);
  if (ok) await reload("", true);
}
