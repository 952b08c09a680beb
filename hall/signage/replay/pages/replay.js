/* What a screen showed at a moment, and what came before and after. */
import { html, render } from "../kit/lit-html.js";
import { ask, find, seam } from "../kit/page.js";
import { fromField, now, seconds, toField } from "../kit/time.js";

const frame = document.querySelector("#glass iframe");
const CERTAIN = ["shown", "alarm"];
let told = null;

// Up to the next full second: what was on the glass at that instant is in it.
const secondOf = (instant) => toField(Math.ceil(new Date(instant).getTime() / 1000) * 1000, 19);

async function look(instant) {
  const query = new URLSearchParams({ screen: find("screen").value, at: instant });
  find("at").value = secondOf(instant);
  const answer = await ask(`/api/signs/replay?${query}`);
  told = answer.ok ? answer.told : { words: answer.sentence, events: [] };
  find("words").hidden = false;
  find("words").className = `say ${CERTAIN.includes(told.state) ? "good" : "bad"}`;
  find("words").textContent = told.words;
  paintIn(query);
  render(told.events.map(line), find("events"));
}

// The glass is laid out at its own size and made smaller as a whole.
function paintIn(query) {
  find("glass").hidden = !told.frame;
  if (!told.frame) return;
  const { width, height } = find("screen").selectedOptions[0].dataset, wide = 1600, tall = Math.round((wide * height) / width);
  const scale = Math.min(find("glass").parentElement.clientWidth - 344, 1040) / wide;
  Object.assign(frame, { width: wide, height: tall });
  frame.style.transform = `scale(${scale})`;
  frame.style.marginBottom = `${-tall * (1 - scale)}px`;
  frame.src = `/signs/replay/glass?${query}`;
  find("glass").classList.toggle("old", !CERTAIN.includes(told.state));
  find("glass").querySelector("figcaption").textContent = `v${told.frame.revision} · ${seconds(told.confirmed)} 由屏确认` +
    (told.exact ? " · 与屏当时报告的内容逐字相同" : " · 叫号部分按现有记录补画");
}

const line = (one) => html`<li class=${one.at === told.since ? "here" : ""}><button type="button" class="number" @click=${() => look(one.at)}>${seconds(one.at)}　${one.words}${one.kind === "shown" ? ` v${one.revision}` : ""}</button></li>`;

find("ask").addEventListener("submit", (event) => { event.preventDefault(); look(fromField(find("at").value)); });
const wanted = new URLSearchParams(location.search).get("screen");
if (wanted && ![...find("screen").options].some((one) => one.value === wanted)) {
  const gone = new Option(`已不在图上的屏 ${wanted}`, wanted);
  Object.assign(gone.dataset, { width: 16, height: 9 });
  find("screen").append(gone);
}
find("screen").value = wanted || find("screen").value;
find("at").value = secondOf(now());
if (find("screen").value) look(fromField(find("at").value)); // how it is now, to begin with
seam({ look });
