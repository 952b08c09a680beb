/* Fields of a form. Each has `element` and `refresh(thing)`, and hands on what was entered by `enter(values)`. What is
   wrong is said at the field and stays in it; the plan is only given what it can hold. */

import { onKey } from "../../kit/keys.js";
import { round } from "../model/ground.js";
import { make } from "../canvas/elements.js";

export const FILE_WITHIN = 60_000; // milliseconds for a file to go up and be read
export const METRE = { from: -10000, to: 10000, unit: "米" };
export const form = { of: "" }; // the key of the thing that the form is about
let fieldCount = 0;

export function fieldOf(spec, control, extra) {
  const box = make("div", `field ${spec.wide ? "wide" : ""}`), label = make("label", "", spec.words), said = make("p", "wrong");
  fieldCount += 1;
  control.id = `field-${fieldCount}`;
  said.id = `${control.id}-wrong`;
  said.hidden = true;
  label.htmlFor = control.id;
  control.setAttribute("aria-describedby", said.id);
  if (spec.name) control.dataset.field = spec.name;
  if (spec.unit) label.append(make("span", "unit", ` ${spec.unit}`));
  box.append(label, control, ...(extra || []), said);
  const wrong = (words) => {
    said.hidden = !words;
    said.textContent = words || "";
    if (words) control.setAttribute("aria-invalid", "true");
    else control.removeAttribute("aria-invalid");
  };
  return { box, wrong };
}

// Text that was entered but not yet taken is not overwritten by what happens elsewhere.
export function keepTyped(control, value) {
  if (control.getAttribute("aria-invalid") === "true" && control.dataset.of === form.of) return;
  if (document.activeElement === control && control.value !== control.dataset.was) return;
  control.value = value;
  control.dataset.was = value;
}

export function textField(spec, enter) {
  const control = make("input");
  control.type = "text";
  control.dir = "auto";
  control.autocomplete = "off";
  const { box, wrong } = fieldOf(spec, control);
  control.addEventListener("change", () => {
    control.dataset.of = form.of;
    const value = control.value.normalize("NFC"), long = [...value].length;
    if (long > (spec.most || 400)) { wrong(`最多 ${spec.most || 400} 个字，现在是 ${long} 个`); return; }
    wrong("");
    control.dataset.was = control.value;
    enter({ [spec.name]: value });
  });
  return { element: box, refresh: (thing) => keepTyped(control, thing[spec.name] ?? "") };
}

export function numberField(spec, enter) {
  const control = make("input", "number");
  control.type = "text";
  control.inputMode = "decimal";
  control.autocomplete = "off";
  const { box, wrong } = fieldOf(spec, control);
  control.addEventListener("change", () => {
    control.dataset.of = form.of;
    const typed = control.value.trim().replace("，", ".").replace("。", "."), value = Number(typed);
    if (typed === "" && spec.empty !== undefined) { wrong(""); control.dataset.was = ""; enter({ [spec.name]: null }); return; }
    if (typed === "" || !Number.isFinite(value)) { wrong("这里要填一个数"); return; }
    if (spec.whole && !Number.isInteger(value)) { wrong("这里要填整数"); return; }
    if (value < spec.from || value > spec.to || (spec.above && value <= spec.from)) { wrong(`要在 ${spec.from} 和 ${spec.to} 之间`); return; }
    wrong("");
    control.dataset.was = control.value;
    enter({ [spec.name]: value });
  });
  onKey((event) => { if (event.key === "Enter") control.dispatchEvent(new Event("change")); }, control);
  return {
    element: box,
    refresh: (thing) => {
      keepTyped(control, thing[spec.name] === null ? "" : String(round(thing[spec.name], 0.001)));
      if (spec.empty) control.placeholder = spec.empty(thing);
    },
  };
}

export function choiceField(spec, enter) {
  const control = make("select"), { box } = fieldOf(spec, control);
  control.addEventListener("change", () => enter(spec.pick ? spec.pick(control.value) : { [spec.name]: control.value }));
  return {
    element: box,
    refresh: (thing) => {
      const value = spec.value ? spec.value(thing) : String(thing[spec.name]), choices = typeof spec.choices === "function" ? spec.choices(thing) : Object.entries(spec.choices);
      const known = choices.some(([key]) => key === value) ? choices : [[value, `${value}（不存在）`], ...choices];
      const drawn = JSON.stringify(known);
      if (drawn !== control.dataset.drawn) {
        control.replaceChildren(...known.map(([key, words]) => {
          const option = make("option", "", words);
          option.value = key;
          return option;
        }));
        control.dataset.drawn = drawn;
      }
      control.value = value;
    },
  };
}
