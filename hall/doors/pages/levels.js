/* How the hall is held. Every change is two presses and a reason: the second within six seconds, on the same key. */
import { onKey } from "../kit/keys.js";
import { find, send } from "../kit/page.js";
import { clock } from "../kit/time.js";

const AGAIN = 6000;
const KEYS = { heighten: ["heightened", "加强管理"], lock: ["lockdown", "封闭全厅"] };
const ALARM = { evacuation: "正在疏散：门按火警管，只出不进。", drill: "正在消防演练：门照常。" };
let armed = "", timer = 0, level = "normal";

function words() {
  for (const [id, [wanted, name]] of Object.entries(KEYS)) {
    const key = find(id), plain = wanted === level ? `解除${name}` : name;
    key.textContent = armed === id ? `再按一次：${plain}` : plain;
    key.classList.toggle("armed", armed === id);
    key.dataset.on = String(wanted === level);
  }
}

export function showLevel(state) {
  level = state.level.level;
  const told = state.level;
  find("level").textContent = level === "normal" ? "平常：门按各自的规则" : `${told.words}　${clock(told.since)} 起，${told.by}：${told.reason}`;
  const held = find("held");
  held.hidden = level === "normal" && !state.alarm;
  held.textContent = [ALARM[state.alarm] ?? "", level === "normal" ? "" : `全厅${told.words}：${told.reason}（${told.by} ${clock(told.since)}）`].filter(Boolean).join("　");
  words();
}

export function holding(state, say) {
  find("hold").noValidate = true;
  find("hold").addEventListener("submit", async (event) => {
    event.preventDefault();
    const id = event.submitter?.id ?? "", why = find("why").value.trim();
    if (!KEYS[id]) return;
    if (!why) { say("请先写原因，再按。"); find("why").focus(); return; }
    if (!state()) { say("还没有收到大厅现在的状态，请稍候再按。"); return; }
    say("");
    if (armed !== id) {
      armed = id;
      clearTimeout(timer);
      timer = setTimeout(() => { armed = ""; words(); }, AGAIN);
      words();
      return;
    }
    armed = "";
    clearTimeout(timer);
    const wanted = KEYS[id][0] === level ? "normal" : KEYS[id][0];
    const answer = await send("/api/guard/level", { level: wanted, seen: level, reason: why });
    if (answer.ok) find("why").value = "";
    say(answer.sentence);
    words();
  });
  onKey((event) => { if (event.key === "Enter") event.preventDefault(); }, find("why")); // no level by a mere Enter
  words();
}
