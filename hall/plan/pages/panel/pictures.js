/* What a screen shows, painted by the players' own painter into a frame of its own, at the size of the real glass and
   then made small: letters keep their proportion. Painted when it comes into sight. */

import { find } from "../../kit/page.js";
import { LAYOUT_WORDS } from "../model/words.js";
import { make } from "../canvas/elements.js";
import { measure, paint } from "./painter.js";

const LONG = 960;

const inSight = new IntersectionObserver((seen) => {
  for (const one of seen) if (one.isIntersecting) { inSight.unobserve(one.target); one.target.paintNow(); }
}, { rootMargin: "200px" });

// `frame` null: there is no screen. `width`: pixels of the picture on this page at the most; `height` likewise.
function pictureOf(frame, title, width, height) {
  const box = make("div", "glass-picture");
  if (!frame) { box.classList.add("none"); box.textContent = title.endsWith("现在") ? "还没有这块屏" : "拆下，熄屏"; return box; }
  const [wide, high] = frame.glass[0] && frame.glass[1] ? frame.glass : [1600, 900], scale = LONG / Math.max(wide, high);
  const size = [Math.round(wide * scale), Math.round(high * scale)], small = Math.min(width / size[0], height / size[1]);
  box.style.width = `${Math.round(size[0] * small)}px`;
  box.style.height = `${Math.round(size[1] * small)}px`;
  box.paintNow = () => box.append(paintedIn(frame, title, size, small));
  inSight.observe(box);
  return box;
}

function paintedIn(frame, title, [width, height], small) {
  const inner = document.createElement("iframe");
  inner.title = title;
  inner.tabIndex = -1;
  inner.width = width;
  inner.height = height;
  inner.style.transform = `scale(${small})`;
  const fill = () => {
    const page = inner.contentDocument;
    if (page.body.dataset.painted) return;
    page.body.dataset.painted = "1";
    page.documentElement.lang = "zh-CN";
    page.title = title;
    for (const name of ["signage/screen.css", "signage/screen-board.css"]) {
      const sheet = page.createElement("link");
      sheet.rel = "stylesheet";
      sheet.href = document.querySelector(`meta[name="${name}"]`).content;
      page.head.append(sheet);
    }
    page.body.append(page.importNode(find("sprite"), true), standing(frame, width, height));
  };
  inner.addEventListener("load", fill);
  queueMicrotask(() => { if (inner.contentDocument?.readyState === "complete") fill(); });
  return inner;
}

// The picture and the words under it; a screen with more than one page is leafed through with a key among them.
export function captioned(frame, called, word, width, height) {
  const title = `${called} ${word}`, picture = pictureOf(frame, title, width, height), caption = make("figcaption", "", word), pages = frame ? frame.pages.length : 0;
  if (pages < 2) return { picture, caption };
  const key = make("button", "leaf");
  let at = 0;
  const turn = () => {
    const page = picture.querySelector("iframe")?.contentDocument;
    if (page) showPage(page, at);
    key.textContent = `第 ${at + 1}/${pages} 页 ›`;
    key.setAttribute("aria-label", `${title}，第 ${at + 1}/${pages} 页 ›`);
  };
  key.type = "button";
  key.title = "看下一页";
  key.addEventListener("click", () => { at = (at + 1) % pages; turn(); });
  turn();
  caption.append(key);
  return { picture, caption };
}

function showPage(root, at) {
  const pages = [...root.querySelectorAll(".page")], dots = root.querySelector(".dots");
  pages.forEach((page, i) => page.classList.toggle("on", i === at));
  if (dots && pages.length > 1) dots.textContent = `${at + 1}/${pages.length}`;
}

// A frame at rest: its first page, its letters measured as a player does, nobody being called.
function standing(frame, width, height) {
  const root = paint(frame);
  measure(root, frame, width, height);
  showPage(root, 0);
  root.querySelector(".big").classList.add("resting");
  return root;
}

export function frameWords(frame) {
  if (!frame) return "无";
  if (frame.layout === "strip") return `${frame.plate} ${frame.plate_zh}`;
  return frame.pages.flat().map((row) => `${DIRECTION_WORDS[row.direction]} ${row.zh}${row.tag ? ` ${row.tag}` : ""}`).join("；") || LAYOUT_WORDS[frame.layout];
}

const DIRECTION_WORDS = {
  ahead: "前", right_ahead: "右前", right: "右", right_behind: "右后", behind: "后", left_behind: "左后", left: "左", left_ahead: "左前", up: "上楼", down: "下楼", here: "就在这里",
};
