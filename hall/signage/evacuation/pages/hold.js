/* A key that is held for a second by finger or mouse: whoever taps here impatiently begins nothing. By keyboard, or an aid
   that presses keys for hands that cannot hold, pressed twice within four seconds. */

const HOLD = 1000, AGAIN = 4000; // milliseconds
const HOLD_ON = ["要按住不放，满 1 秒才开始", "Keep holding for one second"], ONCE_MORE = ["再按一次就开始", "Press again to start"];

/** Calls `act` when `button` was held. What the button says of itself changes when it was not. */
export function holdKey(button, act) {
  const lines = [...button.querySelectorAll("span, em")], words = lines.map((one) => one.textContent);
  let timer = 0, armed = 0, begun = false, saying = 0;
  const say = (told) => {
    clearTimeout(saying);
    lines.forEach((line, i) => { line.textContent = told[i]; });
    if (told !== words) saying = setTimeout(say, AGAIN, words);
  };
  const begin = () => { armed = 0; say(words); act(); };
  const release = () => { clearTimeout(timer); button.classList.remove("held"); };
  button.addEventListener("pointerdown", (event) => {
    if (button.disabled || event.button) return;
    button.setPointerCapture(event.pointerId);
    button.classList.add("held");
    begun = false;
    timer = setTimeout(() => { release(); begun = true; begin(); }, HOLD);
  });
  for (const end of ["pointerup", "pointercancel", "blur"]) button.addEventListener(end, release);
  button.addEventListener("contextmenu", (event) => event.preventDefault());
  button.addEventListener("click", (event) => {
    if (begun) { begun = false; return; } // the finger that held it lets go
    if (event.detail) { say(HOLD_ON); return; }
    if (performance.now() < armed) { begin(); return; }
    armed = performance.now() + AGAIN;
    say(ONCE_MORE);
  });
}
