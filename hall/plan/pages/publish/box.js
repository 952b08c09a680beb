/* Publishing: now, at a moment, or asking a second person when the compiler refuses. */

import { find, send } from "../../kit/page.js";
import { fromField, now, toField } from "../../kit/time.js";
import { checkNow, checked } from "../model/checking.js";
import { draft } from "../model/draft.js";
import { hall } from "../model/hall.js";
import { alike } from "../model/merge.js";
import { remark } from "../model/remarks.js";
import { reload, unsaved } from "../model/saving.js";
import { make } from "../canvas/elements.js";
import { saidOf } from "../panel/changes.js";
import { changeWords } from "../panel/summary.js";
import { presets } from "./clock.js";
import { inUseWords } from "./in-use.js";
import { OUT_WITHIN, aboutToPublish } from "./outgoing.js";

const SAID = 5;
const listed = { version: 0 };

export async function openPublish() {
  if (find("publish").disabled) return;
  find("menu").open = false;
  const trouble = await Promise.race([checkNow().then(() => checked.why), unsaved()]);
  if (trouble) { remark(trouble); return; }
  if (hall.revision && alike(draft.plan, hall.published)) { remark("草稿和已发布的图一样，没有可发布的改动"); return; }
  if (document.querySelector("dialog[open]")) return; // asked for twice, or something else came up meanwhile
  find("publish-reason").value = "";
  find("publish-now").checked = true;
  find("publish-at").value = "";
  find("publish-presets").replaceChildren(...presets(now()).map(([words, text]) => {
    const key = make("button", "small", words);
    key.type = "button";
    key.addEventListener("click", () => { find("publish-at").value = text; find("publish-later").checked = true; sayPublish(""); dressPublish(); });
    return key;
  }));
  find("publish-clock").textContent = `大厅的时间（现在 ${toField(now()).slice(11)}）`;
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
  find("publish-worded").hidden = !checked.words.length;
  find("publish-worded").textContent = `有访客没见过的文字：${checked.words.slice(0, SAID).map((word) => `“${word}”`).join("、")}${checked.words.length > SAID ? ` 等 ${checked.words.length} 处` : ""}。要另一人看过、批准后才上屏；只挪位置不用。`;
  const warnings = [...checked.warnings, ...report.warnings.slice(0, 3)].map((warning) => warning.zh);
  find("publish-warnings").replaceChildren(...[...checked.clashing, ...warnings].map((words) => make("p", "say", words)));
  drawInUse();
  dressPublish();
  if (checked.sound) aboutToPublish("draft", listed.version);
}

// Also while the box is read: numbers are called meanwhile.
export function drawInUse() { find("publish-in-use").replaceChildren(...inUseWords(checked)); }

function firstOf(said, what) {
  const more = said.length - SAID;
  return [...said.slice(0, SAID), ...(more > 0 ? [`另有 ${more} ${what}`] : [])].map((words) => make("li", "", words));
}

function dressPublish() {
  const later = find("publish-later").checked, refused = !find("publish-refused").hidden || !find("publish-worded").hidden;
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
  if (later && Date.parse(fromField(text)) <= now()) { sayPublish("这个时间已经过去了。"); find("publish-at").focus(); return; }
  if (!find("publish-refused").hidden && !reason) { sayPublish("请写明理由，批准的人要看。"); find("publish-reason").focus(); return; }
  find("publish-go").disabled = true;
  const { ok, code, told, sentence } = await send("/api/plan/publish", { version: listed.version, at: later ? fromField(text) : null, reason }, { within: OUT_WITHIN });
  find("publish-go").disabled = false;
  if (!ok) {
    if (code === "stale") await reload();
    if (code === "stale" || code === "refused") { await checkNow(); listChanges(); }
    sayPublish(code === "stale" ? "草稿刚被改动，上面已是现在的改动，请再看一遍。" : sentence);
    return;
  }
  find("publish-dialog").close();
  published(told);
});

async function published(told) {
  if (told.state === "published") {
    hall.published = draft.plan;
    hall.revision = told.revision;
    remark(`已发布 v${told.revision}`);
  } else {
    remark(told.state === "waiting" ? "已提交，等另一人批准；草稿回到已发布的图" : "已定时，到时自动发布；草稿回到已发布的图");
  }
  await reload("", true);
}

find("publish").addEventListener("click", openPublish);
find("publish-at").addEventListener("input", () => { find("publish-later").checked = true; dressPublish(); });
find("publish-form").addEventListener("input", () => sayPublish(""));
for (const id of ["publish-now", "publish-later"]) find(id).addEventListener("change", dressPublish);
