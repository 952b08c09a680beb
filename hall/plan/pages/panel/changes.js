/* What publishing would change: every screen before and after, the windows in sentences, the ways printed on slips. */

import { find } from "../../kit/page.js";
import { checked } from "../model/checking.js";
import { draft } from "../model/draft.js";
import { hall } from "../model/hall.js";
import { keyOf, one } from "../model/things.js";
import { brief, nameOf } from "../model/words.js";
import { goTo } from "../canvas/chosen.js";
import { make } from "../canvas/elements.js";
import { redraw } from "../canvas/redraw.js";
import { view } from "../canvas/view.js";
import { captioned, frameWords } from "./pictures.js";
import { countOn } from "./tabs.js";

export function drawChanges() {
  countOn("count-changes", checked.screens.length, "amber");
  find("changes").replaceChildren(...checked.warnings.map((warning) => make("p", "say", warning.zh)), ...changesOf(checked, draft.plan));
}

// Every sentence of a difference: screens that come and go, windows, other places.
export function saidOf(told) { return [...told.hung, ...[...told.windows, ...told.places].map((change) => change.zh)]; }

// ``plan`` is the one that is to come.
export function changesOf(told, plan) {
  const made = [], said = saidOf(told);
  if (!told.screens.length && !said.length && !told.slips.length) {
    made.push(make("p", "quiet", hall.published ? "和已发布的图相比，屏、窗口、票面都不变。" : "还没有发布过。"));
  }
  if (said.length) {
    const list = make("ul", "sentences");
    list.append(...said.map((words) => make("li", "", words)));
    made.push(list);
  }
  if (told.screens.length) made.push(make("h3", "", `会变的屏 ${told.screens.length}`), ...told.screens.map(changeCard));
  if (told.slips.length) made.push(make("h3", "", "票面指路"), ...slipCards(told.slips, plan));
  return made;
}

function changeCard(change) {
  const card = make("section", "change"), name = make("button", "change-name"), pair = make("div", "pair"), enlarge = make("button", "small", "看大图");
  const called = `屏 ${change.number}`;
  card.dataset.screen = change.screen;
  name.type = enlarge.type = "button";
  name.append(make("b", "number", called), make("bdi", "", brief(change.name_zh, 16)));
  name.title = "在图上看";
  name.addEventListener("click", () => { card.closest("dialog")?.close(); goTo(keyOf("screens", change.screen)); });
  enlarge.setAttribute("aria-label", `看大图：${called}`);
  enlarge.addEventListener("click", () => enlargeChange(change, called));
  for (const which of ["before", "after"]) {
    const figure = make("figure"), { picture, caption } = captioned(change[which], called, which === "before" ? "现在" : "发布后", 132, 210);
    figure.append(picture, caption, make("span", "unseen", frameWords(change[which])));
    pair.append(figure);
  }
  pair.insertBefore(make("span", "arrow-between", "→"), pair.lastChild);
  const head = make("div", "change-head");
  head.append(name, enlarge);
  card.append(head, pair);
  for (const happens of ["mouseenter", "mouseleave"]) card.addEventListener(happens, () => { view.lit = happens === "mouseenter" ? keyOf("screens", change.screen) : null; redraw(); });
  return card;
}

function enlargeChange(change, called) {
  const wide = Math.min(620, (innerWidth - 140) / 2), high = innerHeight * 0.62;
  find("large-name").textContent = `${called}　${brief(change.name_zh, 30)}`;
  find("large-pair").replaceChildren(...["before", "after"].map((which) => {
    const figure = make("figure"), { picture, caption } = captioned(change[which], called, which === "before" ? "现在" : "发布后", wide, high);
    figure.append(caption, picture);
    return figure;
  }));
  find("large").showModal();
}

// Kiosks that say the same are one line.
function slipCards(all, plan) {
  const groups = new Map();
  for (const slip of all) {
    const words = JSON.stringify([slip.window, slip.before, slip.after]);
    groups.set(words, [...(groups.get(words) || []), slip]);
  }
  return [...groups.values()].map((slips) => {
    const card = make("section", "slip"), kiosks = slips.map((slip) => nameOf("places", one(plan, "places", slip.kiosk))).join("、");
    const window = one(plan, "places", slips[0].window) || (hall.published && one(hall.published, "places", slips[0].window));
    card.append(make("b", "", `${nameOf("places", window)}`), make("p", "quiet", `从 ${kiosks}`),
      make("p", "was", slips[0].before.join("，") || "（无）"), make("p", "is", slips[0].after.join("，") || "（无）"));
    return card;
  });
}
