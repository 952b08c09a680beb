/* The hall's time. This computer's own clock may be set to anything: it is never asked. What the hall last told is counted
   on by the clock that no one can set. */

const meta = (name) => document.querySelector(`meta[name=${name}]`).content;
const arrived = performance.getEntriesByType("navigation")[0]?.responseStart || performance.now();
let told = Number(meta("now")), heard = arrived;

export const ZONE = meta("zone");

/** The hall has just said that it is `at` (milliseconds since 1970). */
export function hear(at) {
  told = at;
  heard = performance.now();
}

/** Milliseconds since 1970, by the hall. */
export const now = () => told + performance.now() - heard;

const written = (options) => new Intl.DateTimeFormat("zh-CN", { hourCycle: "h23", timeZone: ZONE, ...options });
const HOUR = { hour: "2-digit", minute: "2-digit" };
const CLOCK = written(HOUR), SECONDS = written({ month: "numeric", day: "numeric", ...HOUR, second: "2-digit" });
const MOMENT = written({ month: "numeric", day: "numeric", weekday: "short", ...HOUR });
const DAY = written({ month: "numeric", day: "numeric" });

/* An instant (ISO text, milliseconds or Date) as the hall's clocks show it. */
export const clock = (instant) => CLOCK.format(new Date(instant));
export const day = (instant) => DAY.format(new Date(instant));
export const moment = (instant) => MOMENT.format(new Date(instant));
export const seconds = (instant) => SECONDS.format(new Date(instant));

// What stands in a datetime-local field is the hall's time, whatever zone this computer is set to.
const PARTS = new Intl.DateTimeFormat("en-CA", {
  timeZone: ZONE, hourCycle: "h23", year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", second: "2-digit",
});

function offsetOf(instant) {
  const parts = Object.fromEntries(PARTS.formatToParts(instant).map((p) => [p.type, p.value]));
  const wall = Date.UTC(parts.year, parts.month - 1, parts.day, parts.hour, parts.minute, parts.second);
  return wall - Math.floor(instant.getTime() / 1000) * 1000;
}

/** For a datetime-local field; `upTo` 19 with seconds. */
export function toField(instant, upTo = 16) {
  const at = new Date(instant);
  return new Date(at.getTime() + offsetOf(at)).toISOString().slice(0, upTo);
}

/** ISO text of what stands in a datetime-local field. */
export function fromField(text) {
  const wall = new Date(`${text.length === 16 ? `${text}:00` : text}Z`);
  return new Date(wall.getTime() - offsetOf(new Date(wall.getTime() - offsetOf(wall)))).toISOString();
}
