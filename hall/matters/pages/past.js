/* What people were told on a day: which versions stood, and the list by each of them. And how to go back. */
import { html, nothing } from "../kit/lit-html.js";
import { ask, send } from "../kit/page.js";
import { moment } from "../kit/time.js";
import { asking } from "./asking.js";

const seen = { day: "", versions: null, matter: "", answers: {}, lists: {} };

export function past({ today, draw, say }) {
  const look = async () => {
    const answer = await ask(`/api/matters/day/${seen.day}`);
    say(answer.sentence);
    seen.versions = answer.ok ? answer.told : null;
    await lists({ draw, say });
  };
  const day = (event) => { seen.day = event.target.value; if (seen.day) look(); };
  const matter = (event) => { seen.matter = event.target.value; seen.answers = {}; lists({ draw, say }); };
  const names = new Map((seen.versions ?? []).flatMap((one) => one.matters.map((each) => [each.id, each.name])));
  return html`<section><div class="line asks"><label>哪一天<input id="day" type="date" max=${today} .value=${seen.day} @change=${day}></label>
    <label>哪个事项<select id="then" ?disabled=${!names.size} @change=${matter}><option value="">请选</option>${[...names].map(([id, name]) => html`<option value=${id} .selected=${id === seen.matter}>${name}</option>`)}</select></label></div>
    ${seen.versions?.length === 0 ? html`<p class="say">那一天还没有事项库。</p>` : nothing}
    <div class="then">${(seen.versions ?? []).map((one) => version(one, { draw, say }))}</div></section>`;
}

async function lists(act) {
  if (seen.matter) {
    const told = await Promise.all(seen.versions.filter((one) => one.matters.some((each) => each.id === seen.matter)).map(async (one) => {
      const answer = await send("/api/matters/list", { of: one.revision, matter: seen.matter, answers: seen.answers, day: seen.day });
      return [one.revision, answer.ok ? answer.told : null];
    }));
    seen.lists = Object.fromEntries(told);
  }
  act.draw();
}

function version(one, act) {
  const answer = (question, option) => { if (option) seen.answers[question] = option; else delete seen.answers[question]; lists(act); };
  const span = `${moment(one.since)} 起${one.until ? `，到 ${moment(one.until)}` : "，现在还是"}`;
  return html`<article class="card"><h3>第 ${one.revision} 版 <small class="quiet">${span}</small></h3>
    ${seen.matter && seen.lists[one.revision] ? asking(seen.lists[one.revision], answer) : html`<p class="quiet">${seen.matter ? "那时没有这个事项。" : "请选一个事项。"}</p>`}</article>`;
}
