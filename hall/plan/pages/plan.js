/* The hall manager's page: the floor plan is the page. Starts everything and tells the parts what has changed. */

import { cut, find, live, seam } from "../kit/page.js";
import { checkNow, checkSoon, checkedAnew } from "./model/checking.js";
import { draft, edit, planShown, put, redo, undo } from "./model/draft.js";
import { hall, myLogin } from "./model/hall.js";
import { remark } from "./model/remarks.js";
import { reload, saved, saving, settled, unsavedHere } from "./model/saving.js";
import { showSigns } from "./model/signs.js";
import { isEmpty } from "./model/things.js";
import { nameOf } from "./model/words.js";
import { forgetGone } from "./canvas/chosen.js";
import { drawTabs } from "./canvas/floors.js";
import { drawHint } from "./canvas/hint.js";
import { redraw } from "./canvas/redraw.js";
import { takeTool } from "./canvas/tools.js";
import { floorShown, view, wholeFloor, zoom } from "./canvas/view.js";
import { drawSteps } from "./panel/bar.js";
import { drawChanges } from "./panel/changes.js";
import { drawFaults } from "./panel/faults.js";
import { drawSummary } from "./panel/summary.js";
import { showPanel } from "./panel/tabs.js";
import { drawThing } from "./panel/thing.js";
import { drawInUse } from "./publish/box.js";
import { drawReleases } from "./publish/releases.js";

// What each folder does by itself; an arrow goes one way only: publish, panel, canvas, model.
import "./canvas/draw.js";
import "./canvas/hint.js";
import "./canvas/pointer.js";
import "./canvas/rail.js";
import "./panel/files.js";
import "./panel/search.js";
import "./panel/sheet.js";
import "./panel/stale.js";
import "./panel/toast.js";
import "./publish/answers.js";
import "./keys.js";

function drawAll() {
  if (!draft.plan) return;
  find("empty").hidden = !isEmpty(draft.plan);
  drawTabs();
  forgetGone();
  drawThing();
  drawHint();
  drawSummary();
  drawSteps();
  redraw();
}

// Somebody else's change arrives by itself when nothing of ours is unsaved; else saving will say so.
function heard(state) {
  Object.assign(hall, { releases: state.releases, inUse: state.in_use, publishedAt: state.published_at, publishedBy: state.published_by });
  const out = state.revision !== hall.revision, newer = out || state.version > draft.version;
  if (newer && !unsavedHere() && !saving.busy) {
    reload().then((ok) => {
      if (!ok) return;
      if (out) remark(`${state.published_by} 的图 v${state.revision} 已发布`);
      else if (state.edited_by !== myLogin) remark(`${state.edited_by} 改动了草稿，已更新`);
    });
  }
  drawReleases();
  drawInUse();
}

planShown.hear(drawAll);
floorShown.hear(drawTabs);
saved.hear(checkSoon, drawReleases);
checkedAnew.hear(drawFaults, drawChanges, drawSummary, redraw);

const acts = { undo, redo, "zoom-in": () => zoom(1.25), "zoom-out": () => zoom(0.8), whole: wholeFloor, help: () => find("sheet").showModal(), "see-changes": () => showPanel("changes"), "summary-check": () => showPanel("faults") };
for (const [id, act] of Object.entries(acts)) find(id).addEventListener("click", act);
for (const key of document.querySelectorAll("[data-close]")) key.addEventListener("click", () => key.closest("dialog").close());
addEventListener("resize", () => (view.whole ? wholeFloor() : redraw()));
addEventListener("beforeunload", (event) => { if (unsavedHere()) event.preventDefault(); });

seam({ draft, hall, view, edit, put, settled, checkNow, nameOf });

reload().then(() => {
  wholeFloor();
  live("/api/plan/stream", heard, (connected, refusal) => {
    cut(connected, refusal ?? { zh: "与大厅服务器的连接中断，改动先留在这个页面里，正在重连" });
  });
  live("/api/signs/stream", showSigns, () => {});
});
showPanel("thing");
takeTool("select");
