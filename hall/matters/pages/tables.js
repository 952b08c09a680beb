/* A table is tried, line by line, before any of it is taken into the draft; and what goes out as a file. */
import { tag } from "../kit/form.js";
import { html, nothing } from "../kit/lit-html.js";
import { send } from "../kit/page.js";
import { table } from "../kit/table.js";

const WITHIN = 60_000; // milliseconds: five thousand lines are read in ten seconds on a slow machine
const fresh = () => crypto.getRandomValues(new Uint32Array(4)).join("-");
const tried = { file: null, told: null };

const outcome = (line) => (line.faults.length ? tag(`${line.faults.length} 处错`, "bad") : line.does.length ? tag("会改") : html`<span class="quiet">不变</span>`);
const words = (line) => [...line.faults, ...line.does].map((each) => html`<p>${each}</p>`);
const COLUMNS = [
  { title: "行", cell: (line) => line.n, name: "number" }, { title: "材料", cell: (line) => line.name }, { title: "", cell: outcome }, { title: "会怎样", cell: words },
];

/** `taken()`: the draft is another now. */
export function tables({ edits, version, changed, draw, say, taken }) {
  const attempt = async () => {
    say("正在试读…", true);
    const answer = await send("/api/matters/import/try", tried.file, { within: WITHIN });
    tried.told = answer.ok ? answer.told : null;
    say(answer.sentence);
    draw();
  };
  const choose = async (event) => {
    const [file] = event.target.files;
    event.target.value = "";
    if (file) { tried.file = file; await attempt(); }
  };
  const take = async () => {
    const answer = await send(`/api/matters/import?mark=${tried.told.mark}`, tried.file, { within: WITHIN });
    if (!answer.ok) { say(answer.sentence); return; }
    tried.told = null;
    await taken();
    say(`已写进草稿，${answer.told.changed} 行有改动。到“改动和复核”看哪些清单会变，再送审。`, true);
  };
  const whole = async (event) => {
    const [file] = event.target.files;
    event.target.value = "";
    if (!file || !confirm("用这个文件换掉整份草稿？现行的不变，改动要另一人复核后才发布。")) return;
    const answer = await send(`/api/matters/import/file?key=${fresh()}&version=${version}`, file, { within: WITHIN });
    if (!answer.ok) { say(answer.sentence); return; }
    await taken();
    say("整份文件已成为草稿。到“改动和复核”看它改了什么。", true);
  };
  const told = tried.told;
  return html`<section class="card out"><h2>导出</h2><p class="keys"><a class="button" href="/api/matters/export?form=csv" download>材料表 CSV</a><a class="button" href="/api/matters/export?form=yaml" download>整个事项库 YAML</a>
      ${changed ? html`<a class="button" href="/api/matters/export?of=draft&form=csv" download>草稿的材料表</a><a class="button" href="/api/matters/export?of=draft&form=yaml" download>草稿 YAML</a>` : nothing}</p></section>
    ${edits ? html`<section class="card out"><h2>从表格导入材料</h2>
      <p>第一行是表头：事项、材料、来源、份数、条件、免提交、把握、条件的把握、依据、生效、有效期至、过期说明、算作。事项和材料必填，其余的列可以没有。已有的材料按名称改，没有的加在后面，表里没写的不动。</p>
      <p class="quiet">条件写成“用地＝租赁厂房或楼宇 且 性质＝新建、扩建”，几种情形之间写“或”（前后留空格）；空着就是必要。XLSX 或 CSV，一次最多 5000 行。先试读，什么也不改；全部无误才能写进草稿，要么全部，要么一行也不。</p>
      <p class="keys"><label class="button primary">选一个文件试读<input id="file" type="file" accept=".xlsx,.csv,.txt" hidden @change=${choose}></label>
        <button ?disabled=${!told || told.faults > 0 || told.changes === 0} @click=${take}>写进草稿</button>
        <span id="sum" class="quiet">${told ? `${told.count} 行：${told.faults} 处错，${told.changes} 行会改${told.count > told.lines.length ? `；下面是前 ${told.lines.length} 行，有错的在前` : ""}` : ""}</span></p>
      ${told ? table({ columns: COLUMNS, rows: told.lines, key: (line) => line.n, none: "没有内容。", about: (line) => ({ id: String(line.n) }) }) : nothing}</section>
    <section class="card out"><h2>用一个文件换掉草稿</h2><p class="quiet">导出的 YAML 改好以后可以整份放回草稿：每处错按行说明，有一处错就什么也不改。合并的事项、必有其一、可代替这几项在表单里没有，要在文件里改。</p>
      <p class="keys"><label class="button">选一个 YAML 文件<input id="whole" type="file" accept=".yaml,.yml" hidden @change=${whole}></label></p></section>` : nothing}`;
}
