/* The trail, for the auditor: who did what when; whether it is whole; and how it is taken along. */
import { sayIn, submitting } from "../kit/form.js";
import { html, render } from "../kit/lit-html.js";
import { ask, find, seam } from "../kit/page.js";
import { table } from "../kit/table.js";
import { fromField, seconds } from "../kit/time.js";

const say = sayIn(find("say")), verdict = sayIn(find("verdict"));
let lines = [], next = 0, asked = 0, verifying = false;

/** What stands in the fields, as the hall is asked. */
function wanted() {
  const words = new URLSearchParams();
  for (const [name, text] of new FormData(find("filter"))) {
    if (text.trim()) words.set(name, name === "since" || name === "until" ? fromField(text) : text.trim());
  }
  return words;
}

async function look(before = 0) {
  const words = wanted(), mine = ++asked; // of two searches the later one counts, whichever is answered first
  for (const form of ["csv", "jsonl"]) {
    const link = new URLSearchParams(words);
    link.set("form", form);
    find(form).href = `/api/audit/export?${link}`;
  }
  if (before) words.set("before", before);
  const answer = await ask(`/api/audit?${words}`);
  if (mine !== asked) return;
  say(answer.sentence);
  if (!answer.ok) return;
  lines = before ? [...lines, ...answer.told.lines] : answer.told.lines;
  next = answer.told.next;
  draw(answer.told);
}

/** {"times":3} as "times 3". */
function plainly(detail) {
  try {
    const said = (value) => (value !== null && typeof value === "object" ? JSON.stringify(value) : String(value));
    return Object.entries(JSON.parse(detail || "{}")).map(([name, value]) => `${name}：${said(value)}`).join("；");
  } catch { return detail; }
}

const COLUMNS = [
  { title: "行", cell: (one) => html`<span class="number quiet">${one.n}</span>` },
  { title: "时间", cell: (one) => html`<span class="number">${seconds(one.at)}</span>` },
  { title: "谁", cell: (one) => one.actor },
  { title: "做了什么", cell: (one) => (one.words ? html`${one.words}<small class="quiet">${one.action}</small>` : one.action) },
  { title: "对什么", cell: (one) => one.about },
  { title: "详情", name: "detail", cell: (one) => plainly(one.detail) },
  { title: "从哪里", cell: (one) => html`<span class="number quiet">${one.source || "—"}</span>` },
];

function draw(told) {
  find("sum").textContent = `这段时间共 ${told.of} 行；${next ? `已找到第 ${next} 行` : "已找到头"}，列出 ${lines.length} 行。`;
  render(table({ columns: COLUMNS, rows: lines, key: (one) => one.n, none: next ? "这一段里没有。" : "没有。" }), find("lines"));
  find("older").hidden = !next;
  const known = [...new Set(lines.map((one) => one.action))].sort();
  render(known.map((one) => html`<option value=${one}>${lines.find((line) => line.action === one).words}</option>`), find("actions"));
  find("syslog-card").hidden = !told.syslog;
  if (told.syslog) {
    const { to, sent, of } = told.syslog;
    find("syslog").textContent = of - sent > 20 ? `${to}：还有 ${of - sent} 行没有送出，恢复后自动补送。` : `${to}：已送到第 ${sent} 行。`;
  }
}

/* Part by part, so that it is seen how far it is. */
async function verify() {
  if (verifying) return;
  verifying = find("verify").disabled = true;
  verdict("");
  const bar = find("progress"), anchor = encodeURIComponent(find("kept").value.trim());
  bar.hidden = false;
  bar.value = 0;
  for (let told = { read: 0, done: false }; !told.done;) {
    const answer = await ask(`/api/audit/verify?after=${told.read}&anchor=${anchor}`);
    if (!answer.ok) { verdict(answer.sentence); break; }
    told = answer.told;
    bar.value = told.of ? told.read / told.of : 1;
    if (!told.done) continue;
    if (told.broken) verdict(`第 ${told.broken.id} 行对不上：${told.broken.zh}。前 ${told.read} 行完好。请保留现场，报告负责人。`);
    else verdict(`共 ${told.read} 行，行行对得上，没有改过、删过、插过。${anchor ? "与锚点也对得上。" : "末尾有没有被截掉，要用以前的锚点才看得出。"}`, true);
  }
  bar.hidden = true;
  verifying = find("verify").disabled = false;
}

async function take() {
  const answer = await ask("/api/audit/anchor");
  find("anchor").hidden = false;
  find("anchor").textContent = answer.ok ? answer.told.anchor : answer.sentence;
}

submitting(find("filter"), () => look(), say);
find("older").addEventListener("click", () => look(next));
find("verify").addEventListener("click", verify);
find("take").addEventListener("click", take);
look();
seam({ lines: () => lines });
