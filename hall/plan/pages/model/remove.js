/* Taking things away and copying them: what pointed at them is put right, and it is said what else went. */

import { fastened, fitNode, nearestNode } from "./fasten.js";
import { round, turned } from "./ground.js";
import { added, freeNumber, keyOf, mapped, newId, one, thingOf } from "./things.js";
import { LISTS, nameOf } from "./words.js";

const COUNTED = { floors: "层", nodes: "个路口", ways: "条通道", places: "个地方", doors: "扇门", screens: "块屏", fire_signs: "个消防出口标志" };

// Returns the new plan and a sentence.
export function removed(plan, keys) {
  const gone = new Map(LISTS.map((list) => [list, new Set()]));
  for (const key of keys) {
    const [list, id] = key.split("/");
    gone.get(list).add(id);
  }
  const asked = [...keys].length, first = [...keys][0], name = nameOf(first.split("/")[0], thingOf(plan, first));
  follow(plan, gone);
  let next = { ...plan };
  for (const list of LISTS) if (gone.get(list).size) next[list] = plan[list].filter((thing) => !gone.get(list).has(thing.id));
  const also = LISTS.map((list) => [gone.get(list).size - [...keys].filter((key) => key.startsWith(`${list}/`)).length, COUNTED[list]]);
  const taken = also.filter(([count]) => count > 0).map(([count, words]) => `${count} ${words}`), said = [];
  if (taken.length) said.push(`连同 ${taken.join("、")}`);
  next = loosened(next, plan, gone, said);
  return [next, `已删去${asked > 1 ? ` ${asked} 个` : name}${said.length ? `，${said.join("，")}` : ""}`];
}

// A floor takes what stands on it, a node its ways and fire signs, a way its doors.
function follow(plan, gone) {
  const of = (list) => gone.get(list);
  for (const list of ["nodes", "places"]) for (const thing of plan[list]) if (of("floors").has(thing.floor)) of(list).add(thing.id);
  for (const way of plan.ways) if (of("nodes").has(way.a) || of("nodes").has(way.b)) of("ways").add(way.id);
  for (const door of plan.doors) if (of("ways").has(door.way)) of("doors").add(door.id);
  for (const sign of plan.fire_signs) if (of("nodes").has(sign.node)) of("fire_signs").add(sign.id);
  if (of("floors").size) for (const screen of plan.screens) if (of("floors").has(one(plan, "nodes", screen.node)?.floor)) of("screens").add(screen.id);
}

// What stood at a node that is gone moves to the nearest one left.
function loosened(plan, before, gone, said) {
  let next = plan, places = 0, screens = 0, zoned = 0, strips = 0;
  next = mapped(next, "places", (place) => {
    const values = {};
    if (gone.get("nodes").has(place.node)) { values.node = fitNode(next, place)?.id || ""; places += 1; }
    if (gone.get("places").has(place.zone)) { values.zone = ""; zoned += 1; }
    return Object.keys(values).length ? values : null;
  });
  next = mapped(next, "screens", (screen) => {
    const values = {};
    if (gone.get("nodes").has(screen.node)) {
      const was = one(before, "nodes", screen.node);
      values.node = was ? nearestNode(next, was.floor, was)?.id || "" : "";
      screens += 1;
    }
    if (gone.get("places").has(screen.place)) { values.place = ""; strips += 1; }
    return Object.keys(values).length ? values : null;
  });
  if (places) said.push(`${places} 个地方改接最近的路口`);
  if (screens) said.push(`${screens} 块屏移到最近的路口`);
  if (zoned) said.push(`${zoned} 个地方不再属于任何区`);
  if (strips) said.push(`${strips} 块条屏不再对着窗口`);
  return next;
}

// Copies stand a metre away; ways between copied nodes are copied with them. Returns the plan and the copies' keys.
export function duplicated(plan, keys) {
  let next = plan;
  const made = [], ids = new Map(), shift = 1;
  for (const key of [...keys].sort((a, b) => LISTS.indexOf(a.split("/")[0]) - LISTS.indexOf(b.split("/")[0]))) {
    const [list, id] = key.split("/"), thing = thingOf(plan, key);
    if (!thing || list === "floors" || list === "doors") continue;
    const copy = { ...thing, id: newId(next, id.replace(/\d+$/, "") || id) };
    ids.set(key, copy.id);
    if ("x" in copy) { copy.x = round(copy.x + shift); copy.y = round(copy.y + (list === "nodes" ? shift : 0)); }
    if (copy.outline) copy.outline = copy.outline.map(([x, y]) => [round(x + shift), y]);
    if (list === "ways") {
      if (!ids.has(keyOf("nodes", copy.a)) || !ids.has(keyOf("nodes", copy.b))) continue;
      [copy.a, copy.b] = [ids.get(keyOf("nodes", copy.a)), ids.get(keyOf("nodes", copy.b))];
    }
    if (list === "places" && copy.kind === "window") copy.number = freeNumber(next.places.filter((place) => place.kind === "window"));
    if (list === "screens") { copy.number = freeNumber(next.screens); copy.heading = turned(copy.heading + 180); }
    next = added(next, list, copy);
    if (list === "places") next = fastened(next, copy.id, thing);
    made.push(keyOf(list, copy.id));
  }
  return [next, made];
}
