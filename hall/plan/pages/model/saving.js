/* Saving by itself. The hall holds the same draft for everybody; a version says whose turn it was, and what somebody else
   has changed meanwhile is laid together with ours. Nothing typed is lost: what cannot be saved stays here and can be
   taken as a file. */

import { ask, send } from "../../kit/page.js";
import { now } from "../../kit/time.js";
import { draft, draftPut, put, tellPlan } from "./draft.js";
import { hall } from "./hall.js";
import { laidOnto } from "./merge.js";
import { remark } from "./remarks.js";
import { topic } from "./topic.js";

const SAVE_AFTER = 450, RETRY_AFTER = 2000; // milliseconds
const AWAY = "连不上大厅服务器。", LATE = "大厅服务器没有回答。";
export const saving = { timer: 0, busy: false, stale: false, waiting: [], unsaved: [] };
export const savingTold = topic(), saved = topic(), staleDraft = topic(); // (state, what of it); the hall has it; somebody else's must be chosen or not

function saveSoon() {
  tellSaving("saving");
  clearTimeout(saving.timer);
  saving.timer = setTimeout(save, SAVE_AFTER);
}

export async function save() {
  clearTimeout(saving.timer);
  if (saving.busy || saving.stale) return;
  if (draft.plan === draft.saved) { settle(); return; }
  saving.busy = true;
  const sent = draft.plan, { ok, status, code, told, sentence } = await send("/api/plan/draft", { version: draft.version, plan: sent }, { method: "PUT", away: AWAY, late: LATE });
  saving.busy = false;
  if (ok) {
    draft.version = told.version;
    draft.saved = sent;
    if (draft.plan !== sent) save();
    else settle();
  } else if (status === 409 && code === "stale") {
    await layTogether(sentence);
  } else if (status === 422 || status === 413) {
    tellSaving("bad", `存不上：${sentence}`);
  } else {
    tellSaving("bad", status === 401 ? "存不上：登录已过期，请在另一个页面重新登录" : `存不上，正在重试：${sentence}`);
    saving.timer = setTimeout(save, RETRY_AFTER);
  }
}

// Somebody else has saved meanwhile. Where we have not changed the same thing, both changes stand; else it is asked.
async function layTogether(why) {
  const { ok, told } = await ask("/api/plan");
  if (!ok) { saving.timer = setTimeout(save, RETRY_AFTER); return; } // asked again, and refused again
  const { plan, clashes } = laidOnto(told.draft, draft.saved, draft.plan);
  if (clashes) {
    saving.stale = true;
    tellSaving("bad", "草稿已被别人改动");
    staleDraft.tell(why);
    return;
  }
  const waiting = saving.waiting.splice(0); // for what both have made of it, not for theirs alone
  take(told);
  saving.waiting.push(...waiting);
  put(plan);
  remark(`${told.edited_by || "别人"} 也改了草稿，两边的改动都在`);
}

function settle() {
  tellSaving("saved", now());
  for (const done of saving.waiting.splice(0)) done();
  saved.tell();
}

// Resolves when the hall holds what is on this page.
export function settled() {
  if (draft.plan === draft.saved && !saving.busy) return Promise.resolve();
  return new Promise((done) => { saving.waiting.push(done); save(); });
}

// Resolves with the words, if it turns out that the hall cannot have it now.
export function unsaved() { return new Promise((done) => { saving.unsaved.push(done); }); }

function tellSaving(state, of) {
  if (state === "bad") for (const done of saving.unsaved.splice(0)) done(of);
  savingTold.tell(state, of);
}

// What the hall says the draft is: on opening, when somebody else has changed it, or after a step of our own (`said`),
// "" where there is nothing left to undo.
export function take(told, said) {
  if (said === "") draft.past = [];
  else if (said && draft.plan) draft.past.push({ from: draft.plan, into: told.draft, said });
  if (said !== undefined) draft.future = [];
  clearTimeout(saving.timer);
  Object.assign(draft, { plan: told.draft, saved: told.draft, version: told.version, live: null, merge: "" });
  Object.assign(hall, {
    published: told.published, revision: told.revision, services: told.services || hall.services,
    pictograms: told.pictograms || hall.pictograms, publishedAt: told.published_at, publishedBy: told.published_by,
  });
  saving.stale = false;
  for (const done of saving.waiting.splice(0)) done();
  tellSaving("saved", told.edited_at);
  tellPlan();
}

// Never over what has not been saved, unless that is what was asked for.
export async function reload(said, force = false) {
  const { ok, told, sentence } = await ask("/api/plan");
  if (!ok) { remark(sentence); return false; }
  if (!force && draft.plan !== draft.saved) return false;
  take(told, said);
  saved.tell();
  return true;
}

export function unsavedHere() { return draft.plan !== draft.saved; }
draftPut.hear(saveSoon);
