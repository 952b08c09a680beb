/* One sentence over the plan for some seconds, with a key where there is something to do about it. */

import { find } from "../../kit/page.js";
import { remarks } from "../model/remarks.js";

let toastTimer = 0;

function toast(words, key) {
  find("toast-words").textContent = words;
  find("toast-key").hidden = !key;
  if (key) { find("toast-key").textContent = key[0]; find("toast-key").onclick = () => { hideToast(); key[1](); }; }
  find("toast").hidden = false;
  clearTimeout(toastTimer);
  toastTimer = setTimeout(hideToast, key ? 8000 : 5000);
}

function hideToast() { find("toast").hidden = true; }
remarks.hear(toast);
