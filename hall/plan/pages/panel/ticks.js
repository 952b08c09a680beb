/* Fields that are ticked or picked: a switch, the services of a window, a colour. */

import { hall } from "../model/hall.js";
import { make } from "../canvas/elements.js";
import { fieldOf } from "./fields.js";

export function switchField(spec, enter) {
  const box = make("div", "field wide"), label = make("label", "switch"), control = make("input");
  control.type = "checkbox";
  if (spec.name) control.dataset.field = spec.name;
  label.append(control, make("span", "", spec.words));
  if (spec.hint) label.append(make("small", "", spec.hint));
  box.append(label);
  const turned = Boolean(spec.not);
  control.addEventListener("change", () => enter({ [spec.name]: control.checked !== turned }));
  return { element: box, refresh: (thing) => { control.checked = thing[spec.name] !== turned; } };
}

export function servicesField(spec, enter) {
  const box = make("fieldset", "field wide checks"), list = make("div", "ticks");
  box.append(make("legend", "", spec.words), list);
  return {
    element: box,
    refresh: (thing) => {
      const unknown = thing.services.filter((id) => !hall.services.some((service) => service.id === id)).map((id) => ({ id, letter: "？", name_zh: `${id}（已停）` }));
      const offered = [...hall.services, ...unknown], drawn = JSON.stringify(offered);
      if (list.dataset.drawn !== drawn) {
        list.dataset.drawn = drawn;
        list.replaceChildren(...offered.map((service) => tick(service.id, `${service.letter} ${service.name_zh}`, () => enter({
          services: offered.map((each) => each.id).filter((id) => list.querySelector(`[value="${CSS.escape(id)}"]`).checked),
        }))));
      }
      for (const control of list.querySelectorAll("input")) control.checked = thing.services.includes(control.value);
    },
  };
}

function tick(value, words, act) {
  const label = make("label", "switch"), control = make("input");
  control.type = "checkbox";
  control.value = value;
  label.append(control, make("span", "", words));
  control.addEventListener("change", act);
  return label;
}

export function colourField(spec, enter) {
  const control = make("input");
  control.type = "color";
  const { box } = fieldOf(spec, control);
  control.addEventListener("change", () => enter({ [spec.name]: control.value.toUpperCase() }));
  return { element: box, refresh: (thing) => { control.value = thing[spec.name].toLowerCase(); } };
}
