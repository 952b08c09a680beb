/* One more letter of a person: what the paper says is typed, its scan follows, another approves it. */
import { html } from "../kit/lit-html.js";
import { send } from "../kit/page.js";
import { now, toField } from "../kit/time.js";

const fresh = () => crypto.getRandomValues(new Uint32Array(4)).join("-");
let key = fresh();

const day = (days) => toField(now() + days * 86400e3, 10);

async function enter(event, person, say) {
  event.preventDefault();
  const form = event.target, fields = new FormData(form);
  const body = {
    key, person: person.id, number: fields.get("number"), signed_by: fields.get("signed_by"), groups: fields.getAll("groups"),
    profile: fields.get("profile"), starts: fields.get("starts"), ends: fields.get("ends"), first: fields.has("first"),
  };
  if (!body.starts || !body.ends) { say("请填起止日期。"); return; }
  const answer = await send("/api/access/letters", body);
  say(answer.sentence || "已录入：请上传扫描件，再由另一人复核。", answer.ok);
  if (!answer.ok) return;
  key = fresh(); // the same order sent twice stands once
  form.reset();
  form.closest("details").open = false;
}

export const letterForm = (state, person, say) => html`<details class="new-letter"><summary>录入一份委托书</summary>
  <form @submit=${(event) => enter(event, person, say)} novalidate>
    <label>文号<input name="number" maxlength="60" autocomplete="off"></label>
    <label>签发人（派驻部门）<input name="signed_by" maxlength="16" autocomplete="off"></label>
    <fieldset><legend>准许的门组</legend>${state.groups.map((one) => html`<label class="tick"><input type="checkbox" name="groups" value=${one.id}> ${one.name}</label>`)}</fieldset>
    <label>时段<select name="profile">${state.profiles.map((one) => html`<option value=${one.id}>${one.name}</option>`)}</select></label>
    <div class="line"><label>起<input type="date" name="starts" value=${day(0)}></label><label>止（当天有效）<input type="date" name="ends" value=${day(364)}></label></div>
    <label class="tick"><input type="checkbox" name="first"> 可开早门（首卡）</label>
    <button class="primary">录入</button>
  </form></details>`;
