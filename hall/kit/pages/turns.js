/* Announcements take turns on a display: none is skipped, none is made twice. `announce(call)` is when one becomes the big one.
   What is painted is what is spoken: the call's one sentence. Sight never waits for sound: a turn is over by the clock alone,
   and what was still being said of it is broken off. */

export function takeTurns(seconds, announce) {
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
      if (!due.length || !(rested || !since)) return false;
      turns.big = due.shift();
      shown = turns.big.id;
      since = performance.now();
      if (turns.voice) speak(turns.big.sentence);
      announce(turns.big);
      return true;
    },
  };
  return turns;
}

function speak(sentence) {
  if (!("speechSynthesis" in window)) return;
  speechSynthesis.cancel();
  for (let time = 0; time < 2; time += 1) {
    const words = new SpeechSynthesisUtterance(sentence);
    words.lang = "zh-CN";
    words.rate = 0.9;
    speechSynthesis.speak(words);
  }
}
