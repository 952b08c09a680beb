"use strict";
/* Calls wait for each other; none is skipped, and none is announced twice. Every display of calls takes its turns from
   here; ``announce(call)`` is when one becomes the big one. What is painted is what is spoken: the call's one sentence. */

function callTurns(seconds, announce) {
  let shown = null, due = [], since = 0;
  const turns = {
    calls: [], big: null, voice: false,
    upto: () => shown || 0,
    take(state) {
      turns.calls = state;
      if (shown === null) { // just opened: the newest is big, nothing is announced again
        shown = Math.max(0, ...state.map((c) => c.id));
        turns.big = state[0] || null;
      }
      due = state.filter((c) => c.id > shown).reverse();
      // The same call may say another way now: its window was moved.
      if (turns.big) turns.big = state.find((c) => c.id === turns.big.id) || state.find((c) => c.id <= shown) || null;
    },
    turn() {
      const rested = performance.now() - since >= seconds * 1000;
      if (!due.length || !(rested || !since) || speaking()) return false;
      turns.big = due.shift();
      shown = turns.big.id;
      since = performance.now();
      if (turns.voice) speak(turns.big.sentence);
      announce(turns.big);
      return true;
    },
  };
  function speaking() { return turns.voice && "speechSynthesis" in window && speechSynthesis.speaking; }
  return turns;
}

function speak(sentence) {
  if (!("speechSynthesis" in window)) return;
  for (let time = 0; time < 2; time += 1) {
    const words = new SpeechSynthesisUtterance(sentence);
    words.lang = "zh-CN";
    words.rate = 0.9;
    speechSynthesis.speak(words);
  }
}
