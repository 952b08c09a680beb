/* Moments of a release, by the hall's clocks. */

import { ZONE, fromField, now, toField } from "../../kit/time.js";

const PARTS = { month: "numeric", day: "numeric", weekday: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: ZONE };
const MOMENT = new Intl.DateTimeFormat("zh-CN", PARTS), MOMENT_OF_YEAR = new Intl.DateTimeFormat("zh-CN", { ...PARTS, year: "numeric" });
const DAY = 86_400_000;

// Another year than this one is said.
export function moment(instant) {
  if (!instant) return "";
  const at = new Date(instant);
  return (toField(at).slice(0, 4) === toField(now()).slice(0, 4) ? MOMENT : MOMENT_OF_YEAR).format(at);
}

// When people publish, as words and as what stands in the field; only what is still to come `at` this moment.
export function presets(at) {
  const today = Date.parse(`${toField(at).slice(0, 10)}T00:00:00Z`), weekday = (new Date(today).getUTCDay() + 6) % 7;
  const on = (days, time) => `${new Date(today + days * DAY).toISOString().slice(0, 10)}T${time}`;
  return [["今天 18:00", on(0, "18:00")], ["明天 8:30", on(1, "08:30")], ["下周一 8:30", on(7 - weekday, "08:30")], ["下周二 8:30", on(8 - weekday, "08:30")]]
    .filter(([, text]) => Date.parse(fromField(text)) > at);
}
