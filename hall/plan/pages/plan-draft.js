"use strict";
/* The draft in hand: edits with undo and redo, and saving by itself. The hall holds the same draft for everybody; a
   version says whose turn it was, and what somebody else has changed meanwhile is laid together with ours. Nothing typed
   is lost: what cannot be saved stays here and can be taken as a file. */

const csrf = document.querySelector("meta[name=csrf]").content, myLogin = document.querySelector("meta[name=login]").content;
const find = (id) => document.getElementById(id);
const SAVE_AFTER = 450, RETRY_AFTER = 2000, MERGE_WITHIN = 1200;

const draft = { plan: null, version: 0, saved: null, past: [], future: [], merge: "", mergedAt: 0, live: null };
const hall = { published: null, revision: 0, services: [], pictograms: [], releases: [], publishedAt: null, publishedBy: "" };
const saving = { timer: 0, busy: false, stale: false, waiting: [], unsaved: [] };
const onPlan = [], onSaved = [];

function planNow() { return draft.live || draft.plan; }

async function send(method, path, body, raw) {
  const headers = { "X-CSRF-Token": csrf };
  if (!raw && body !== undefined) headers["Content-Type"] = "application/json";
  const answer = await fetch(path, { method, headers, body: raw || body === undefined ? body : JSON.stringify(body) }).catch(() => null);
  if (!answer) return { ok: false, status: 0, told: { code: "away", zh: "连不上大厅服务器。" } };
  const told = await answer.json().catch(() => ({ code: "unreadable", zh: "大厅服务器的回答读不懂。" }));
  return { ok: answer.ok, status: answer.status, told };
}

// `merge`: edits of one kind in quick succession are one step to undo (a thing pushed along with the arrow keys).
function edit(said, next, merge = "") {
  draft.live = null;
  if (next === draft.plan) { tellPlan(); return; }
  const now = performance.now();
  if (!merge || merge !== draft.merge || now - draft.mergedAt > MERGE_WITHIN) draft.past.push({ from: draft.plan, said });
  draft.merge = merge;
  draft.mergedAt = now;
  draft.future = [];
  const kept = renamed(draft.plan, refastened(draft.plan, next)), places = kept.places.filter((place, i) => place !== next.places[i]).length;
  draft.past[draft.past.length - 1].into = kept;
  put(kept);
  if (places) toast(`${places} 个地方改接到最近的路口`);
}

function put(plan) {
  draft.plan = plan;
  draft.live = null;
  tellPlan();
  saveSoon();
}

function tellPlan() { for (const tell of onPlan) tell(); }

// While something is dragged it is shown, but it is no edit yet.
function preview(plan) {
  draft.live = plan;
  tellPlan();
}

function undo() { step(draft.past, draft.future, "已撤销", (last) => [last.into, last.from]); }
function redo() { step(draft.future, draft.past, "已重做", (last) => [last.from, last.into]); }

// Only our own step is taken back: what somebody else has changed since stays.
function step(steps, others, word, way) {
  const last = steps.pop();
  if (!last) { toast(word === "已撤销" ? "没有可撤销的" : "没有可重做的"); return; }
  const [is, wanted] = way(last), { plan, clashes } = is === draft.plan ? { plan: wanted, clashes: 0 } : laidOnto(draft.plan, is, wanted);
  others.push(last);
  draft.merge = "";
  const nothing = alike(plan, draft.plan);
  if (!nothing) put(plan);
  toast(nothing && !clashes ? `${last.said}：别人已经改过草稿，这里没有可动的了`
    : `${nothing ? "没有动" : word}：${last.said}${clashes ? `。${nothing ? "" : "其中 "}${clashes} 处别人后来改过` : ""}`);
}

function saveSoon() {
  tellSaving("saving");
  clearTimeout(saving.timer);
  saving.timer = setTimeout(save, SAVE_AFTER);
}

async function save() {
  clearTimeout(saving.timer);
  if (saving.busy || saving.stale) return;
  if (draft.plan === draft.saved) { settle(); return; }
  saving.busy = true;
  const sent = draft.plan, { ok, status, told } = await send("PUT", "/api/plan/draft", { version: draft.version, plan: sent });
  saving.busy = false;
  if (ok) {
    draft.version = told.version;
    draft.saved = sent;
    if (draft.plan !== sent) save();
    else settle();
  } else if (status === 409 && told.code === "stale") {
    await layTogether(told.zh);
  } else if (status === 422 || status === 413) {
    tellSaving("bad", `存不上：${told.zh}`);
  } else {
    tellSaving("bad", status === 401 ? "存不上：登录已过期，请在另一个页面重新登录" : `存不上，正在重试：${told.zh}`);
    saving.timer = setTimeout(save, RETRY_AFTER);
  }
}

// Somebody else has saved meanwhile. Where we have not changed the same thing, both changes stand; else it is asked.
async function layTogether(why) {
  const { ok, told } = await send("GET", "/api/plan");
  const { plan, clashes } = ok ? laidOnto(told.draft, draft.saved, draft.plan) : { clashes: 1 };
  if (clashes) {
    saving.stale = true;
    tellSaving("bad", "草稿已被别人改动");
    askStale(why);
    return;
  }
  const waiting = saving.waiting.splice(0); // for what both have made of it, not for theirs alone
  take(told);
  saving.waiting.push(...waiting);
  put(plan);
  toast(`${told.edited_by || "别人"} 也改了草稿，两边的改动都在`);
}

function settle() {
  tellSaving("saved");
  for (const done of saving.waiting.splice(0)) done();
  for (const tell of onSaved) tell();
}

// Resolves when the hall holds what is on this page.
function settled() {
  if (draft.plan === draft.saved && !saving.busy) return Promise.resolve();
  return new Promise((done) => { saving.waiting.push(done); save(); });
}

// Resolves with the words, if it turns out that the hall cannot have it now.
function unsaved() { return new Promise((done) => { saving.unsaved.push(done); }); }

function tellSaving(state, words) {
  if (state === "bad") for (const done of saving.unsaved.splice(0)) done(words);
  const said = words || { saving: "正在存…", saved: `已存 ${clock(Date.now())}` }[state];
  const place = find("saved");
  place.className = `saved ${state}`;
  if (place.textContent !== said) place.textContent = said;
}

// What the hall says the draft is: on opening, when somebody else has changed it, or after a step of our own (`said`),
// "" where there is nothing left to undo.
function take(told, said) {
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
  tellSaving("saved", told.edited_at ? `已存 ${clock(told.edited_at)}` : "已存");
  tellPlan();
}

// Never over what has not been saved, unless that is what was asked for.
async function reload(said, force = false) {
  const { ok, told } = await send("GET", "/api/plan");
  if (!ok) { toast(told.zh); return false; }
  if (!force && draft.plan !== draft.saved) return false;
  take(told, said);
  for (const tell of onSaved) tell();
  return true;
}

function askStale(why) {
  find("stale-why").textContent = why;
  if (!find("stale").open) find("stale").showModal();
}

addEventListener("beforeunload", (event) => { if (draft.plan !== draft.saved) event.preventDefault(); });
