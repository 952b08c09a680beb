/* The hall as a whole, when nothing is chosen. */

import { find } from "../../kit/page.js";
import { draft, edit, planNow } from "../model/draft.js";
import { level, spotAt, spotOf } from "../model/ground.js";
import { keyOf } from "../model/things.js";
import { keepTyped } from "./fields.js";
import { goList } from "./related.js";

export function drawOverview() {
  const plan = planNow(), box = find("overview");
  if (!plan || box.hidden) return;
  keepTyped(find("hall-zh"), plan.name_zh);
  keepTyped(find("hall-en"), plan.name_en);
  const windows = plan.places.filter((place) => place.kind === "window").length;
  find("counts").textContent = `${plan.floors.length} 层 · ${windows} 个窗口 · ${plan.places.length - windows} 个其他地方 · ${plan.screens.length} 块屏 · ${plan.ways.length} 条通道`;
  const loose = ["nodes", "places", "ways", "doors", "screens", "fire_signs"].flatMap((list) => plan[list].filter((thing) => !spotOf(plan, list, thing)).map((thing) => keyOf(list, thing.id)));
  const climbs = plan.ways.filter((way) => spotAt(plan, way.a) && spotAt(plan, way.b) && !level(plan, way)).map((way) => keyOf("ways", way.id));
  const drawn = JSON.stringify([loose, climbs]);
  if (find("loose").dataset.drawn === drawn) return;
  find("loose").dataset.drawn = drawn;
  find("loose").replaceChildren(goList("不在图上的", loose), goList("连着两层的", climbs));
}

for (const [id, name] of [["hall-zh", "name_zh"], ["hall-en", "name_en"]]) {
  find(id).addEventListener("change", () => {
    const value = find(id).value.normalize("NFC"), long = [...value].length > 400;
    find("hall-wrong").textContent = long ? "最多 400 个字" : "";
    if (!long) edit("大厅名称", { ...draft.plan, [name]: value });
  });
}
