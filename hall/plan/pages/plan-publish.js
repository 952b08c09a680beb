"use strict";
/* Publishing: now, at a moment, or asking a second person when the compiler refuses. */

const zoneName = document.querySelector("meta[name=zone]").content;
const PARTS = new Intl.DateTimeFormat("en-CA", {
  year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: zoneName,
});
const SAID = 5;
const listed = { version: 0 };

// "2026-11-24T08:30" as the hall's clocks show it at an instant, and back.
function hallTime(instant) {
  const part = Object.fromEntries(PARTS.formatToParts(instant).map((each) => [each.type, each.value]));
  return `${part.year}-${part.month}-${part.day}T${part.hour}:${part.minute}`;
}

function instantOf(text) {
  const guess = new Date(`${text}:00Z`), off = new Date(`${hallTime(guess)}:00Z`) - guess, first = new Date(guess - off);
  const again = new Date(`${hallTime(first)}:00Z`) - first;
  return again === off ? first : new Date(guess - again);
}

function presets(now) {
  const today = hallTime(now).slice(0, 10), weekday = (new Date(`${today}T00:00:00Z`).getUTCDay() + 6) % 7;
  const on = (days, time) => `${new Date(Date.parse(`${today}T00:00:00Z`) + days * 86400000).toISOString().slice(0, 10)}T${time}`;
  return [["今天 18:00", on(0, "18:00")], ["明天 8:30", on(1, "08:30")], ["下周一 8:30", on(7 - weekday, "08:30")], ["下周二 8:30", on(8 - weekday, "08:30")]]
    .filter(([, text]) => instantOf(text) > now);
}

async function openPublish() {
  if (find("publish").disabled) return;
  find("menu").open = false;
  const trouble = await Promise.race([checkNow().then(() => checked.why), unsaved()]);
  if (trouble) { toast(trouble); return; }
  if (hall.revision && alike(draft.plan, hall.published)) { toast("草稿和已发布的图一样，没有可发布的改动"); return; }
  if (document.querySelector("dialog[open]")) return; // asked for twice, or something else came up meanwhile
  find("publish-reason").value = "";
  find("publish-now").checked = true;
  find("publish-at").value = "";
  find("publish-presets").replaceChildren(...presets(new Date()).map(([words, text]) => {
    const key = make("button", "small", words);
    key.type = "button";
    key.addEventListener("click", () => { find("publish-at").value = text; find("publish-later").checked = true; sayPublish(""); dressPublish(); });
    return key;
  }));
  find("publish-clock").textContent = `大厅的时间（现在 ${hallTime(new Date()).slice(11)}）`;
  sayPublish("");
  listChanges();
  find("publish-dialog").showModal();
  find("publish-go").focus();
}

// What was checked, and what is published if the key is pressed now: no more than is listed.
function listChanges() {
  const report = checked.report ?? { refusals: [], warnings: [] }, refusals = checked.sound ? 0 : report.refusals.length + checked.warnings.length;
  listed.version = checked.version;
  find("publish-what").textContent = changeWords() ? `${changeWords()}。` : "屏、窗口和票面都不变，只发布新的一版图。";
  find("publish-more").replaceChildren(...firstOf(saidOf(checked), "处改动"));
  find("publish-refused").hidden = !refusals;
  find("publish-refused-words").textContent = `检查有 ${refusals} 处要改。最好先改好；一定要现在发布，写明理由，由另一人批准后才生效。`;
  find("publish-faults").replaceChildren(...firstOf(report.refusals.map((fault) => fault.zh), "处要改"));
  const warnings = [...checked.warnings, ...report.warnings.slice(0, 3)].map((warning) => warning.zh);
  find("publish-warnings").replaceChildren(...[...checked.clashing, ...warnings].map((words) => make("p", "say", words)));
  dressPublish();
  if (checked.sound) aboutToPublish("draft", listed.version);
}

// Screens lay it out while somebody still reads.
function aboutToPublish(what, number) { send("POST", "/api/plan/coming", { what, number }); }

function firstOf(said, what) {
  const more = said.length - SAID;
  return [...said.slice(0, SAID), ...(more > 0 ? [`另有 ${more} ${what}`] : [])].map((words) => make("li", "", words));
}

function dressPublish() {
  const later = find("publish-later").checked, refused = !find("publish-refused").hidden;
  find("publish-when").hidden = !later;
  find("publish-go").textContent = refused ? "请另一人批准" : later ? "到时自动发布" : "发布";
}

function sayPublish(words) {
  find("publish-say").hidden = !words;
  find("publish-say").textContent = words;
}

find("publish-form").addEventListener("submit", async (event) => {
  event.preventDefault();
  const later = find("publish-later").checked, text = find("publish-at").value, reason = find("publish-reason").value.trim();
  if (later && !text) { sayPublish("请填写什么时候发布。"); find("publish-at").focus(); return; }
  if (later && instantOf(text) <= new Date()) { sayPublish("这个时间已经过去了。"); find("publish-at").focus(); return; }
  if (!find("publish-refused").hidden && !reason) { sayPublish("请写明理由，批准的人要看。"); find("publish-reason").focus(); return; }
  find("publish-go").disabled = true;
  const { ok, told } = await send("POST", "/api/plan/publish", { version: listed.version, at: later ? instantOf(text).toISOString() : null, reason });
  find("publish-go").disabled = false;
  if (!ok) {
    if (told.code === "stale") await reload();
    if (told.code === "stale" || told.code === "refused") { await checkNow(); listChanges(); }
    sayPublish(told.code === "stale" ? "草稿刚被改动，上面已是现在的改动，请再看一遍。" : told.zh);
    return;
  }
  find("publish-dialog").close();
  published(told);
});

async function published(told) {
  if (told.state === "published") {
    hall.published = draft.plan;
    hall.revision = told.revision;
    toast(`已发布 v${told.revision}`);
  } else {
    toast(told.state === "waiting" ? "已提交，等另一人批准；草稿回到已发布的图" : "已定时，到时自动发布；草稿回到已发布的图");
  }
  await reload("", true);
}

async function press(path, body, good) {
  const { ok, told } = await send("POST", path, body);
  toast(ok ? good : told.zh);
  if (ok) await reload("", true);
}

find("publish").addEventListener("click", openPublish);
find("publish-at").addEventListener("input", () => { find("publish-later").checked = true; dressPublish(); });
find("publish-form").addEventListener("input", () => sayPublish(""));
for (const id of ["publish-now", "publish-later"]) find(id).addEventListener("change", dressPublish);
