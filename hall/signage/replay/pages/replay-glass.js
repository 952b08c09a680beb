"use strict";
/* A frame of the past, by the painter that painted it then. Pages and languages stand as they stood at that second, and
   turn on from there. */

fetch(`/api/signs/replay${location.search}`).then((answer) => answer.json()).then(({ frame, at }) => {
  if (!frame) return;
  const root = paint(frame), calls = root.querySelectorAll(".call");
  document.getElementById("stage").append(root);
  layOut(root, frame);
  showBig(root, calls.length ? frame.calls[0].id : null, false);
  for (const call of [...calls].slice(1, 6)) call.classList.add("before");
  const began = performance.now(), turn = () => turnPages(root, frame, Date.parse(at) + performance.now() - began);
  turn();
  setInterval(turn, 500);
  document.body.dataset.painted = frame.screen;
});
