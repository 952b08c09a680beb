/* When somebody else has changed the same thing: which draft it is to be. */

import { find } from "../../kit/page.js";
import { draft } from "../model/draft.js";
import { reload, staleDraft } from "../model/saving.js";
import { download } from "./files.js";

function askStale(why) {
  find("stale-why").textContent = why;
  if (!find("stale").open) find("stale").showModal();
}

find("stale-theirs").addEventListener("click", () => { find("stale").close(); reload("", true); });
find("stale-mine").addEventListener("click", () => download(draft.plan, "onedoor-plan-mine.json"));
find("stale").addEventListener("cancel", (event) => event.preventDefault());
staleDraft.hear(askStale);
