/* A past decision, derived once more under the rights that its door had then. */
import { html, nothing, render } from "../kit/lit-html.js";
import { ask, find } from "../kit/page.js";
import { seconds } from "../kit/time.js";

export async function replay(id) {
  const answer = await ask(`/api/guard/again/${id}`);
  const told = answer.told;
  render(answer.ok ? html`<p class="quiet">${seconds(told.at)}</p><p class="said">${told.told}</p>
    ${told.paper ? html`<p>依据：${told.paper}</p>` : nothing}
    <p class=${`say ${told.why === "same" ? "good" : told.why === "other" ? "bad" : ""}`}>${told.words}${told.zh && told.why === "other" ? html`<br>现在推出：${told.zh}` : nothing}</p>
    ${told.assumed.map((one) => html`<p class="quiet">${one}。</p>`)}${told.grants ? html`<p class="quiet">权限版本 <span class="number">${told.grants}</span></p>` : nothing}`
    : html`<p class="say bad">${answer.sentence}</p>`, find("again"));
  find("replay").showModal();
}
