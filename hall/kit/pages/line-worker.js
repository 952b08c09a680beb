/* The worker that all pages of this browser share: it holds the one line to the hall and passes on what comes. */
import { openLine } from "./line.js";

const GONE = 200_000; // milliseconds: a page in the background may speak once a minute only
const pages = new Map(); // port -> { topics, heard }
let who = ""; // whose browser this was when the line was opened; empty: nobody's, as a board's alone

const line = openLine((topic, message) => {
  for (const [port, page] of pages) if (page.topics.has(topic)) port.postMessage({ topic, message });
});

function drop(port, topics) {
  for (const topic of topics) {
    pages.get(port)?.topics.delete(topic);
    if (![...pages.values()].some((page) => page.topics.has(topic))) line.leave(topic);
  }
}

function take(port, said) {
  const page = pages.get(port) ?? { topics: new Set(), heard: 0 };
  pages.set(port, page);
  page.heard = performance.now();
  if (said.who && said.who !== who) {
    line.renew(); // also where a board opened it before anybody had signed in
    who = said.who;
  }
  if (said.watch) {
    page.topics.add(said.watch);
    const message = line.last(said.watch);
    if (message) port.postMessage({ topic: said.watch, message });
    else line.watch(said.watch);
  }
  if (said.leave) drop(port, [said.leave]);
  if (said.bye) { drop(port, [...page.topics]); pages.delete(port); }
}

setInterval(() => {
  for (const [port, page] of pages) if (performance.now() - page.heard > GONE) take(port, { bye: true });
}, 10_000);

self.onconnect = ({ ports: [port] }) => {
  port.onmessage = ({ data }) => take(port, data);
  port.postMessage({ hello: true });
};
