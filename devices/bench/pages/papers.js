// The two printers, and what came out of them.

import { $, action, drawer, element, lineKeys, lineWrongs, on, pill, post, toggle, view, wireKeys, wrongs }
  from "./kit.js";

const FATES = { waiting: "还没取", taken: "已取", retracted: "没人取，已收回", "pushed out": "被下一张顶出" };
const drawn = new Map(); // slip number -> what was drawn of it
let tab = "slips";
let printer = "";

export async function prepare() {
  drawer("printer", [["faults", "机芯"], ["later", "过一会儿"], ["model", "型号"], ["wire", "线路"]]);
  view("printer", "later").append(after("再走", 40, 5000, "毫米后缺纸", (mm) =>
    post("printer", "paper", { out: true, after_mm: mm })));
  const models = await (await fetch("/models")).json();
  const choice = element("select", { onchange: () => post("printer", "model", { profile: choice.value }) },
    ...models.map((one) => element("option", { value: one.profile, textContent: one.model })));
  choice.setAttribute("aria-label", "型号");
  view("printer", "model").append(choice);
  drawer("documents", [["faults", "机芯"], ["later", "过一会儿"], ["wire", "线路"]]);
  view("documents", "later").append(after("再走", 1, 500, "张后缺纸", (sheets) =>
    post("documents", "tray", { out: true, after_sheets: sheets })));
}

function after(before, usual, most, behind, act) {
  const number = element("input", { type: "number", min: 1, max: most, value: usual });
  number.setAttribute("aria-label", `${before}多少${behind}`);
  return element("form", { className: "after", onsubmit: (event) => { event.preventDefault(); act(Number(number.value)); } },
    before, number, element("button", { textContent: behind }));
}

export function drawPrinter(s) {
  const wrong = wrongs(...lineWrongs(s), [s.cover_open, "机盖开着"], [s.paper_end, "没有纸"],
    [s.cutter_error, "切刀卡住"], [s.overheated, "过热"], [s.broken, "不可恢复的故障"],
    [s.paper_low && !s.paper_end, "纸将尽"], [s.paper_left_mm > 0, `再走 ${Math.ceil(s.paper_left_mm)} 毫米缺纸`]);
  pill("printer", wrong.length ? "bad" : "well", wrong.join("、") || "正常");
  view("printer", "paper").replaceChildren(
    toggle("机盖打开", s.cover_open, "printer", "cover", (open) => ({ open })),
    toggle("缺纸", s.paper_end, "printer", "paper", (out) => ({ out })),
    toggle("纸将尽", s.paper_low, "printer", "low", on),
    ...(s.paper_left_mm !== null && !s.paper_end ? [action("换新纸卷", "printer", "paper", { out: false })] : []),
  );
  const mouth = view("printer", "mouth");
  mouth.hidden = !s.waiting;
  mouth.replaceChildren(s.presenter ? "出纸器里有一张小票没人取，20 秒后收回" : "出口上挂着一张小票没人取",
    action("取走", "printer", "take"));
  view("printer", "faults").replaceChildren(
    toggle("切刀卡住", s.cutter_jammed, "printer", "cutter", (jammed) => ({ jammed })),
    toggle("过热", s.overheated, "printer", "heat", (hot) => ({ hot })),
    toggle("不可恢复", s.broken, "printer", "broken", on),
  );
  if (s.url !== printer) { // another printer: its slips are not the last one's
    printer = s.url;
    drawn.clear();
    $("#printer select").value = s.profile;
  }
  lineKeys("printer", s);
  drawSlips(s.papers);
}

function drawSlips(papers) {
  const tray = $("#slips");
  if (!papers.length || papers.length < drawn.size) drawn.clear();
  if (!drawn.size) tray.replaceChildren();
  if (!papers.length) tray.append(element("p", { className: "empty", textContent: "还没有小票出来" }));
  for (const paper of papers) {
    const now = `${paper.rows} ${paper.cut} ${paper.fate}`;
    if (drawn.get(paper.n) === now) continue;
    const source = `/printer/papers/${paper.n}.png?rows=${paper.rows}`;
    const note = [`第 ${paper.n + 1} 张 · ${paper.mm} 毫米`, FATES[paper.fate], paper.cut ? null : "未切断"]
      .filter(Boolean).join(" · ");
    if (drawn.has(paper.n)) {
      if ($(`#slip-${paper.n} img`).getAttribute("src") !== source) $(`#slip-${paper.n} img`).src = source;
      $(`#slip-${paper.n} span`).textContent = note;
    } else {
      tray.prepend(element("figure", { id: `slip-${paper.n}` },
        element("img", { src: source, alt: note }),
        element("figcaption", {}, element("span", { textContent: note }),
          element("a", { href: `/printer/papers/${paper.n}.png`, textContent: "图", target: "_blank" }),
          element("a", { href: `/printer/papers/${paper.n}.bin`, textContent: "字节" }))));
    }
    drawn.set(paper.n, now);
  }
}

const STATES = { pending: "排队", held: "暂留", processing: "正在打印", stopped: "停住了" };

export function drawDocuments(s) {
  const stop = wrongs([s.tray === 0, "纸盒空"], [s.jammed, "卡纸"], [s.cover_open, "机盖开着"],
    [s.toner_out, "没有碳粉"], [s.paused, "已暂停"], [!s.plugged, "线已拔"], [s.mute, "失声"]);
  const soon = wrongs([s.toner_low && !s.toner_out, "碳粉少"], [s.tray > 0 && s.tray < 20, `纸剩 ${s.tray} 张`]);
  const busy = s.jobs.some((job) => job.state === "processing");
  pill("documents", stop.length || soon.length ? "bad" : busy ? "busy" : "well",
    [...stop, ...soon].join("、") || (busy ? "正在打印" : "空闲"));
  view("documents", "paper").replaceChildren(
    toggle("纸盒空", s.tray === 0, "documents", "tray", (out) => ({ out })),
    toggle("卡纸", s.jammed, "documents", "jam", on),
    toggle("机盖打开", s.cover_open, "documents", "cover", (open) => ({ open })),
    toggle("碳粉少", s.toner_low && !s.toner_out, "documents", "toner", (low) => ({ level: low ? "low" : "full" })),
    ...(s.tray > 0 && s.tray < 20 ? [action("加满纸", "documents", "tray", { out: false })] : []),
    action("别处来一份", "documents", "put", { pages: 3 }),
  );
  view("documents", "jobs").replaceChildren(...s.jobs.map((job) => element("li", {},
    element("span", {}, element("b", { textContent: job.name }),
      ` ${STATES[job.state] ?? job.state} · ${job.done} / ${job.of} 面`),
    ...(job.state === "held" ? [action("放行", "documents", "hold", { job: job.job, on: false })]
      : [action("暂留", "documents", "hold", { job: job.job, on: true })]),
    action("取消", "documents", "cancel", { job: job.job }))));
  view("documents", "faults").replaceChildren(
    toggle("没有碳粉", s.toner_out, "documents", "toner", (out) => ({ level: out ? "out" : "full" })),
    toggle("暂停", s.paused, "documents", "pause", on),
    toggle("取消不生效", s.keeps_cancelled, "documents", "keep_cancelled", on),
  );
  wireKeys("documents", s, toggle("失声", s.mute, "documents", "mute", on), action("断电重启", "documents", "power"));
  drawSheets(s.printed);
}

// Each printed side a small sheet; two sides of one sheet lie on each other.
function drawSheets(printed) {
  const tray = $("#sheets");
  if (!printed.length) {
    tray.replaceChildren(element("p", { className: "empty", textContent: "还没有文件出来" }));
    return;
  }
  tray.replaceChildren(...[...printed].reverse().map((job) => element("figure", { className: "document" },
    element("b", { textContent: job.name }),
    element("p", { className: job.sides === "one-sided" ? "sides" : "sides both" },
      ...Array.from({ length: job.done }, (_, n) => element("span", { textContent: n % job.pages + 1 }))),
    element("figcaption", {}, element("span", { textContent: captions(job) })))));
}

function captions(job) {
  const said = [`${job.done} / ${job.of} 面`];
  if (job.copies > 1) said.push(`${job.copies} 份`);
  if (job.sides !== "one-sided") said.push("双面");
  if (job.state === "cancelled") said.push("已取消");
  if (job.state === "aborted") said.push("已中止");
  return said.join(" · ");
}

export function drawTabs(state) {
  const counts = { slips: ["小票", state.printer.papers.length], sheets: ["A4", state.documents.printed.length] };
  $(".tabs").replaceChildren(...Object.entries(counts).map(([name, [label, count]]) => {
    const key = element("button", { type: "button", textContent: count ? `${label} ${count}` : label, onclick: () => {
      tab = name;
      drawTabs(state);
    } });
    key.setAttribute("role", "tab");
    key.setAttribute("aria-selected", String(tab === name));
    $(`#${name}`).hidden = tab !== name;
    return key;
  }));
}
