/* One person: his papers, his cards, and of every door whether he may now and why. */
import { sayIn, tag } from "../kit/form.js";
import { html, nothing, render, repeat } from "../kit/lit-html.js";
import { ask, find, send } from "../kit/page.js";
import { letterForm } from "./letter.js";

const meta = (name) => document.querySelector(`meta[name=${name}]`).content;
const me = meta("login"), issues = meta("role") === "manager", stops = issues || meta("role") === "security";
export const STANDINGS = {
  living: ["", "有效"], waiting: ["amber", "等复核"], coming: ["", "未到日子"], suspended: ["bad", "中止"], ended: ["amber", "已到期"],
  withdrawn: ["bad", "已收回"], altered: ["bad", "被改动过"], none: ["amber", "没有委托书"], left: ["", "已离岗"],
};
let state, id = null, doors = null;

const say = (sentence, good) => { const place = find("person-say"); if (place) sayIn(place)(sentence, good); };

async function act(address, body = {}, done = "") {
  const answer = await send(address, body);
  say(answer.sentence || done, answer.ok);
  return answer;
}

function because(address, question) {
  const why = prompt(question);
  if (why !== null) act(address, { why });
}

async function scan(letter, event) {
  const [file] = event.target.files;
  event.target.value = "";
  if (!file) return;
  say("正在上传…", true);
  const answer = await send(`/api/access/scan?letter=${letter.id}`, file, { within: 60_000 });
  say(answer.sentence || "扫描件已存，等另一人复核。", answer.ok);
}

function letter(one, person) {
  const [tone, words] = STANDINGS[one.standing], open = one.standing === "waiting", own = person.login === me;
  const groups = one.groups.map((each) => state.groups.find((group) => group.id === each)?.name ?? each).join("、");
  return html`<li class=${one.standing}>
    <p><b>${one.number}</b> ${tag(words, tone)}</p>
    <p class="quiet">${one.words}</p>
    <p class="quiet">${groups} · ${state.profiles.find((each) => each.id === one.profile)?.name ?? one.profile}${one.first ? " · 可开早门" : ""} · ${one.signed_by} 签发 · ${one.made_by} 录入${one.approved_by ? `，${one.approved_by} 复核` : ""}</p>
    <p class="keys">
      ${one.scan ? html`<a class="button small" href=${`/api/access/scans/${one.scan}`} target="_blank">看扫描件</a>` : nothing}
      ${open && issues && !own ? html`<label class="button small">${one.scan ? "换扫描件" : "上传扫描件"}<input type="file" accept=".pdf,.png,.jpg,.jpeg" hidden @change=${(event) => scan(one, event)}></label>` : nothing}
      ${open && stops && one.made_by !== me && !own && one.scan ? html`<button class="small primary" @click=${() => act(`/api/access/letters/${one.id}/approve`, {}, "已复核，现在有效。")}>对照原件，复核通过</button>` : nothing}
      ${["living", "coming"].includes(one.standing) && stops ? html`<button class="small" @click=${() => because(`/api/access/letters/${one.id}/suspend`, "中止的原因（写给本人看）")}>中止</button>` : nothing}
      ${one.standing === "suspended" && issues && !own ? html`<button class="small" @click=${() => act(`/api/access/letters/${one.id}/resume`, {}, "等另一人复核后恢复。")}>恢复</button>` : nothing}
      ${!["withdrawn", "ended"].includes(one.standing) && stops ? html`<button class="small" @click=${() => because(`/api/access/letters/${one.id}/withdraw`, "收回的原因（收回后不能恢复）")}>收回</button>` : nothing}
    </p></li>`;
}

const door = (one) => html`<li class=${one.may ? "may" : "may-not"}><b>${one.name}</b> ${tag(one.may ? "能开" : "不能开", one.may ? "" : "bad")}<p>${one.why}${one.paper ? html`<small class="quiet"> 依据 ${one.paper}</small>` : nothing}</p></li>`;

async function giveCard(person) {
  const number = prompt(`${person.name} 的卡号（照读卡器显示的填）`);
  if (number) await act(`/api/access/people/${person.id}/cards`, { number }, "卡已登记。");
}

/* A card is presented at a reader: the hall waits a minute for it, and says which it was, beside the key that was pressed. */
let shown = { words: "", good: true };

function showAtReader(words, good) {
  shown = { words, good };
  paint();
}

async function present(person) {
  const key = Array.from(crypto.getRandomValues(new Uint8Array(12)), (one) => one.toString(16).padStart(2, "0")).join("");
  const answer = await send(`/api/access/people/${person.id}/cards/wait`, { key, door: find("reader").value });
  showAtReader(answer.ok ? "请把新卡放到这个读卡器上（一分钟内）…" : answer.sentence, answer.ok);
  if (answer.ok) waited(key, person.id);
}

async function waited(key, whose) {
  const answer = await ask(`/api/access/cards/waited/${key}`);
  if (whose !== id) return;
  if (answer.ok && answer.told.state === "waiting") setTimeout(() => waited(key, whose), 1000);
  else showAtReader(answer.ok ? answer.told.words : answer.sentence, answer.ok && answer.told.state === "given");
}

const reader = (person) => (state.readers.length ? html`<label class="quiet" for="reader">或到读卡器上刷一张新卡</label>
  <p class="keys"><select id="reader">${state.readers.map((one) => html`<option value=${one.id}>${one.name}</option>`)}</select>
  <button class="small" @click=${() => present(person)}>等刷卡</button></p>
  <p class=${`say ${shown.good ? "good" : "bad"}`} role="status" ?hidden=${!shown.words}>${shown.words}</p>` : nothing);

async function setPins(person) {
  const pin = prompt(`${person.name} 的开门密码，4–6 位数字；空着就取消`);
  if (pin === null) return;
  const duress = pin ? prompt("胁迫密码：被人胁迫时输入它，门照开，值班室无声报警；空着就不设") : "";
  if (duress !== null) await act(`/api/access/people/${person.id}/pins`, { pin, duress }, pin ? "密码已设，请本人记住。" : "密码已取消。");
}

const letGo = (person) => confirm(`${person.name} 离岗？他的卡和委托书从此开不了门。`) && act(`/api/access/people/${person.id}/let-go`);

const cards = (person) => html`<ul class="cards">${person.cards.map((one) => html`<li>尾号 <span class="number">${one.last4}</span>
  ${stops ? html`<button class="small" @click=${() => confirm(`停用尾号 ${one.last4} 的卡？`) && act(`/api/access/cards/${one.id}/end`)}>停用</button>` : nothing}</li>`)}</ul>`;

function card(person) {
  const own = person.login === me;
  return html`<header><h2>${person.name} <small class="quiet">${person.number}</small></h2>
      <p class="quiet">${state.departments.find((one) => one.id === person.department)?.name}</p></header>
    <p id="person-say" class="say" role="alert" hidden></p>
    ${own ? html`<p class="quiet">这是您本人：您自己的卡、函和权限要由另一个人办。</p>` : nothing}
    <h3>现在能开哪些门</h3><ul class="doors">${doors ? repeat(doors, (one) => one.id, door) : html`<li class="quiet">正在问…</li>`}</ul>
    <h3>委托书</h3><ul class="letters">${person.letters.length ? repeat([...person.letters].reverse(), (one) => one.id, (one) => letter(one, person)) : html`<li class="quiet">还没有委托书，什么门也开不了。</li>`}</ul>
    ${issues && !own && !person.left ? letterForm(state, person, say) : nothing}
    <h3>卡和密码</h3>${cards(person)}
    <p class="quiet">${person.pin ? `已设开门密码${person.duress ? "和胁迫密码" : ""}` : "没有开门密码"}</p>
    ${issues && !own && !person.left ? html`<p class="keys"><button class="small" @click=${() => giveCard(person)}>发一张卡</button><button class="small" @click=${() => setPins(person)}>设密码</button></p>${reader(person)}` : nothing}
    ${stops && !own && !person.left ? html`<p class="keys"><button class="small" @click=${() => letGo(person)}>离岗</button></p>` : nothing}`;
}

/** The person is asked about anew whenever what the hall knows has changed. */
export async function show(next, person) {
  if (person !== id) [doors, shown] = [null, { words: "", good: true }];
  [state, id] = [next, person];
  paint();
  const answer = await ask(`/api/access/people/${person}`);
  if (answer.ok && answer.told.person === id) { doors = answer.told.doors; paint(); }
}

export function draw(next, person) {
  state = next;
  if (person === null) render(html`<p class="quiet">点一个人，看他的委托书、卡，以及每扇门他现在能不能开、为什么。</p>`, find("person"));
  else show(next, person);
}

function paint() {
  const person = state.people.find((one) => one.id === id);
  if (person) render(card(person), find("person"));
}
