"use strict";
/* The parts of forms that are more than a field: eight directions, the drawing under a floor, what hangs together, and
   the hall as a whole when nothing is chosen. */

function compassField(_spec, enter) {
  const box = make("div", "field compass"), keys = Object.entries(COMPASS).map(([degrees, words]) => {
    const key = make("button", "small", { 0: "↑", 45: "↗", 90: "→", 135: "↘", 180: "↓", 225: "↙", 270: "←", 315: "↖" }[degrees]);
    key.type = "button";
    key.title = `朝图的${words}方`;
    key.setAttribute("aria-label", key.title);
    key.addEventListener("click", () => enter({ heading: Number(degrees) }));
    return key;
  });
  box.setAttribute("role", "group");
  box.setAttribute("aria-label", "方向");
  box.append(...keys);
  return { element: box, refresh: (thing) => keys.forEach((key, i) => key.setAttribute("aria-pressed", String(thing.heading === i * 45))) };
}

function backgroundField(_spec, enter) {
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
    const { ok, told } = await send("POST", "/api/plan/drawings", file.files[0], true);
    file.value = "";
    said.textContent = ok ? "" : told.zh;
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

function goList(title, keys) {
  const box = make("div", "related");
  if (!keys.length) return box;
  box.append(make("h3", "", title), ...keys.map((key) => {
    const row = make("button", "row");
    row.type = "button";
    row.append(make("bdi", "", nameOf(key.split("/")[0], thingOf(planNow(), key))));
    row.addEventListener("click", () => goTo(key));
    return row;
  }));
  return box;
}

// What meets at a node: also the lifts and stairs to other floors, which no drawing of one floor can show.
function relatedField() {
  const box = make("div", "field wide");
  return {
    element: box,
    refresh: (node) => {
      const plan = planNow(), keys = [...waysAt(plan, node.id).map((way) => keyOf("ways", way.id)),
        ...["places", "screens", "fire_signs"].flatMap((list) => plan[list].filter((thing) => thing.node === node.id).map((thing) => keyOf(list, thing.id)))];
      if (box.dataset.drawn === keys.join()) return;
      box.dataset.drawn = keys.join();
      box.replaceChildren(goList("连着它的", keys));
    },
  };
}

function drawOverview() {
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
find("thing-copy").addEventListener("click", duplicateChosen);
find("thing-gone").addEventListener("click", removeChosen);
