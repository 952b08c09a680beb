/* The plan's own words in Chinese, and how a thing is called when it is spoken of. */

export const LISTS = ["floors", "nodes", "ways", "places", "doors", "screens", "fire_signs"];
export const NODE_KINDS = { junction: "路口", entrance: "入口", door: "门口", lift: "电梯口", stairs: "楼梯口", escalator: "扶梯口" };
export const WAY_KINDS = { walk: "平地", ramp: "坡道", stairs: "楼梯", escalator: "扶梯", lift: "电梯" };

export const PLACE_KINDS = {
  zone: "区", window: "窗口", room: "房间", kiosk: "自助机", desk: "咨询台", toilet: "洗手间", accessible_toilet: "无障碍洗手间",
  nursing_room: "母婴室", water: "饮水处", lift: "电梯", stairs: "楼梯", exit: "出口",
};

export const PLACE_ENGLISH = {
  zone: "Zone", window: "Reception", room: "Room", kiosk: "Kiosk", desk: "Information", toilet: "Toilets",
  accessible_toilet: "Accessible toilet", nursing_room: "Nursing room", water: "Drinking water", lift: "Lift",
  stairs: "Stairs", exit: "Exit",
};

export const PLACE_PICTOGRAMS = {
  kiosk: "kiosk", desk: "information", toilet: "toilet", accessible_toilet: "accessible_toilet",
  nursing_room: "nursing_room", water: "water", lift: "lift", stairs: "stairs", exit: "exit",
};

export const PLACE_PRIORITIES = { zone: 2, window: 3, desk: 2, toilet: 3, accessible_toilet: 3, lift: 4, stairs: 6, exit: 7, water: 7 };

export const PICTOGRAM_WORDS = {
  accessible_toilet: "无障碍洗手间", escalator: "扶梯", exit: "出口", expert: "专家", first_aid: "急救", information: "问询",
  kiosk: "自助机", lift: "电梯", meeting: "会议", nursing_room: "母婴室", parking: "停车", phone: "电话", printer: "打印",
  restaurant: "餐饮", stairs: "楼梯", toilet: "洗手间", waiting: "等候", water: "饮水", wheelchair: "轮椅", window: "窗口",
};

export const LAYOUT_WORDS = { guidance: "导向", board: "叫号", both: "导向与叫号", strip: "窗口条屏" };
export const LANGUAGE_WORDS = { both: "中英同时", turns: "中英轮流" };
export const COMPASS = { 0: "上", 45: "右上", 90: "右", 135: "右下", 180: "下", 225: "左下", 270: "左", 315: "左上" };

export const GLASS = {
  wide: { words: "横屏 16:9（55 寸）", width: 1210, height: 680, pitch: 0.63, farthest: 5 },
  large: { words: "横屏 16:9（75 寸）", width: 1650, height: 930, pitch: 0.86, farthest: 6 },
  tall: { words: "竖屏 9:16（55 寸）", width: 680, height: 1210, pitch: 0.63, farthest: 5 },
  square: { words: "4:3（50 寸）", width: 1000, height: 750, pitch: 0.98, farthest: 5 },
  strip: { words: "条屏 2:1", width: 960, height: 480, pitch: 2.5, farthest: 6 },
};

// Names may be of any length and in any script: shortened here, isolated where they are shown.
export function brief(text, most = 14) { return text.length > most ? `${text.slice(0, most)}…` : text; }

export function nameOf(list, thing) {
  if (!thing) return "（已删去）";
  if (list === "floors") return brief(thing.name_zh) || `${thing.level} 层`;
  if (list === "nodes") return `${NODE_KINDS[thing.kind]} ${thing.id}`;
  if (list === "ways") return `${thing.kind === "walk" ? "" : WAY_KINDS[thing.kind]}通道 ${thing.a || "？"} – ${thing.b || "？"}`;
  if (list === "places") return placeName(thing);
  if (list === "doors") return brief(thing.name_zh) || `门 ${thing.id}`;
  if (list === "screens") return `屏 ${thing.number || "？"}${thing.name_zh ? `　${brief(thing.name_zh)}` : ""}`;
  return "消防出口标志";
}

export function placeName(place) {
  const name = brief(place.name_zh);
  if (place.kind === "window" && place.number) return `${place.number} 号窗口${name ? `　${name}` : ""}`;
  return name || PLACE_KINDS[place.kind];
}

export function kindWords(list, thing) {
  if (list === "nodes") return NODE_KINDS[thing.kind];
  if (list === "places") return PLACE_KINDS[thing.kind];
  return { floors: "楼层", ways: "通道", doors: "门", screens: "导向屏", fire_signs: "消防出口标志" }[list];
}
