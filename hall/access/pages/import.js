/* A table is tried, line by line, before any of it is taken. */
import { sayIn, tag } from "../kit/form.js";
import { html, render } from "../kit/lit-html.js";
import { find, seam, send } from "../kit/page.js";
import { table } from "../kit/table.js";

const WITHIN = 60_000; // milliseconds: five thousand lines are read in ten seconds on a slow machine
const say = sayIn(find("say"));
let file = null, trial = null;

const outcome = (line) => line.faults.length ? tag(`${line.faults.length} 处错`, "bad") : line.does.length ? tag("会改") : html`<span class="quiet">不变</span>`;
const words = (line) => line.faults.length ? line.faults.map((one) => html`<p class="fault">${one}</p>`) : line.does.map((one) => html`<p>${one}</p>`);
const COLUMNS = [
  { title: "行", cell: (line) => line.n, name: "number" }, { title: "工号", cell: (line) => line.number }, { title: "姓名", cell: (line) => line.name },
  { title: "", cell: outcome }, { title: "会怎样", cell: words },
];

function draw() {
  find("take").disabled = !trial || trial.faults > 0 || trial.changes === 0;
  find("take").className = find("take").disabled ? "" : "primary";
  const then = trial?.faults ? "在表里改好，再选一次文件" : `${trial?.changes} 行会改`; // of a table with faults not a line is taken
  find("sum").textContent = trial ? `${trial.lines.length} 行：${trial.faults} 处错，${then}` : "";
  const rows = trial ? [...trial.lines].sort((a, b) => b.faults.length - a.faults.length || a.n - b.n) : [];
  render(trial ? table({ columns: COLUMNS, rows, key: (line) => line.n, none: "没有内容。", about: (line) => ({ id: String(line.n) }) }) : "", find("lines"));
}

async function attempt() {
  say("正在试读…", true);
  const answer = await send("/api/access/import/try", file, { within: WITHIN });
  trial = answer.ok ? answer.told : null;
  say(answer.sentence);
  draw();
}

find("file").addEventListener("change", async (event) => {
  [file] = event.target.files;
  event.target.value = "";
  if (file) await attempt();
});
find("take").addEventListener("click", async () => {
  find("take").disabled = true;
  const answer = await send(`/api/access/import?mark=${trial.mark}`, file, { within: WITHIN });
  if (!answer.ok) { say(answer.sentence); draw(); return; }
  await attempt();
  say(`已导入，${answer.told.changed} 行有改动。`, true);
});
draw();
seam({ trial: () => trial });
