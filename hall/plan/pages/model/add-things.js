/* Putting down what stands beside the ways: places, screens, fire signs. Spots as in add.js. */

import { freshWay, nodeNear, withWay } from "./add.js";
import { comingFrom, fastened, fitNode, nearestNode, windowNear } from "./fasten.js";
import { bearing, distance, round, spotAt, waysAt } from "./ground.js";
import { hall } from "./hall.js";
import { added, changed, freeNumber, keyOf, newId, one } from "./things.js";
import { GLASS, PLACE_ENGLISH, PLACE_KINDS, PLACE_PICTOGRAMS, PLACE_PRIORITIES, brief, placeName } from "./words.js";

const BESIDE = 4;

export function withPlace(plan, at, kind, outline = []) {
  const stems = { window: "w", zone: "zone", room: "room" }, id = newId(plan, stems[kind] || kind.replace("_", ""));
  const windows = plan.places.filter((place) => place.kind === "window"), number = kind === "window" ? freeNumber(windows) : "";
  const same = plan.places.filter((place) => place.kind === kind).length, letter = String.fromCharCode(65 + (same % 26));
  const zh = { zone: `${letter} 区`, window: "综合窗口", kiosk: `自助机 ${same + 1}`, room: `房间 ${same + 1}` }[kind] || PLACE_KINDS[kind];
  const en = { zone: `Zone ${letter}`, kiosk: `Kiosk ${same + 1}`, room: `Room ${same + 1}` }[kind] || PLACE_ENGLISH[kind];
  const last = windows[windows.length - 1];
  let next = added(plan, "places", {
    id, kind, node: "", floor: at.floor, x: at.x, y: at.y, name_zh: zh, name_en: en, number, zone: "",
    pictogram: PLACE_PICTOGRAMS[kind] || "", public: true, priority: PLACE_PRIORITIES[kind] || 5,
    services: kind === "window" ? (last ? last.services : hall.services.slice(0, 1).map((service) => service.id)) : [],
    outline, open: [],
  });
  if (kind === "lift" || kind === "stairs") return [climbing(next, id, at, kind), keyOf("places", id)];
  return [fastened(next, id), keyOf("places", id)];
}

// A lift stands at a node of its own, joined to the same shaft on the other floors.
function climbing(plan, id, at, kind) {
  const beside = fitNode(plan, { ...at, public: true }), here = nodeNear(plan, at);
  const joined = beside && !["lift", "stairs"].includes(beside.kind); // a way from shaft to shaft is nobody's wish
  let next = plan, node = here && here.kind === kind ? here.id : newId(plan, kind);
  if (!one(plan, "nodes", node)) {
    next = added(next, "nodes", { id: node, floor: at.floor, x: at.x, y: at.y, kind });
    if (joined) next = added(next, "ways", freshWay(next, beside.id, node));
    for (const other of plan.nodes.filter((each) => each.kind === kind && each.floor !== at.floor && distance(each, at) < 4)) {
      next = withWay(next, node, other.id)[0];
    }
  }
  return changed(next, "places", id, { node, x: round(at.x + 2) });
}

// Facing the way people come from; where a screen hangs so already, facing those who come the other ways.
export function withScreen(plan, at) {
  const window = windowNear(plan, at, Math.max(1.4, 14 / at.scale)), id = newId(plan, "s"), number = freeNumber(plan.screens);
  const node = window?.node ? one(plan, "nodes", window.node) : nearestNode(plan, at.floor, at);
  if (!node) return [plan, null];
  const glass = window ? GLASS.strip : GLASS.wide, heading = window ? bearing(node, window) : freeHeading(plan, node);
  const beside = window ? placeName(window) : nearName(plan, node);
  return [added(plan, "screens", {
    id, number, name_zh: beside, node: node.id, heading, above: 2.4, width: glass.width, height: glass.height, pitch: glass.pitch,
    farthest: glass.farthest, layout: window ? "strip" : "guidance", place: window ? window.id : "", languages: "both", ink: "#1B2A26", ground: "#FBFAF6",
  }), keyOf("screens", id)];
}

function freeHeading(plan, node) {
  const from = comingFrom(plan).get(node.id), taken = plan.screens.filter((screen) => screen.node === node.id).map((screen) => screen.heading);
  const others = waysAt(plan, node.id).map((way) => (way.a === node.id ? way.b : way.a));
  const froms = [from, ...others].map((id) => spotAt(plan, id)).filter((spot) => spot && spot.floor === node.floor).map((spot) => bearing(spot, node));
  if (node.kind === "entrance" && !from) froms.unshift(...others.map((id) => spotAt(plan, id)).filter(Boolean).slice(0, 1).map((spot) => bearing(node, spot)));
  const headings = [...froms, 0, 90, 180, 270].map((heading) => (Math.round(heading / 15) * 15) % 360);
  return headings.find((heading) => !taken.some((each) => Math.abs(((each - heading + 540) % 360) - 180) < 30)) ?? headings[0];
}

function nearName(plan, node) {
  if (node.kind === "entrance") return "入口";
  const near = plan.places.filter((place) => place.floor === node.floor && place.public && place.kind !== "exit" && distance(place, node) < 12).sort((a, b) => distance(a, node) - distance(b, node))[0];
  if (!near) return "路口";
  const name = brief(near.name_zh || PLACE_KINDS[near.kind], 10), far = distance(near, node) < BESIDE ? "旁" : "附近";
  return `${name}${/[\x20-\x7e]$/.test(name) ? " " : ""}${far}`;
}

export function withFireSign(plan, at) {
  const node = nodeNear(plan, at) || nearestNode(plan, at.floor, at);
  if (!node) return [plan, null];
  const from = spotAt(plan, comingFrom(plan).get(node.id)), id = newId(plan, "fire");
  return [added(plan, "fire_signs", { id, node: node.id, heading: from && from.floor === node.floor ? bearing(node, from) : 180 }), keyOf("fire_signs", id)];
}
