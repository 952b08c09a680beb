/* The folded navigation shuts with Esc, and when one presses elsewhere. */
import { onKey } from "./keys.js";

const fold = document.getElementById("fold");
document.addEventListener("pointerdown", (event) => { if (!fold.contains(event.target)) fold.open = false; });
fold.addEventListener("focusout", (event) => { if (event.relatedTarget && !fold.contains(event.relatedTarget)) fold.open = false; });
onKey((event) => {
  if (event.key !== "Escape" || !fold.open) return;
  event.stopPropagation();
  fold.open = false;
  fold.querySelector("summary").focus();
}, fold);
