"use strict";
/* A live page: the hall sends the whole state whenever it changed, and a sign of life every two seconds. */

const LOST_AFTER = 6000; // three signs of life missed

function watch(address, show, tell) {
  let source = null, heard = Date.now(), connected = null;
  const say = (now) => { if (now !== connected) { connected = now; tell(now); } };
  function open() {
    if (source) source.close();
    source = new EventSource(address);
    source.addEventListener("state", (event) => { heard = Date.now(); say(true); show(JSON.parse(event.data)); });
    source.addEventListener("beat", () => { heard = Date.now(); say(true); });
    source.addEventListener("ended", () => { source.close(); location.reload(); });
    source.onerror = () => {
      say(false);
      if (source.readyState === EventSource.CLOSED) setTimeout(open, 2000);
    };
  }
  open();
  setInterval(() => { if (Date.now() - heard > LOST_AFTER) { say(false); heard = Date.now(); open(); } }, 1000);
}

// The hall's own time, whatever zone this computer is set to.
const ZONE = new Intl.DateTimeFormat("zh-CN", {
  hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: document.querySelector("meta[name=zone]").content,
});

function clock(instant) { return ZONE.format(new Date(instant)); }

function make(tag, name, text) {
  const element = document.createElement(tag);
  if (name) element.className = name;
  if (text !== undefined) element.textContent = text;
  return element;
}

// What stands in a datetime-local field is the hall's time, whatever zone this computer is set to.
function offsetOf(instant) {
  const zone = ZONE.resolvedOptions().timeZone;
  const parts = Object.fromEntries(new Intl.DateTimeFormat("en-CA", { timeZone: zone, hourCycle: "h23", year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", second: "2-digit" }).formatToParts(instant).map((p) => [p.type, p.value]));
  return Date.UTC(parts.year, parts.month - 1, parts.day, parts.hour, parts.minute, parts.second) - Math.floor(instant.getTime() / 1000) * 1000;
}
const toField = (instant, upTo = 16) => new Date(instant.getTime() + offsetOf(instant)).toISOString().slice(0, upTo);
function fromField(text) {
  const wall = new Date(`${text.length === 16 ? `${text}:00` : text}Z`);
  return new Date(wall.getTime() - offsetOf(new Date(wall.getTime() - offsetOf(wall)))).toISOString();
}
