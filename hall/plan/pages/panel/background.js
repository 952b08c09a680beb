/* The drawing laid under a floor. */

import { send } from "../../kit/page.js";
import { make } from "../canvas/elements.js";
import { FILE_WITHIN, METRE, numberField } from "./fields.js";

export function backgroundField(_spec, enter) {
  const box = make("fieldset", "field wide under"), words = make("p", "quiet"), said = make("p", "wrong"), fields = make("div", "grid");
  const file = make("input"), label = make("label", "button small", "放一张底图"), gone = make("button", "small", "去掉底图");
  file.type = "file";
  file.accept = ".svg,.png,image/svg+xml,image/png";
  file.className = "unseen";
  gone.type = "button";
  said.setAttribute("role", "alert");
  label.append(file);
  let floor = null;
  const values = (more) => enter({ background: { ...floor.background, ...more } });
  const parts = [[numberField, { name: "x", words: "左上角向右", ...METRE }], [numberField, { name: "y", words: "左上角向下", ...METRE }],
    [numberField, { name: "width", words: "图宽", unit: "米", from: 0, to: 10000, above: true }], [numberField, { name: "opacity", words: "浓淡", unit: "0–1", from: 0, to: 1 }]].map(([build, spec]) => build(spec, values));
  fields.append(...parts.map((part) => part.element));
  box.append(make("legend", "", "底图"), words, fields, said, label, gone);
  file.addEventListener("change", async () => {
    if (!file.files.length) return;
    const { ok, told, sentence } = await send("/api/plan/drawings", file.files[0], { within: FILE_WITHIN });
    file.value = "";
    said.textContent = sentence;
    if (ok) enter({ background: { file: told.file, x: 0, y: 0, opacity: 0.4, ...floor.background, width: floor.background?.width || floor.width, ...{ file: told.file } } });
  });
  gone.addEventListener("click", () => enter({ background: null }));
  return {
    element: box,
    refresh: (thing) => {
      floor = thing;
      words.textContent = thing.background ? "照着描：图宽填它画的实际米数。" : "建筑图（SVG 或 PNG，8 MB 以内）垫在下面照着描。";
      fields.hidden = gone.hidden = !thing.background;
      label.firstChild.textContent = thing.background ? "换一张" : "放一张底图";
      if (thing.background) for (const part of parts) part.refresh(thing.background);
    },
  };
}
