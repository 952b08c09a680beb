/* Elements of the page and of the drawing. Text is only ever set as text. */

import { px } from "./view.js";

const SVG = "http://www.w3.org/2000/svg";

export function svg(name, values, ...children) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(values)) if (value !== undefined && value !== "") made.setAttribute(key, value);
  made.append(...children.filter(Boolean));
  return made;
}

export function text(said, values) {
  const made = svg("text", values);
  made.textContent = said;
  return made;
}

export function points(outline) { return outline.map(([x, y]) => `${px(x)},${px(y)}`).join(" "); }

export function make(tag, name, said) {
  const made = document.createElement(tag);
  if (name) made.className = name;
  if (said !== undefined) made.textContent = said;
  return made;
}
