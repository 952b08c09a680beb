/* A meeting at another time or in another room: its passes end, and the same people get new ones. */
import { sayIn } from "../kit/form.js";
import { html, render } from "../kit/lit-html.js";
import { find, send } from "../kit/page.js";
import { fromField, toField } from "../kit/time.js";

/** `said(sentence, good)`: what came of it, on the page. */
export function move(one, rooms, said) {
  const place = find("moved");
  const go = async (event) => {
    event.preventDefault();
    const form = new FormData(event.target);
    const body = { room: form.get("room"), starts: fromField(form.get("starts")), ends: fromField(form.get("ends")) };
    const answer = await send(`/api/appointments/${one.id}/move`, body);
    if (!answer.ok) { sayIn(find("moved-say"))(answer.sentence); return; }
    place.close();
    said(`已改。原来的通行证作废，新出了 ${answer.told.passes.length} 张，请重新发给来访者。`, true);
  };
  render(html`<form @submit=${go}><h2>${one.title}</h2>
    <label>会议室<select name="room">${rooms.map((each) => html`<option value=${each.id} ?selected=${each.id === one.room}>${each.name}</option>`)}</select></label>
    <label>开始<input name="starts" type="datetime-local" value=${toField(one.starts)} required></label>
    <label>结束<input name="ends" type="datetime-local" value=${toField(one.ends)} required></label>
    <p class="quiet">原来的通行证马上作废，同样的人各出一张新的。</p>
    <p id="moved-say" class="say bad" role="alert" hidden></p>
    <p class="keys"><button class="primary">改，并重出通行证</button><button type="button" @click=${() => place.close()}>不改</button></p></form>`, place);
  place.showModal();
}
