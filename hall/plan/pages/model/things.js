/* The plan as data. It is never changed in place: every edit makes a new plan that shares what it did not touch, so that
   undoing is showing an earlier one. A thing is known by its key, "places/w6". */

import { LISTS } from "./words.js";

export const SNAP = 0.5;
export function keyOf(list, id) { return `${list}/${id}`; }

export function thingOf(plan, key) {
  const [list, id] = key.split("/");
  return plan[list] ? plan[list].find((one) => one.id === id) : undefined;
}

export function one(plan, list, id) { return id ? plan[list].find((thing) => thing.id === id) : undefined; }

export function changed(plan, list, id, values) {
  return { ...plan, [list]: plan[list].map((thing) => (thing.id === id ? { ...thing, ...values } : thing)) };
}

export function added(plan, list, ...things) { return { ...plan, [list]: [...plan[list], ...things] }; }

export function mapped(plan, list, change) {
  let touched = false;
  const things = plan[list].map((thing) => {
    const values = change(thing);
    touched = touched || Boolean(values);
    return values ? { ...thing, ...values } : thing;
  });
  return touched ? { ...plan, [list]: things } : plan;
}

export function newId(plan, stem) {
  const taken = new Set(LISTS.flatMap((list) => plan[list].map((thing) => thing.id)));
  for (let n = 1; ; n += 1) if (!taken.has(`${stem}${n}`)) return `${stem}${n}`;
}

export function freeNumber(things) {
  const taken = new Set(things.map((thing) => thing.number));
  for (let n = 1; ; n += 1) if (!taken.has(String(n))) return String(n);
}

export function isEmpty(plan) { return plan.floors.length === 0; }
