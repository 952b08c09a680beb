"use strict";
const find = (id) => document.getElementById(id);
const frame = document.querySelector("#glass iframe");
const SECONDS = new Intl.DateTimeFormat("zh-CN", { month: "numeric", day: "numeric", hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23", timeZone: ZONE.resolvedOptions().timeZone });
const CERTAIN = ["shown", "alarm"];

// Up to the next full second: what was on the glass at that instant is in it.
const secondOf = (instant) => toField(new Date(Math.ceil(new Date(instant).getTime() / 1000) * 1000), 19);

async function look(instant) {
  const query = new URLSearchParams({ screen: find("screen").value, at: instant });
  find("at").value = secondOf(instant);
  const answer = await fetch(`/api/signs/replay?${query}`).catch(() => null);
  const told = answer ? await answer.json() : { words: "连不上大厅服务器，请稍后再试。", events: [] };
  find("words").hidden = false;
  find("words").className = `say ${CERTAIN.includes(told.state) ? "good" : "bad"}`;
  find("words").textContent = told.words || told.zh;
  paintIn(told, query);
  find("events").replaceChildren(...(told.events || []).map((one) => line(one, told)));
}

// The glass is laid out at its own size and made smaller as a whole.
function paintIn(told, query) {
  find("glass").hidden = !told.frame;
  if (!told.frame) return;
  const { width, height } = find("screen").selectedOptions[0].dataset, wide = 1600, tall = Math.round((wide * height) / width);
  const scale = Math.min(find("glass").parentElement.clientWidth - 344, 1040) / wide;
  Object.assign(frame, { width: wide, height: tall });
  frame.style.transform = `scale(${scale})`;
  frame.style.marginBottom = `${-tall * (1 - scale)}px`;
  frame.src = `/signs/replay/glass?${query}`;
  find("glass").classList.toggle("old", !CERTAIN.includes(told.state));
  find("glass").querySelector("figcaption").textContent = `v${told.frame.revision} · ${SECONDS.format(new Date(told.confirmed))} 由屏确认` +
    (told.exact ? " · 与屏当时报告的内容逐字相同" : " · 叫号部分按现有记录补画");
}

function line(one, told) {
  const li = make("li", one.at === told.since ? "here" : ""), button = make("button", "number", `${SECONDS.format(new Date(one.at))}　${one.words}${one.kind === "shown" ? ` v${one.revision}` : ""}`);
  button.type = "button";
  button.addEventListener("click", () => look(one.at));
  li.append(button);
  return li;
}

find("ask").addEventListener("submit", (event) => { event.preventDefault(); look(fromField(find("at").value)); });
const wanted = new URLSearchParams(location.search).get("screen");
if (wanted && ![...find("screen").options].some((one) => one.value === wanted)) {
  const gone = new Option(`已不在图上的屏 ${wanted}`, wanted);
  Object.assign(gone.dataset, { width: 16, height: 9 });
  find("screen").append(gone);
}
find("screen").value = wanted || find("screen").value;
find("at").value = secondOf(Date.now());
