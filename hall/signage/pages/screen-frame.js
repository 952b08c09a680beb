"use strict";
/* One text for one frame, byte for byte as the hall makes it, and what a patch does to a frame. */

function canonical(frame) {
  const { show_at: _, ...seen } = frame;
  return canonicalValue(seen, "");
}

function canonicalValue(value, key) {
  if (Array.isArray(value)) return `[${value.map((one) => canonicalValue(one, "")).join(",")}]`;
  if (value !== null && typeof value === "object") {
    return `{${Object.keys(value).sort().map((k) => `${JSON.stringify(k)}:${canonicalValue(value[k], k)}`).join(",")}}`;
  }
  return key === "letter_mm" ? decimal(value) : JSON.stringify(value);
}

// A float as Python writes it: 60.0 where JavaScript says 60, 1e-05 where it says 0.00001.
function decimal(value) {
  if (value !== 0 && Math.abs(value) < 1e-4) return value.toExponential().replace(/e-(\d)$/, "e-0$1");
  const text = String(value);
  return Number.isInteger(value) ? `${text}.0` : text;
}

function patched(old, change) {
  if (change === null || typeof change !== "object" || Array.isArray(change)) return change;
  if (old === null || typeof old !== "object") throw new Error("a patch for something else");
  if (Array.isArray(old)) {
    if (change["~"]) return change["~"].map((one) => (typeof one === "number" ? had(old, one) : one));
    const laid = old.slice();
    for (const key of Object.keys(change)) laid[Number(key)] = patched(had(old, key), change[key]);
    return laid;
  }
  const laid = { ...old };
  for (const key of Object.keys(change)) laid[key] = patched(had(old, key), change[key]);
  return laid;
}

function had(old, key) {
  if (!Object.hasOwn(old, key)) throw new Error("a patch for something else");
  return old[key];
}
