/* What every page of the hall does: press, ask, watch. */
import { hear, now } from "./time.js";
import { watch } from "./watching.js";

export { seam } from "./seam.js";

const csrf = document.querySelector("meta[name=csrf]")?.content ?? "";
const WITHIN = 5000; // milliseconds until a press is given up

export const find = (id) => document.getElementById(id);

/* A press. It is given up after `within` milliseconds, and one that was given up never takes effect later: the browser drops
   it, and the hall refuses what comes after the moment it says it is good until (by the hall's clock).

   `body`: JSON, or a form's fields (FormData, URLSearchParams), a file. `away`, `late`: other sentences for a hall that is
   not there or does not answer. Never throws. Returns { ok, status, code, told,
   sentence }: `told` is the hall's answer, `sentence` says in Chinese what went wrong and is empty if nothing did. */
export async function send(address, body, { within = WITHIN, method = "POST", away = AWAY, late = tooLate(within) } = {}) {
  const until = performance.now() + within, stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), within);
  try {
    const first = await attempt(address, body, method, until, stop.signal);
    if (first.code !== "too_late" || !first.at || performance.now() > until) return first;
    hear(first.at); // not late: we had the hall's time wrong
    return await attempt(address, body, method, until, stop.signal);
  } catch {
    return failed(stop.signal.aborted ? late : away);
  } finally {
    clearTimeout(timer);
  }
}

/** Asks without changing anything; answers as `send`. Nothing was pressed that could have taken effect, and that is said. */
export const ask = (address, { within = 8000 } = {}) => send(address, undefined, {
  within, method: "GET", away: "连不上大厅服务器，现在看不到；恢复后再看，什么也没有改。", late: `等了 ${Math.round(within / 1000)} 秒没有回答，请再试一次；什么也没有改。`,
});

async function attempt(address, body, method, until, signal) {
  const headers = { Accept: "application/json" };
  if (method !== "GET") {
    headers["X-CSRF-Token"] = csrf;
    headers["X-Good-Until"] = String(Math.round(now() + until - performance.now()));
  }
  const raw = body === undefined || body instanceof FormData || body instanceof URLSearchParams || body instanceof Blob;
  if (!raw) headers["Content-Type"] = "application/json";
  const answer = await fetch(address, { method, headers, body: raw ? body : JSON.stringify(body), signal, cache: "no-store" });
  const told = await answer.json().catch((error) => { if (signal.aborted) throw error; return {}; });
  return {
    ok: answer.ok, status: answer.status, code: told?.code ?? "", told, at: Number(answer.headers.get("X-Hall-Now")),
    sentence: answer.ok ? "" : told?.zh || "没有成功，请再试一次。",
  };
}

const AWAY = "连不上大厅服务器：这一下可能没有成功，恢复后请先看清情况再按。";
const tooLate = (within) => `等了 ${Math.round(within / 1000)} 秒没有回答：这一下不会再迟到生效，请先看清情况再按。`;
const failed = (sentence) => ({ ok: false, status: 0, code: "away", told: {}, sentence });

/** `show(state)` whenever what the stream at `topic` says has changed. `tell(connected, refusal)`: when the hall is lost and
    heard again; by default the page's `#cut` says so. Returns how to stop. */
export function live(topic, show, tell = cut) {
  return watch(topic, show, tell);
}

export function cut(connected, refusal) {
  const place = find("cut");
  place.hidden = connected;
  place.textContent = connected ? "" : refusal?.zh ?? "与大厅服务器的连接中断，以下可能不是最新情况，正在重连";
}
