/* A thing people can choose: reachable by keyboard, named for a screen reader, coloured by what is said about it. */

import { faultsOf } from "../model/checking.js";
import { screenWords } from "../model/signs.js";
import { keyOf } from "../model/things.js";
import { kindWords, nameOf } from "../model/words.js";
import { svg } from "./elements.js";
import { view } from "./view.js";

// A thing people can choose: reachable by keyboard, named for a screen reader.
export function item(list, thing, look, at, ...shapes) {
  const key = keyOf(list, thing.id), chosen = view.chosen.has(key);
  const made = svg("g", {
    class: `item ${look}${chosen ? " chosen" : ""}${marked(key)}${view.lit === key ? " lit" : ""}`, "data-key": key, tabindex: 0, role: "button",
    "aria-pressed": String(chosen), "aria-label": itemWords(list, thing), transform: `translate(${at.x} ${at.y})`,
  }, ...shapes);
  made.append(svg("title", {}, itemWords(list, thing)));
  return made;
}

function itemWords(list, thing) {
  const name = nameOf(list, thing), kind = kindWords(list, thing);
  const more = list === "screens" ? `，${screenWords(thing.id)}` : list === "doors" && thing.staff_only ? "，仅工作人员" : "";
  return `${name.startsWith(kind) || list === "screens" ? "" : `${kind} `}${name}${more}`;
}

// The colour of a thing that something is said about.
function marked(key) {
  const found = faultsOf(key.split("/")[1]);
  return found.some((fault) => fault.severity === "error") ? " refused" : found.length ? " warned" : "";
}
