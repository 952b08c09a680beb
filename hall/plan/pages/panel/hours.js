/* Open hours: lines of weekdays with two times. No line means always open. A line becomes part of the plan when it is
   whole; until then it says what it lacks. */

import { make } from "../canvas/elements.js";
import { form } from "./fields.js";

const DAYS = "一二三四五六日";

export function hoursField(spec, enter) {
  const box = make("fieldset", "field wide hours"), rows = make("div", "rows"), always = make("p", "quiet", "始终开放"), said = make("p", "wrong");
  const add = make("button", "small", "加一段时间");
  add.type = "button";
  said.setAttribute("role", "alert");
  box.append(make("legend", "", spec.words), always, rows, said, add);
  const read = () => {
    const lines = [...rows.children].map(readHours), wrong = lines.map(wrongHours).find(Boolean);
    said.textContent = wrong || "";
    always.hidden = lines.length > 0;
    if (!wrong) enter({ [spec.name]: lines });
  };
  add.addEventListener("click", () => {
    rows.append(hoursRow({ days: [1, 2, 3, 4, 5], opens: "09:00", closes: "17:00" }, read));
    read();
  });
  return {
    element: box,
    refresh: (thing) => {
      const wanted = JSON.stringify(thing[spec.name]);
      if (said.textContent && box.dataset.of === form.of) return;
      box.dataset.of = form.of;
      if (JSON.stringify([...rows.children].map(readHours)) !== wanted) rows.replaceChildren(...thing[spec.name].map((hours) => hoursRow(hours, read)));
      always.hidden = thing[spec.name].length > 0;
      said.textContent = "";
    },
  };
}

function hoursRow(hours, read) {
  const row = make("div", "hours-row"), days = make("div", "days"), gone = make("button", "small", "删");
  days.append(...[...DAYS].map((word, i) => {
    const label = make("label"), control = make("input");
    control.type = "checkbox";
    control.value = i + 1;
    control.checked = hours.days.includes(i + 1);
    control.setAttribute("aria-label", `星期${word}`);
    control.addEventListener("change", read);
    label.append(control, make("span", "", word));
    return label;
  }));
  const times = ["opens", "closes"].map((name) => {
    const control = make("input");
    control.type = "time";
    control.name = name;
    control.value = hours[name].slice(0, 5);
    control.setAttribute("aria-label", name === "opens" ? "开始" : "结束");
    control.addEventListener("change", read);
    return control;
  });
  gone.type = "button";
  gone.setAttribute("aria-label", "删去这段时间");
  gone.addEventListener("click", () => { row.remove(); read(); });
  row.append(days, times[0], make("span", "", "–"), times[1], gone);
  return row;
}

function readHours(row) {
  const time = (name) => { const { value } = row.querySelector(`[name=${name}]`); return value ? `${value}:00` : ""; };
  return { days: [...row.querySelectorAll(".days input:checked")].map((control) => Number(control.value)), opens: time("opens"), closes: time("closes") };
}

function wrongHours({ days, opens, closes }) {
  if (!days.length) return "至少选一天";
  if (!opens || !closes) return "开始和结束时间都要填";
  return opens >= closes ? "结束时间要晚于开始时间" : "";
}
