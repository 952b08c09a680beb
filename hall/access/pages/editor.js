/* One set of rules as forms: doors, groups of doors, hours, and the days that are otherwise. `draft` is changed in place;
   `touched()` afterwards. */
import { choice } from "../kit/form.js";
import { html, nothing } from "../kit/lit-html.js";

const WEEK = "一二三四五六日";
const PASSBACK = [["off", "不查"], ["soft", "软：放行并记下"], ["hard", "硬：拒绝"], ["timed", "限时：几分钟内拒绝"]];
const PINS = [["", "从不"], ["normal", "总要"], ["heightened", "加强管理时"], ["lockdown", "封闭时"]];
const opened = new Set(); // doors whose interlock is looked at, while all is drawn anew
const options = (pairs) => pairs.map(([value, text]) => ({ value, text }));
const fresh = (prefix, things) => { let n = things.length + 1; while (things.some((one) => one.id === `${prefix}${n}`)) n += 1; return `${prefix}${n}`; };

export function editor(draft, state, edits, touched) {
  const set = (thing, name, value) => { thing[name] = value; touched(); };
  const text = (thing, name, label) => html`<input aria-label=${label} .value=${thing[name]} ?disabled=${!edits} @change=${(event) => set(thing, name, event.target.value.trim())}>`;
  const pick = (thing, name, label, pairs) => choice({ label, options: options(pairs), value: thing[name] ?? "", disabled: !edits, change: (event) => set(thing, name, event.target.value) });
  const remove = (things, at, why, also = () => {}) => edits ? html`<button class="small" aria-label="删除" @click=${() => confirm(why) && (things.splice(at, 1), also(), touched())}>删除</button>` : nothing;
  const places = [["", "—"], ...state.places.map((one) => [one.id, one.name])];
  const stations = [["", "还没有接设备"], ...state.places.filter((one) => one.kind === "kiosk").map((one) => [one.id, one.name])];
  const ways = [["", "—"], ...state.ways.map((one) => [one.id, one.name])];

  // A door may name a station by its id: what is not on the plan stays as it is.
  const kept = (pairs, value) => (value && !pairs.some(([id]) => id === value) ? [...pairs, [value, value]] : pairs);

  // A door that is gone is in no group and locks with no other.
  const forget = (id) => {
    for (const one of draft.groups) one.doors = one.doors.filter((each) => each !== id);
    for (const one of draft.doors) one.interlock = (one.interlock ?? []).filter((each) => each !== id);
  };

  // Beside who and when: a second person, somebody who has to have come first, doors that must be shut meanwhile.
  const locks = (one, other) => html`<label class="tick"><input type="checkbox" .checked=${(one.interlock ?? []).includes(other.id)} ?disabled=${!edits}
    @change=${(event) => set(one, "interlock", event.target.checked ? [...(one.interlock ?? []), other.id] : one.interlock.filter((id) => id !== other.id))}> ${other.name_zh}</label>`;
  const besides = (one) => html`<label class="tick"><input type="checkbox" .checked=${one.two} ?disabled=${!edits} @change=${(event) => set(one, "two", event.target.checked)}> 双人</label>
    <label class="beside">首卡时段${choice({ label: "首卡时段：这段时间里，可开早门的人来过，别人才进得去", options: options([["", "不用首卡"], ...draft.profiles.map((each) => [each.id, each.name_zh])]), value: one.first ?? "", disabled: !edits, change: (event) => set(one, "first", event.target.value) })}</label>
    <details class="interlock" ?open=${opened.has(one.id)} @toggle=${(event) => { if (event.target.open) opened.add(one.id); else opened.delete(one.id); }}><summary title="这些门都关着，这扇门才开">互锁${(one.interlock ?? []).length ? `：${one.interlock.map((id) => draft.doors.find((each) => each.id === id)?.name_zh ?? id).join("、")}` : ""}</summary>
      ${draft.doors.filter((each) => each.id !== one.id).map((each) => locks(one, each))}</details>`;

  const door = (one, at) => html`<tr>
    <td>${text(one, "name_zh", "门名")}<small class="quiet">${one.id}</small></td>
    <td>${pick(one, "station", "由哪台设备管", kept(stations, one.station))}</td>
    <td>${pick(one, "way", "在哪条通道上", kept(ways, one.way))}</td>
    <td>${pick(one, "from_zone", "从", kept(places, one.from_zone))}<br>${pick(one, "to_zone", "进到", kept(places, one.to_zone))}</td>
    <td>${choice({ label: "密码", options: options(PINS), value: one.pin ?? "", disabled: !edits, change: (event) => set(one, "pin", event.target.value || null) })}<br>${pick(one, "passback", "防返传", PASSBACK)}</td>
    <td>${besides(one)}</td>
    <td>${remove(draft.doors, at, `删除“${one.name_zh}”？`, () => forget(one.id))}</td></tr>`;

  const group = (one, at) => html`<li class="card"><p class="line">${text(one, "name_zh", "门组名")}${remove(draft.groups, at, `删除门组“${one.name_zh}”？委托书里写了它的人就开不了这些门。`)}</p>
    <p class="ticks">${draft.doors.map((each) => html`<label class="tick"><input type="checkbox" .checked=${one.doors.includes(each.id)} ?disabled=${!edits}
      @change=${(event) => set(one, "doors", event.target.checked ? [...one.doors, each.id] : one.doors.filter((id) => id !== each.id))}> ${each.name_zh}</label>`)}</p></li>`;

  const day = (span, n) => html`<label class="tick day"><input type="checkbox" .checked=${span.days.includes(n)} ?disabled=${!edits}
    @change=${(event) => set(span, "days", event.target.checked ? [...span.days, n].sort() : span.days.filter((each) => each !== n))}> ${WEEK[n - 1]}</label>`;
  const time = (span, name) => html`<input type="time" aria-label=${name === "begins" ? "从" : "到"} .value=${span[name].slice(0, 5)} ?disabled=${!edits} @change=${(event) => event.target.value && set(span, name, `${event.target.value}:00`)}>`;
  const span = (profile) => (one, at) => html`<p class="span">${[1, 2, 3, 4, 5, 6, 7].map((n) => day(one, n))}<span class="times">${time(one, "begins")}–${time(one, "ends")}</span>
    ${edits ? html`<button class="small" aria-label="去掉这一段" @click=${() => { profile.spans.splice(at, 1); touched(); }}>×</button>` : nothing}</p>`;
  // A date that is not as the week says: shut, or open in these hours alone.
  const other = (profile) => (one, at) => html`<li>${one.day} ${one.spans.length ? one.spans.map((each) => html`${time(each, "begins")}–${time(each, "ends")}`) : html`<span class="quiet">不开</span>`}
    ${edits ? html`<button class="small" @click=${() => { one.spans = one.spans.length ? [] : [{ days: [1, 2, 3, 4, 5], begins: "09:00:00", ends: "12:00:00" }]; touched(); }}>${one.spans.length ? "改为不开" : "改为只开一段"}</button>
    <button class="small" aria-label=${`去掉例外 ${one.day}`} @click=${() => { profile.others.splice(at, 1); touched(); }}>×</button>` : nothing}</li>`;
  const addOther = (profile) => (event) => { const day = event.target.value; if (day && !profile.others.some((one) => one.day === day)) { profile.others.push({ day, spans: [] }); event.target.value = ""; touched(); } };

  const profile = (one, at) => html`<li class="card"><p class="line">${text(one, "name_zh", "时段名")}${remove(draft.profiles, at, `删除时段“${one.name_zh}”？用它的委托书就开不了门。`)}</p>
    ${one.spans.map(span(one))}
    ${one.others.length ? html`<ul class="days">${one.others.map(other(one))}</ul>` : nothing}
    <p class="keys">${edits ? html`<button class="small" @click=${() => { one.spans.push({ days: [1, 2, 3, 4, 5], begins: "09:00:00", ends: "17:00:00" }); touched(); }}>加一段</button>` : nothing}
    <label class="tick"><input type="checkbox" .checked=${one.holidays} ?disabled=${!edits} @change=${(event) => set(one, "holidays", event.target.checked)}> 节假日也算</label>
    ${edits ? html`<label class="tick">例外日 <input type="date" aria-label="例外日" @change=${addOther(one)}></label>` : nothing}</p></li>`;

  const add = (label, act) => (edits ? html`<button class="small" @click=${() => { act(); touched(); }}>${label}</button>` : nothing);
  const calendar = draft.calendar;
  const holiday = (one, at) => html`<li>${one} ${edits ? html`<button class="small" aria-label=${`去掉 ${one}`} @click=${() => { calendar.holidays.splice(at, 1); touched(); }}>×</button>` : nothing}</li>`;
  const addDay = (event) => { const value = event.target.value; if (value && !calendar.holidays.includes(value)) { calendar.holidays = [...calendar.holidays, value].sort(); event.target.value = ""; touched(); } };

  const worked = ([date, as]) => html`<li>${date} 按 ${choice({ label: `${date} 按周几`, options: options([1, 2, 3, 4, 5, 6, 7].map((n) => [String(n), `周${WEEK[n - 1]}`])), value: String(as), disabled: !edits, change: (event) => set(calendar.made_up, date, Number(event.target.value)) })}
    ${edits ? html`<button class="small" aria-label=${`去掉 ${date}`} @click=${() => { delete calendar.made_up[date]; touched(); }}>×</button>` : nothing}</li>`;
  const addWorked = (event) => { const value = event.target.value; if (value) { calendar.made_up[value] ??= 1; event.target.value = ""; touched(); } };

  return html`<h2>门</h2><div class="wide"><table><thead><tr><th>门</th><th>设备</th><th>通道</th><th>从 / 进到</th><th>密码 / 防返传</th><th>双人 / 首卡 / 互锁</th><th></th></tr></thead>
      <tbody>${draft.doors.map(door)}</tbody></table></div>
    ${add("加一扇门", () => draft.doors.push({ id: fresh("door", draft.doors), name_zh: "新门", station: "", way: "", from_zone: "", to_zone: "", pin: "heightened", passback: "off", two: false, first: "", interlock: [] }))}
    <div class="two"><section><h2>门组（委托书写的是门组）</h2><ul>${draft.groups.map(group)}</ul>
      ${add("加一个门组", () => draft.groups.push({ id: fresh("group", draft.groups), name_zh: "新门组", doors: [] }))}</section>
    <section><h2>时段</h2><ul>${draft.profiles.map(profile)}</ul>
      ${add("加一个时段", () => draft.profiles.push({ id: fresh("hours", draft.profiles), name_zh: "新时段", spans: [{ days: [1, 2, 3, 4, 5], begins: "09:00:00", ends: "17:00:00" }], holidays: false, others: [] }))}
      <h2>节假日</h2><ul class="days">${calendar.holidays.map(holiday)}</ul>
      ${edits ? html`<label class="line">再加一天<input type="date" aria-label="再加一个节假日" @change=${addDay}></label>` : nothing}
      <h2>调休上班日</h2><ul class="days">${Object.entries(calendar.made_up).sort().map(worked)}</ul>
      ${edits ? html`<label class="line">再加一天<input type="date" aria-label="再加一个调休上班日" @change=${addWorked}></label>` : nothing}</section></div>`;
}
