/* The one seam for tests and for who looks with the browser's tools: `window.onedoor`. */

export function seam(names) {
  window.onedoor = Object.assign(window.onedoor ?? {}, names);
}
