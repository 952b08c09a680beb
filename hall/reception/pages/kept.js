/* The papers on the counter, line by line, as the clerk ticks them. No form and no network in here. */

/** A line as it begins: nothing said yet. `state`: of the catalogue; `needed` must be said. */
export const begun = (line) => ({ ...line, said: "", copies: 1, by: "" });

const GIVEN = { y: "original", f: "copy", d: "electronic" };

/** The line after a key; the same one if the key says nothing of it. `later`: the day by which what is missing follows. */
export function pressed(line, key, later) {
  if (GIVEN[key]) return { ...line, said: GIVEN[key] };
  if (key === "q" || key === "r") return { ...line, said: key === "q" ? "missing" : "waived", by: line.by || later };
  if (key === "n") return { ...line, said: "out" };
  if (key === "backspace" || key === "delete") return begun(line);
  if (/^[1-9]$/.test(key)) return { ...line, said: GIVES.has(line.said) ? line.said : "original", copies: Number(key) };
  return line;
}

const GIVES = new Set(Object.values(GIVEN));

/** Whether the key settles the line, so that the next one can be looked at. */
export const settles = (key) => Boolean(GIVEN[key]) || "qrn".includes(key);

/** What is still to be said of it before a receipt can stand. */
export const open = (lines) => lines.findIndex((line) => !line.said && (line.state === "needed" || line.state === "waived"));

/** As the hall takes them; what is not needed is left out. */
export const told = (lines) => lines.filter((line) => line.said && line.said !== "out").map((line) => ({
  name: line.name, copies: line.copies, given: GIVES.has(line.said), waived: line.said === "waived",
  form: GIVES.has(line.said) ? line.said : "original", by: GIVES.has(line.said) ? null : line.by,
}));

export const WORDS = { original: "原件", copy: "复印件", electronic: "电子", missing: "缺，补交", waived: "容缺，补交", out: "不需要", "": "未点" };
