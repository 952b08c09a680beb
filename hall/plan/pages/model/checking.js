/* What the compiler says of the draft as it was saved, and what publishing it would change. */

import { send } from "../../kit/page.js";
import { draft } from "./draft.js";
import { reload, settled } from "./saving.js";
import { isEmpty } from "./things.js";
import { topic } from "./topic.js";

const CHECK_AFTER = 250, CHECKED_WITHIN = 15_000; // milliseconds
const NOTHING = { report: null, screens: [], words: [], hung: [], windows: [], places: [], slips: [], warnings: [], clashing: [], faults: [], why: "" };
export const checked = { version: 0, plan: null, ...NOTHING, sound: true, timer: 0, under: null, again: false };
export const checkedAnew = topic();

export function checkSoon() {
  clearTimeout(checked.timer);
  checked.timer = setTimeout(checkNow, CHECK_AFTER);
}

// Resolves when the draft as it is now has been checked; one check at a time.
export function checkNow() {
  clearTimeout(checked.timer);
  checked.again = true;
  checked.under ??= checkAll().finally(() => { checked.under = null; });
  return checked.under;
}

async function checkAll() {
  while (checked.again) {
    checked.again = false;
    await checkOnce();
  }
}

async function checkOnce() {
  if (!draft.plan || isEmpty(draft.plan)) { Object.assign(checked, { plan: draft.plan, ...NOTHING }); checkedAnew.tell(); return; }
  await settled();
  const plan = draft.saved, asked = draft.version, { ok, code, told, sentence } = await send("/api/plan/check", { version: draft.version }, { within: CHECKED_WITHIN, away: "连不上大厅服务器。" });
  checked.why = code === "stale" ? "" : sentence;
  if (ok) {
    Object.assign(checked, {
      version: told.version, plan, report: told.report, screens: told.screens, words: told.words, hung: told.hung, windows: told.windows, places: told.places, slips: told.slips, warnings: told.warnings || [],
      clashing: told.clashing, sound: told.sound, faults: [...told.report.refusals, ...told.report.warnings],
    });
    if (told.version !== asked) await reload(); // somebody has published meanwhile
  }
  checkedAnew.tell();
}

export function changing(screen) { return checked.screens.some((change) => change.screen === screen); }
export function faultsOf(id) { return checked.faults.filter((fault) => fault.things.includes(id)); }
