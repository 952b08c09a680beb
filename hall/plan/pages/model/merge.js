/* Two people at one plan: what one has changed, laid onto what the other has made of it since, thing by thing, as the
   hall does it (plan/merging.py). */

import { LISTS } from "./words.js";

// What the hall writes out and a page may leave away ("", [], null) is the same.
export function alike(a, b) {
  if (a === b) return true;
  if (a === null || b === null || typeof a !== "object" || typeof b !== "object") return false;
  const nothing = (value) => value === undefined || value === null || value === "" || (Array.isArray(value) && !value.length);
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].every((key) => alike(a[key], b[key]) || (nothing(a[key]) && nothing(b[key])));
}

// By id, and which of that id it is: two of one id are a fault to be seen, not to be dropped.
function byId(things) {
  const met = {};
  return new Map(things.map((thing) => [`${thing.id} ${(met[thing.id] = (met[thing.id] || 0) + 1)}`, thing]));
}

// `theirs` with what leads from `base` to `mine`; what both have changed, each in its own way, stays `theirs` and is
// counted in `clashes`.
export function laidOnto(theirs, base, mine) {
  let clashes = 0;
  const pick = (was, my, their) => {
    if (alike(my, was) || alike(my, their)) return their;
    if (alike(their, was)) return my;
    clashes += 1;
    return their;
  };
  const plan = { ...theirs };
  for (const name of ["name_zh", "name_en"]) plan[name] = pick(base[name], mine[name], theirs[name]);
  for (const list of LISTS) {
    const [was, my, their] = [base, mine, theirs].map((one) => byId(one[list]));
    plan[list] = [...new Set([...their.keys(), ...my.keys()])].map((key) => pick(was.get(key), my.get(key), their.get(key))).filter(Boolean);
  }
  return { plan, clashes };
}
