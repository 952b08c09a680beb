"use strict";
/* A picture of what is on the glass, drawn by the player's own browser from its own document. */

const WIDEST = 1280;

async function sendPicture(told) {
  const body = await pictureOf(document.documentElement).catch(() => null);
  if (body) {
    await fetch("/api/screen/picture", {
      method: "POST", body, headers: { "Content-Type": "image/jpeg", "X-Screen-Player": told.player, "X-Screen-Secret": told.secret },
    }).catch(() => {});
  }
}

async function pictureOf() {
  const width = innerWidth, height = innerHeight, scale = Math.min(1, WIDEST / Math.max(width, height));
  const image = new Image(width, height);
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(drawing(width, height))}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((done) => { canvas.toBlob(done, "image/jpeg", 0.82); });
}

function drawing(width, height) {
  const rules = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules].map((rule) => rule.cssText)).join("\n");
  const page = document.createElement("div"), style = document.createElement("style");
  page.setAttribute("xmlns", "http://www.w3.org/1999/xhtml");
  page.className = "page-in-picture";
  style.textContent = rules;
  page.append(style, ...[...document.body.children].map((one) => one.cloneNode(true)));
  for (const one of page.querySelectorAll(".behind")) one.remove();
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><foreignObject width="100%" height="100%">`
    + `${new XMLSerializer().serializeToString(page)}</foreignObject></svg>`;
}
