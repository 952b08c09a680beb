/* Forms: what is missing is said in our words, in sight; a form is sent once at a time; what was typed stays until it was
   taken. */
import { html, live, nothing } from "./lit-html.js";

/** A choice. `options`: [{ value, text }]. What is chosen follows `value` also after somebody chose otherwise in vain. */
export function choice({ id = nothing, label = nothing, options, value, change = nothing, disabled = false }) {
  return html`<select id=${id} aria-label=${label} ?disabled=${disabled} @change=${change}>
    ${options.map((one) => html`<option value=${one.value} .selected=${live(one.value === value)}>${one.text}</option>`)}
  </select>`;
}

/** A tag as on every console: tone "", "amber" or "bad". */
export const tag = (text, tone = "", title = nothing) => html`<span class=${`tag ${tone}`} title=${title}>${text}</span>`;

/** `act(form)` when a form is submitted, one at a time, its buttons dark meanwhile. An empty field that must be filled is
    named by `say(sentence)` and gets the focus; `say("")` before each try. */
export function submitting(form, act, say) {
  form.noValidate = true;
  let busy = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (busy) return;
    say("");
    for (const field of form.querySelectorAll("[aria-invalid]")) field.removeAttribute("aria-invalid");
    const missing = form.querySelector(":is(input, select, textarea):required:invalid");
    if (missing) { complain(missing, say); return; }
    const keys = [...form.querySelectorAll("button:enabled")];
    busy = true;
    for (const key of keys) key.disabled = true;
    try {
      await act(form);
    } finally {
      busy = false;
      for (const key of keys) key.disabled = false;
    }
  });
}

function complain(field, say) {
  const name = field.labels?.[0]?.textContent ?? field.getAttribute("aria-label") ?? "";
  say(field.validity.valueMissing ? `请填“${name}”。` : `“${name}”填得不对。`);
  field.setAttribute("aria-invalid", "true");
  field.focus();
}

/** Says a sentence in an element with class `say`; "" hides it. `good`: in green. */
export function sayIn(place) {
  return (sentence, good = false) => {
    place.hidden = !sentence;
    place.className = `say ${good ? "good" : "bad"}`;
    place.textContent = sentence;
    if (sentence) place.scrollIntoView({ block: "nearest" });
  };
}
