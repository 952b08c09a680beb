"use strict";
/* The hall manager's page: the floor plan is the page. Starts everything and tells the parts what has changed. */

const PANELS = ["thing", "faults", "changes"];

function showPanel(name) {
  for (const panel of PANELS) {
    find(`panel-${panel}`).hidden = panel !== name;
    find(`tab-${panel}`).setAttribute("aria-selected", String(panel === name));
    find(`tab-${panel}`).tabIndex = panel === name ? 0 : -1;
  }
}

function openThing() {
  if (!view.chosen.size) return;
  showPanel("thing");
  find("thing-form").querySelector("input, select, button")?.focus();
}

let toastTimer = 0;
function toast(words, key) {
  find("toast-words").textContent = words;
  find("toast-key").hidden = !key;
  if (key) { find("toast-key").textContent = key[0]; find("toast-key").onclick = () => { hideToast(); key[1](); }; }
  find("toast").hidden = false;
  clearTimeout(toastTimer);
  toastTimer = setTimeout(hideToast, key ? 8000 : 5000);
}

function hideToast() { find("toast").hidden = true; }

function drawAll() {
  if (!draft.plan) return;
  find("empty").hidden = !isEmpty(draft.plan);
  drawTabs();
  forgetGone();
  drawThing();
  drawHint();
  drawSummary();
  find("undo").disabled = !draft.past.length;
  find("redo").disabled = !draft.future.length;
  find("undo").title = draft.past.length ? `撤销：${draft.past[draft.past.length - 1].said}（Ctrl Z）` : "没有可撤销的";
  redraw();
}

// Somebody else's change arrives by itself when nothing of ours is unsaved; else saving will say so.
function heard(state) {
  Object.assign(hall, { releases: state.releases, publishedAt: state.published_at, publishedBy: state.published_by });
  const out = state.revision !== hall.revision, newer = out || state.version > draft.version;
  if (newer && draft.plan === draft.saved && !saving.busy) {
    reload().then((ok) => {
      if (!ok) return;
      if (out) toast(`${state.published_by} 的图 v${state.revision} 已发布`);
      else if (state.edited_by !== myLogin) toast(`${state.edited_by} 改动了草稿，已更新`);
    });
  }
  drawReleases();
}

onPlan.push(drawAll);
onChosen.push(drawThing, drawHint);
onSaved.push(checkSoon, drawReleases);

const acts = { undo, redo, "zoom-in": () => zoom(1.25), "zoom-out": () => zoom(0.8), whole: wholeFloor, help: () => find("sheet").showModal(), "see-changes": () => showPanel("changes") };
for (const [id, act] of Object.entries(acts)) find(id).addEventListener("click", act);
find("summary-check").addEventListener("click", () => showPanel("faults"));
PANELS.forEach((panel, i) => {
  const tab = find(`tab-${panel}`);
  tab.addEventListener("click", () => showPanel(panel));
  tab.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const next = PANELS[(i + step + PANELS.length) % PANELS.length];
    event.stopPropagation();
    showPanel(next);
    find(`tab-${next}`).focus();
  });
});
for (const key of document.querySelectorAll("[data-close]")) key.addEventListener("click", () => key.closest("dialog").close());
addEventListener("resize", () => (view.whole ? wholeFloor() : redraw()));

reload().then(() => {
  wholeFloor();
  watch("/api/plan/stream", heard, (connected) => {
    find("cut").hidden = connected;
    find("cut").textContent = "与大厅服务器的连接中断，改动先留在这个页面里，正在重连";
  });
  watch("/api/signs/stream", showSigns, () => {});
});
showPanel("thing");
takeTool("select");
