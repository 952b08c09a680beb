/* The screens as they answer: the tone of each and the words for it. */

import { topic } from "./topic.js";

export const signs = { rows: new Map(), revision: 0, alarm: "" };
export const signsHeard = topic(); // whether a tone is another one

export function toneOf(screen) {
  const row = signs.rows.get(screen);
  if (!row || !row.player) return "unpaired";
  return row.tone === "good" && row.revision !== signs.revision ? "amber" : row.tone;
}

export function screenWords(screen) {
  const row = signs.rows.get(screen);
  if (!row) return "还没有发布";
  return row.player ? `${row.words}，v${row.revision}` : "未配对";
}

export function showSigns(state) {
  const tones = () => JSON.stringify([...signs.rows.values()].map((row) => [row.tone, row.revision])), before = tones();
  signs.rows = new Map(state.rows.map((row) => [row.screen, row]));
  signs.revision = state.revision;
  signs.alarm = state.alarm;
  signsHeard.tell(before !== tones());
}
