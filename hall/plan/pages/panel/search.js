/* Finding a window, a place or a screen by its number or name. */

import { composing, onKey } from "../../kit/keys.js";
import { find } from "../../kit/page.js";
import { planNow } from "../model/draft.js";
import { spotOf } from "../model/ground.js";
import { keyOf } from "../model/things.js";
import { brief, kindWords, nameOf } from "../model/words.js";
import { elementOf, goTo } from "../canvas/chosen.js";
import { drawNow } from "../canvas/draw.js";
import { make } from "../canvas/elements.js";
import { showPanel } from "./tabs.js";

const MOST_FOUND = 8;
let foundAt = -1, foundKeys = [];

function searched(words) {
  const wanted = words.trim().toLowerCase(), plan = planNow();
  if (!wanted) return [];
  const all = ["places", "screens", "doors", "nodes", "ways", "floors"].flatMap((list) => plan[list].map((thing) => ({ key: keyOf(list, thing.id), list, thing })));
  const rank = ({ list, thing }) => {
    const number = (thing.number || "").toLowerCase(), names = [thing.name_zh || "", thing.name_en || "", thing.id, nameOf(list, thing)].map((name) => name.toLowerCase());
    if (number === wanted) return list === "places" ? 0 : 1;
    if (names.some((name) => name.startsWith(wanted))) return 2;
    return names.some((name) => name.includes(wanted)) ? 3 : 9;
  };
  return all.map((each) => ({ ...each, rank: rank(each) })).filter((each) => each.rank < 9).sort((a, b) => a.rank - b.rank).slice(0, MOST_FOUND);
}

function drawFound() {
  const found = searched(find("search").value), floors = new Map(planNow().floors.map((floor) => [floor.id, floor]));
  foundKeys = found.map((each) => each.key);
  foundAt = found.length ? 0 : -1;
  find("found").replaceChildren(...found.map(({ key, list, thing }, i) => {
    const row = make("li"), floor = floors.get(spotOf(planNow(), list, thing)?.floor);
    row.id = `found-${i}`;
    row.setAttribute("role", "option");
    row.append(make("bdi", "", nameOf(list, thing)), make("small", "", [kindWords(list, thing), floor && brief(floor.name_zh, 6)].filter(Boolean).join(" · ")));
    row.addEventListener("pointerdown", (event) => { event.preventDefault(); takeFound(key); });
    return row;
  }));
  if (!found.length && find("search").value.trim()) find("found").append(make("li", "none", "没有找到"));
  find("found").hidden = !find("search").value.trim();
  find("search").setAttribute("aria-expanded", String(!find("found").hidden));
  markFound();
}

function markFound() {
  [...find("found").children].forEach((row, i) => row.setAttribute("aria-selected", String(i === foundAt)));
  if (foundAt >= 0) find("search").setAttribute("aria-activedescendant", `found-${foundAt}`);
  else find("search").removeAttribute("aria-activedescendant");
}

function takeFound(key) {
  find("found").hidden = true;
  find("search").setAttribute("aria-expanded", "false");
  find("search").value = "";
  goTo(key);
  showPanel("thing");
  drawNow();
  elementOf(key)?.focus({ preventScroll: true });
}

find("search").addEventListener("input", (event) => { if (!composing(event)) drawFound(); });
find("search").addEventListener("compositionend", drawFound);
find("search").addEventListener("focus", drawFound);
find("search").addEventListener("blur", () => { find("found").hidden = true; find("search").setAttribute("aria-expanded", "false"); });
onKey((event) => {
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    foundAt = Math.max(0, Math.min(foundKeys.length - 1, foundAt + (event.key === "ArrowDown" ? 1 : -1)));
    markFound();
  } else if (event.key === "Enter" && foundKeys[foundAt]) takeFound(foundKeys[foundAt]);
}, find("search"));
