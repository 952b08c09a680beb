/* A page that hangs in the hall keeps its display awake, where the browser lets it (https and localhost; elsewhere the
   machine's own settings must). The lock ends whenever the page is covered, and is asked for again. */

export function stayAwake() {
  if (!("wakeLock" in navigator)) return;
  const ask = () => { if (document.visibilityState === "visible") navigator.wakeLock.request("screen").catch(() => {}); };
  document.addEventListener("visibilitychange", ask);
  ask();
}
