/* Files in and out, and the first minute with an empty plan. */

import { ask, find, send } from "../../kit/page.js";
import { withFloor } from "../model/add.js";
import { draft, edit } from "../model/draft.js";
import { remark } from "../model/remarks.js";
import { saved, settled, take } from "../model/saving.js";
import { choose } from "../canvas/chosen.js";
import { make } from "../canvas/elements.js";
import { canvas, showFloor, wholeFloor } from "../canvas/view.js";
import { FILE_WITHIN } from "./fields.js";
import { showPanel } from "./tabs.js";

async function importFile(file) {
  const body = file instanceof Blob ? file : new Blob([file]);
  await settled();
  const { ok, told, sentence } = await send(`/api/plan/import?version=${draft.version}`, body, { within: FILE_WITHIN });
  if (!ok) { remark(sentence); return; }
  take(told, "导入文件");
  saved.tell();
  wholeFloor();
  const notes = told.notes || [];
  if (!notes.length) { remark("已导入到草稿"); return; }
  find("notes-list").replaceChildren(...notes.map((note) => make("li", "", note.zh)));
  find("notes").showModal();
}

async function loadSample() {
  const { ok, told, sentence } = await ask("/api/plan/sample");
  if (!ok) { remark(sentence); return; }
  edit("载入示例", told);
  wholeFloor();
}

export function download(plan, name) {
  const link = make("a"), address = URL.createObjectURL(new Blob([JSON.stringify(plan, null, 1)], { type: "application/json" }));
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
}

function firstFloor() {
  const [next, key] = withFloor(draft.plan);
  edit("添加楼层", next);
  showFloor(key.slice(7));
  choose([key]);
  showPanel("thing");
}

for (const id of ["import", "import-first"]) {
  find(id).addEventListener("change", async () => {
    const [file] = find(id).files;
    find(id).value = "";
    find("menu").open = false;
    if (file) await importFile(file);
  });
}

find("draw-first").addEventListener("click", firstFloor);
find("add-floor").addEventListener("click", firstFloor);
find("sample-first").addEventListener("click", loadSample);

find("discard").addEventListener("click", async () => {
  find("menu").open = false;
  if (!confirm("丢弃草稿，回到已发布的图？（可以撤销）")) return;
  await settled();
  const { ok, told, sentence } = await send("/api/plan/draft/discard", { version: draft.version });
  if (!ok) { remark(sentence); return; }
  take(told, "丢弃草稿");
  saved.tell();
});

// Whatever is done elsewhere shuts the menu.
for (const happens of ["pointerdown", "focusin"]) addEventListener(happens, (event) => { if (!find("menu").contains(event.target)) find("menu").open = false; }, true);

for (const link of document.querySelectorAll("#menu a")) link.addEventListener("click", () => { find("menu").open = false; });
canvas.addEventListener("dragover", (event) => event.preventDefault());

canvas.addEventListener("drop", (event) => {
  event.preventDefault();
  const [file] = event.dataTransfer.files;
  if (file) importFile(file);
});
