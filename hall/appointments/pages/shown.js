/* A pass before somebody's eyes: its code to be photographed or scanned, and the address of its page for a telephone. */
import { html, render } from "../kit/lit-html.js";
import { ask, find } from "../kit/page.js";
import { clock, day } from "../kit/time.js";

/** `one`: the pass. Closed by its key, by Esc, or by a press beside it. */
export async function show(one, meeting) {
  const place = find("shown"), answer = await ask(`/api/appointments/passes/${one.id}`);
  const told = answer.told;
  render(answer.ok ? html`<h2>${one.label}</h2>
    <p class="quiet">${day(meeting.starts)} ${clock(meeting.starts)}–${clock(meeting.ends)} · ${meeting.room_zh} · ${one.people} 人</p>
    <img src=${told.qr} alt="通行码" width="320" height="320">
    <p>在闸机或门口的扫码处出示。手机可打开：</p><p class="address">${location.origin}${told.page}</p>
    <img src=${told.page_qr} alt="手机页面的二维码" width="140" height="140"><p class="quiet">用手机扫这个小码，打开通行证页面</p>
    <button class="primary" @click=${() => place.close()}>收起</button>` : html`<p class="say bad">${answer.sentence}</p><button @click=${() => place.close()}>收起</button>`, place);
  place.showModal();
}

find("shown").addEventListener("click", (event) => { if (event.target === find("shown")) find("shown").close(); });
