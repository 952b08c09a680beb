/* Keys, heard in one place: what an input method is composing is its own. Enter on a candidate and Esc on raw pinyin belong to
   the person's 拼音, not to the page. */

export const composing = (event) => event.isComposing || event.keyCode === 229;

/** `hear(event)` for every key that goes down at `where`, but those of an input method. Returns how to stop. */
export function onKey(hear, where = document) {
  const heard = (event) => { if (!composing(event)) hear(event); };
  where.addEventListener("keydown", heard);
  return () => where.removeEventListener("keydown", heard);
}

/** Plain letters as keys: `acts` by `event.key` in lower case. Not while somebody types, nor with Ctrl, Alt or Meta. */
export function shortcuts(acts) {
  return onKey((event) => {
    const act = acts[event.key.toLowerCase()];
    if (!act || event.repeat || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    event.preventDefault();
    act(event);
  });
}

const typing = (target) => target instanceof Element && target.closest("input, textarea, select, [contenteditable]") !== null;
