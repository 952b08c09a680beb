"use strict";
/* Keeps the player's page on the player, so that a screen starts without a network (https and localhost alone). */

const KEPT = "onedoor-screen";
const NETWORK = 2000;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("message", (event) => event.waitUntil(keepAll(event.data.keep)));

async function keepAll(addresses) {
  const cache = await caches.open(KEPT), wanted = new Set(addresses.map((one) => new URL(one, self.location).href));
  const page = new URL("/screen", self.location).href;
  await Promise.all([...wanted].map(async (one) => {
    if (one === page || !await cache.match(one)) await cache.add(one).catch(() => {});
  }));
  for (const request of await cache.keys()) if (!wanted.has(request.url)) await cache.delete(request);
}

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.mode === "navigate" && url.pathname === "/screen") event.respondWith(page());
  else if (url.pathname.startsWith("/static/")) event.respondWith(fixed(event.request));
});

async function page() {
  const cache = await caches.open(KEPT), kept = await cache.match("/screen");
  const fetched = fetch("/screen", { cache: "no-cache" });
  if (!kept) return fetched;
  const slow = new Promise((done) => { setTimeout(() => done(kept), NETWORK); });
  return Promise.race([fetched.then((answer) => (answer.ok ? answer : kept)).catch(() => kept), slow]);
}

async function fixed(request) {
  const kept = await (await caches.open(KEPT)).match(request);
  return kept || fetch(request);
}
