/* Reception at the window: a matter, its lines ticked by keys, one press, a receipt. */
import { onKey, shortcuts } from "../kit/keys.js";
import { html, nothing, render, repeat } from "../kit/lit-html.js";
import { ask, find, live, seam, send } from "../kit/page.js";
import { clock, now } from "../kit/time.js";
import { shown as openCase } from "./case.js";
import { begun, open, pressed, settles, told, WORDS } from "./kept.js";

const meta = (name) => document.querySelector(`meta[name=${name}]`).content;
let catalogue = [], matter = null, lines = [], matches = [], chosen = 0, key = fresh(), busy = false, today = [], settled = -1;

function fresh() {
  return [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function say(text) { find("say").hidden = !text; find("say").textContent = text; }

// -- which matter -------------------------------------------------------------------------------------------------------

function look() {
  const words = find("matter").value.trim().split(/\s+/).filter(Boolean);
  matches = catalogue.filter((one) => words.every((word) => one.name.includes(word) || one.stage.includes(word)));
  chosen = 0;
  drawMatches();
}

function drawMatches() {
  const shown = document.activeElement === find("matter") && matter?.name !== find("matter").value;
  find("matches").hidden = !shown;
  find("matter").setAttribute("aria-expanded", String(shown));
  render(matches.length ? matches.map((one, n) => html`<li role="option" aria-selected=${n === chosen} @mousedown=${(event) => { event.preventDefault(); choose(one); }}>${one.name}<small>${one.department}</small></li>`)
    : html`<li class="quiet">没有这个事项</li>`, find("matches"));
  find("matches").querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
}

const LIST = /^OD6:|\/list\//; // a checklist that was carried along: the window's scanner types it here

async function brought(text) {
  const answer = await send("/api/reception/list", { text });
  if (answer.ok) { say(""); choose(answer.told); } else { say(answer.sentence); find("matter").select(); }
}

function choose(one) {
  matter = one;
  lines = one.lines.filter((line) => line.state !== "not").map(begun);
  find("matter").value = one.name;
  drawMatches();
  draw();
  find(find("applicant").value ? "lines" : "applicant").focus();
}

find("matter").addEventListener("input", look);
find("matter").addEventListener("focus", look);
find("matter").addEventListener("blur", () => { find("matches").hidden = true; });
onKey((event) => {
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (by) { chosen = Math.max(0, Math.min(matches.length - 1, chosen + by)); drawMatches(); event.preventDefault(); }
  if (event.key === "Enter" && LIST.test(find("matter").value)) { event.preventDefault(); brought(find("matter").value); return; }
  if (event.key === "Enter" && matches[chosen]) { choose(matches[chosen]); event.preventDefault(); }
}, find("matter"));

// -- its lines ----------------------------------------------------------------------------------------------------------

const later = () => new Date(now() + 5 * 86400e3).toISOString().slice(0, 10);

function lineOf(line, n) {
  const gone = line.said === "missing" || line.said === "waived";
  const tone = { missing: "bad", waived: "amber", "": "amber", out: "" }[line.said] ?? "";
  return html`<li tabindex="0" data-n=${n} class=${`${line.said ? "" : "untouched"} ${line.said === "out" ? "out" : ""}`}>
    <span class="n number">${n + 1}</span>
    <span class="what">${line.name}<small>${line.origin}${line.state === "needed" || line.state === "waived" ? "" : " · 视情形"}</small></span>
    <b>${line.said ? html`<span class=${`tag ${tone}`}>${WORDS[line.said]}${line.said && !gone && line.said !== "out" ? ` ${line.copies} 份` : ""}</span>` : "未点"}</b>
    <span>${gone ? html`<input type="date" aria-label="补交日期" .value=${line.by} @input=${(event) => { lines[n] = { ...lines[n], by: event.target.value }; }}>` : nothing}</span></li>`;
}

function heard(event) {
  if (event.target.dataset.n === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
  const n = Number(event.target.dataset.n);
  const name = event.key.toLowerCase(), by = { arrowdown: 1, arrowup: -1 }[name];
  const at = /^[1-9]$/.test(name) && settled === n - 1 && !lines[n].said ? settled : n; // copies of what was just ticked
  const next = pressed(lines[at], name, later());
  if (!by && next === lines[at]) return;
  event.preventDefault();
  event.stopPropagation();
  lines[at] = next;
  settled = settles(name) ? n : at === n ? -1 : settled;
  draw();
  focusLine(n + (by ?? (settles(name) && name !== "q" && name !== "r" ? 1 : 0)));
}

function focusLine(n) { find("lines").querySelector(`[data-n="${Math.max(0, Math.min(lines.length - 1, n))}"]`)?.focus(); }
onKey(heard, find("lines"));
find("lines").tabIndex = -1;
find("lines").addEventListener("focus", () => focusLine(0));

function draw() {
  render(lines.length ? html`<ul>${repeat(lines, (_, n) => `${matter.id} ${n}`, lineOf)}</ul>` : html`<p class="none">选好事项，这里列出它的全部材料。</p>`, find("lines"));
  const given = told(lines).filter((line) => line.given).length, gone = told(lines).length - given;
  find("count").textContent = lines.length ? `收 ${given} 件${gone ? `，缺 ${gone} 件` : ""}，共 ${lines.length} 项` : "";
  find("go").disabled = busy || !matter;
}

// -- the receipt --------------------------------------------------------------------------------------------------------

async function take() {
  if (busy || !matter) return;
  const left = open(lines);
  if (left >= 0) { say(`第 ${left + 1} 项“${lines[left].name}”还没有点：收到、缺，还是不需要？`); focusLine(left); return; }
  say("");
  busy = true;
  draw();
  const field = (id) => find(id).value;
  const answer = await send("/api/reception/take", {
    key, matter: matter.id, lines: told(lines), project: field("project"), applicant: field("applicant"), person: field("kind") === "person",
    number: field("number"), project_code: field("code"), origin: field("origin"), reason: field("reason"), window: meta("window"), ticket: meta("ticket"),
  });
  busy = false;
  draw();
  if (answer.status === 401) { location.reload(); return; }
  if (answer.ok || answer.code === "another_press") key = fresh();
  if (!answer.ok) { say(answer.sentence); return; }
  openCase(answer.told, after);
}

function after() {
  find("take").reset();
  matter = null;
  lines = [];
  kindOf();
  draw();
  find("matter").focus();
}

function kindOf() {
  find("number-label").textContent = find("kind").value === "person" ? "公民身份号码（可空，只存后四位）" : "统一社会信用代码（可空）";
  find("special").hidden = find("origin").value === "ordinary";
}

find("take").addEventListener("submit", (event) => { event.preventDefault(); take(); });
onKey((event) => { // Enter goes on to the next field; only Ctrl+Enter takes in
  if (event.key !== "Enter" || event.defaultPrevented || event.target.tagName === "BUTTON") return;
  event.preventDefault();
  if (event.ctrlKey) { take(); return; }
  if (event.target.id === "code" || event.target.id === "reason") { focusLine(0); return; }
  const fields = [...find("take").querySelectorAll(".fields :is(input, select)")].filter((one) => one.offsetParent);
  fields[fields.indexOf(event.target) + 1]?.focus();
}, find("take"));
for (const id of ["kind", "origin"]) find(id).addEventListener("change", kindOf);
shortcuts({ "/": () => find("matter").focus() });
onKey((event) => { if (event.key === "Enter" && event.ctrlKey && !find("taken").open) { event.preventDefault(); take(); } });

// -- today --------------------------------------------------------------------------------------------------------------

const brief = (one) => html`<li><button type="button" @click=${() => show(one.number)}><b class="number">${one.number.slice(-6)}<span class=${`tag ${one.missing ? "amber" : ""}`}>${one.said}</span></b>
  <small>${one.matter}</small><small>${clock(one.at)}　${one.applicant}${one.origin ? `　${one.origin}` : ""}</small></button></li>`;

async function show(number) {
  const answer = await ask(`/api/cases/${number}`);
  if (answer.ok) openCase(answer.told, () => {}); else say(answer.sentence);
}

live("/api/reception/stream", (state) => {
  today = state.receipts;
  find("day").textContent = `${today.length} 件`;
  render(today.length ? repeat(today, (one) => one.number, brief) : html`<li class="quiet">今天还没有收件</li>`, find("today"));
});

const answer = await ask("/api/reception/matters");
if (answer.ok) catalogue = answer.told.matters; else say(answer.sentence);
kindOf();
draw();
find("matter").focus();
seam({ lines: () => lines, matter: () => matter, today: () => today });
