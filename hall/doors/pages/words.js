/* Ages, as one says them. By the hall's clock. */
import { now } from "../kit/time.js";

export const STALE = 30_000; // milliseconds after which what was told of a door is said to be old

export function ago(instant) {
  const s = Math.max(0, Math.round((now() - Date.parse(instant)) / 1000));
  if (s < 60) return `${s} 秒前`;
  if (s < 3600) return `${Math.floor(s / 60)} 分钟前`;
  return s < 172800 ? `${Math.floor(s / 3600)} 小时前` : `${Math.floor(s / 86400)} 天前`;
}

/** A door with what is said of it, and whether that is old: nothing old is shown as fresh, also while the hall is away. */
export function said(door) {
  const old = !door.as_of || now() - Date.parse(door.as_of) > STALE;
  const stale = old && !["unwired", "unknown"].includes(door.state);
  const words = stale ? "状态不知道" : door.words;
  const last = stale ? `最后知道的：${door.words}` : door.last;
  const age = door.as_of ? `截至 ${ago(door.as_of)}` : "从来没有消息";
  const since = !stale && door.since && !["unwired", "unknown"].includes(door.state) ? `${ago(door.since)}开始` : "";
  return { ...door, stale, tone: stale ? "unknown" : door.tone, say: words, last, age: door.state === "unwired" ? "" : age, began: since };
}
