/* A frame of the past, by the painter that painted it then: the player's own scripts, whose names are the page's. Pages and
   languages stand as they stood at that second, and turn on from there. */
import { ask, find, seam } from "../kit/page.js";

const TURN = 500; // milliseconds

function stand({ frame, at }) {
  const root = paint(frame), calls = root.querySelectorAll(".call");
  find("stage").append(root);
  layOut(root, frame);
  showBig(root, calls.length ? frame.calls[0].id : null, false);
  for (const call of [...calls].slice(1, 6)) call.classList.add("before");
  const began = performance.now(), turn = () => turnPages(root, frame, Date.parse(at) + performance.now() - began);
  turn();
  setInterval(turn, TURN);
  document.body.dataset.painted = frame.screen;
}

const { told } = await ask(`/api/signs/replay${location.search}`);
if (told.frame) stand(told);
seam({ told });
