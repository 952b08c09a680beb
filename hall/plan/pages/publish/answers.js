/* How the screens have answered a publish, in one sentence. */

import { find } from "../../kit/page.js";
import { signs, signsHeard } from "../model/signs.js";

function drawAnswers() {
  const paired = [...signs.rows.values()].filter((row) => row.player), rows = paired.filter((row) => row.state !== "orphan");
  const left = paired.length - rows.length, version = `v${signs.revision}`;
  const right = rows.filter((row) => row.state === "shown" && row.revision === signs.revision);
  const slowest = Math.max(0, ...right.map((row) => row.took)) / 1000, bad = rows.filter((row) => row.tone === "bad").length;
  const shown = signs.alarm ? "出路" : ` ${version}`;
  const words = !signs.revision ? "还没有发布过" : !rows.length ? `图 ${version} · 屏都还没有配对`
    : `${signs.alarm ? `${signs.alarm}：` : ""}${rows.length} 块屏中 ${right.length} 块已显示${shown}${right.length ? ` · 最慢 ${slowest.toFixed(1)} 秒` : ""}${bad ? ` · ${bad} 块有问题` : ""}${left ? ` · 另有 ${left} 块已不在图上` : ""}`;
  const place = find("answers");
  if (find("answers-words").textContent !== words) find("answers-words").textContent = words;
  place.className = bad ? "answers bad" : right.length === rows.length && !left && !signs.alarm ? "answers good" : "answers amber";
  find("answers-bar").max = rows.length || 1;
  find("answers-bar").value = right.length;
  find("answers-bar").hidden = !rows.length || right.length === rows.length;
}

signsHeard.hear(drawAnswers);
