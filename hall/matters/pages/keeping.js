/* Every change is kept at once, one after the other. Each has a key of its own, so that one whose answer was lost is asked
   again and happens once; one that cannot be taken stays on the page and says why. */
import { send } from "../kit/page.js";

const AGAIN = 2000; // milliseconds until a change that did not reach the hall is tried again
const fresh = () => crypto.getRandomValues(new Uint32Array(4)).join("-");
const pause = () => new Promise((over) => { setTimeout(over, AGAIN); });

/** `marks`: () → what was before our eyes. `kept(of, id, answer)`, `refused(answer)`: what came of it; `waits(number,
    sentence)`: how many are not kept yet, and why. Returns `keep(of, id, value)`, which is done when the hall has it, or has refused it. */
export function keeping({ marks, kept, refused, waits }) {
  let line = Promise.resolve(), left = 0;

  async function ask(of, id, value) {
    const key = fresh(), was = marks()[`${of}:${id}`] ?? "";
    for (;;) {
      const answer = await send("/api/matters/draft", { key, of, id, was, value }, { method: "PUT", within: 10_000 });
      if (answer.ok || (answer.status >= 400 && answer.status < 500)) return answer;
      waits(left, `还没有记下：${answer.sentence}正在再试，请不要关这一页。`);
      await pause();
    }
  }

  return function keep(of, id, value) {
    const copy = value === null ? null : structuredClone(value);
    left += 1;
    waits(left, "");
    line = line.then(async () => {
      const answer = await ask(of, id, copy);
      left -= 1;
      if (answer.ok) kept(of, id, answer.told);
      else refused(answer);
      waits(left, "");
    });
    return line;
  };
}
