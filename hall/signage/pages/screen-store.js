"use strict";
/* What a player keeps: who it is, the last frame with its signature, when it last heard the hall. Written through to the
   disk before it counts, since screens lose their power without a word. */

const KEEP = new Promise((opened) => {
  const asked = indexedDB.open("onedoor-screen", 1);
  asked.onupgradeneeded = () => asked.result.createObjectStore("kept");
  asked.onsuccess = () => opened(asked.result);
  asked.onerror = () => opened(null); // a browser that keeps nothing still shows what it is told
});

async function kept(name) {
  const db = await KEEP;
  if (!db) return null;
  return new Promise((done) => {
    const asked = db.transaction("kept").objectStore("kept").get(name);
    asked.onsuccess = () => done(asked.result ?? null);
    asked.onerror = () => done(null);
  });
}

async function keep(name, value) {
  const db = await KEEP;
  if (!db) return;
  await new Promise((done) => {
    const change = db.transaction("kept", "readwrite", { durability: "strict" });
    if (value === null) change.objectStore("kept").delete(name);
    else change.objectStore("kept").put(value, name);
    change.oncomplete = change.onerror = change.onabort = done;
  });
}
