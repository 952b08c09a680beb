"use strict";
/* Files in and out, the first minute with an empty plan, and what to do when somebody else has changed the draft. */

async function importFile(file) {
  const body = file instanceof Blob ? file : new Blob([file]);
  await settled();
  const { ok, told } = await send("POST", `/api/plan/import?version=${draft.version}`, body, true);
  if (!ok) { toast(told.zh); return; }
  take(told, "导入文件");
  for (const tell of onSaved) tell();
  wholeFloor();
  const notes = told.notes || [];
  if (!notes.length) { toast("已导入到草稿"); return; }
  find("notes-list").replaceChildren(...notes.map((note) => make("li", "", note.zh)));
  find("notes").showModal();
}

async function loadSample() {
  const { ok, told } = await send("GET", "/api/plan/sample");
  if (!ok) { toast(told.zh); return; }
  edit("载入示例", told);
  wholeFloor();
}

function download(plan, name) {
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
  const { ok, told } = await send("POST", "/api/plan/draft/discard", { version: draft.version });
  if (!ok) { toast(told.zh); return; }
  take(told, "丢弃草稿");
  for (const tell of onSaved) tell();
});
// Whatever is done elsewhere shuts the menu.
for (const happens of ["pointerdown", "focusin"]) addEventListener(happens, (event) => { if (!find("menu").contains(event.target)) find("menu").open = false; }, true);
for (const link of document.querySelectorAll("#menu a")) link.addEventListener("click", () => { find("menu").open = false; });
find("stale-theirs").addEventListener("click", () => { find("stale").close(); reload("", true); });
find("stale-mine").addEventListener("click", () => download(draft.plan, "onedoor-plan-mine.json"));
find("stale").addEventListener("cancel", (event) => event.preventDefault());

canvas.addEventListener("dragover", (event) => event.preventDefault());
canvas.addEventListener("drop", (event) => {
  event.preventDefault();
  const [file] = event.dataTransfer.files;
  if (file) importFile(file);
});
