/* The line to the hall: one WebSocket, any number of topics (the addresses of streams). Held by the worker that all pages
   of a browser share, or by a page of its own where there is none. */

const AGAIN = 2000; // milliseconds until the next try
const QUIET = 6000; // three signs of life missed: the connection is dead, whatever it says of itself

/** `tell(topic, message)` for every word of the hall; `message` null when the line is lost. */
export function openLine(tell) {
  const topics = new Map(); // topic -> { state, told, heard, refused }: the last state, and the hall's time when it last spoke
  let socket = null, heard = 0, trying = 0;

  function open() {
    clearTimeout(trying);
    const mine = socket = new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/live`);
    heard = performance.now();
    mine.onopen = () => { if (mine === socket) for (const topic of topics.keys()) say({ open: topic }); };
    mine.onmessage = ({ data }) => { if (mine === socket) take(JSON.parse(data)); };
    mine.onclose = () => { if (mine === socket) lose(); };
  }

  const say = (wish) => { if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(wish)); };

  function lose() {
    const had = socket;
    socket = null;
    had?.close();
    for (const [topic, known] of topics) { known.state = null; tell(topic, null); }
    clearTimeout(trying);
    if (topics.size) trying = setTimeout(open, AGAIN);
  }

  function take(message) {
    heard = performance.now();
    const known = topics.get(message.topic);
    if (!known) return;
    Object.assign(known, { told: message.at, heard });
    if (message.event === "state") known.state = message.data;
    known.refused = message.event === "refused";
    if (message.event === "over" || message.event === "refused") {
      known.state = null;
      if (message.event === "over" || message.data.status >= 500) setTimeout(() => { if (topics.has(message.topic)) say({ open: message.topic }); }, AGAIN);
    }
    tell(message.topic, message);
  }

  setInterval(() => { if (socket && topics.size && performance.now() - heard > QUIET) lose(); }, 1000);

  return {
    watch(topic) {
      if (topics.has(topic) && !topics.get(topic).refused) return; // what was refused is asked again by whoever comes next
      topics.set(topic, { state: null, told: 0, heard: 0, refused: false });
      if (socket) say({ open: topic });
      else open();
    },
    leave(topic) {
      topics.delete(topic);
      say({ close: topic });
      if (!topics.size) lose();
    },
    /** Signed in as somebody else since: the line is opened anew, by whom the browser is now. */
    renew() { if (socket) { lose(); open(); } },
    /** For who comes later: the last state, as a message of this moment; null if there is none that is known to be true. */
    last(topic) {
      const known = topics.get(topic);
      if (!known?.state) return null;
      return { topic, at: known.told + performance.now() - known.heard, event: "state", data: known.state };
    },
  };
}
