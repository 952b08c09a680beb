"use strict";
/* Releases on their way: cards in the panel, and the dialog in which people read what they approve or undo. */

const STATES = { waiting: "等另一人批准", scheduled: "定时", conflict: "没有发布：与别的改动冲突" };
const reviewed = { id: 0 };

// Published and withdrawn ones are history.
function drawReleases() {
  const waiting = hall.releases.filter((release) => release.state in STATES);
  const drawn = JSON.stringify([waiting, hall.revision]);
  if (find("releases").dataset.drawn === drawn) return;
  find("releases").dataset.drawn = drawn;
  find("releases").replaceChildren(...waiting.map(releaseCard));
  find("unpublish").disabled = hall.revision < 2;
  const out = hall.releases.find((release) => release.state === "published" && release.revision === hall.revision);
  const by = out?.approved_by ? `${hall.publishedBy} 提出、${out.approved_by} 批准，` : `${hall.publishedBy} `;
  find("published").textContent = hall.revision ? `图 v${hall.revision} · ${by}${moment(hall.publishedAt)}` : "";
  if (find("review").open && reviewed.id && !waiting.some((release) => release.id === reviewed.id)) find("review").close();
}

function releaseCard(release) {
  const card = make("section", `release ${release.state}`), keys = make("div", "keys");
  card.append(releaseTitle(release), make("p", "", release.zh), ...releaseWords(release));
  if (release.refusals) card.append(make("p", "bad-words", `检查有 ${release.refusals} 处没有通过`));
  const key = (words, act) => {
    const made = make("button", "small", words);
    made.type = "button";
    made.addEventListener("click", act);
    keys.append(made);
  };
  key(mayApprove(release) ? "看改动、批准" : "看改动", () => openReview(release));
  key("撤回", () => withdraw(release));
  card.append(keys);
  return card;
}

function releaseTitle(release) { return make("b", "", `${STATES[release.state]}${release.at ? `，${release.state === "conflict" ? "原定 " : ""}${moment(release.at)}${release.state === "conflict" ? "" : " 生效"}` : ""}`); }

function releaseWords(release) {
  const mine = release.state === "waiting" && !mayApprove(release) ? "，要由另一人批准" : "";
  const said = [make("p", "quiet", `${release.asked_by} 于 ${moment(release.asked_at)} 提出${mine}`)];
  if (release.reason) said.push(make("p", "quiet", `理由：${release.reason}`));
  if (release.trouble) said.push(make("p", "bad-words", release.trouble));
  return said;
}

function mayApprove(release) { return release.state === "waiting" && release.asked_by !== myLogin; }

async function withdraw(release, prevails = null) {
  const { ok, told } = await send("POST", `/api/plan/releases/${release.id}/withdraw`, { prevails });
  if (!ok && told.code === "clash") { askWhich(release, told.zh); return; }
  toast(ok ? "已撤回，改动回到草稿" : told.zh);
  if (ok) await reload("撤回发布", true);
}

function askWhich(release, words) {
  find("clash-words").textContent = words;
  for (const prevails of ["draft", "change"]) find(`clash-${prevails}`).onclick = () => { find("clash").close(); withdraw(release, prevails); };
  find("clash").showModal();
}

// What is to be read before a key is pressed; without a key it is only read.
function review(id, title, words, told, key) {
  if (document.querySelector("dialog[open]")) return;
  reviewed.id = id;
  const refused = [...told.report.refusals, ...told.warnings];
  find("review-title").textContent = title;
  find("review-words").replaceChildren(...words);
  find("review-faults").replaceChildren(...(refused.length ? [make("h3", "bad-words", `检查没有通过的 ${refused.length}`), ...refused.map((fault) => make("p", "say bad", fault.zh))] : []));
  find("review-changes").replaceChildren(...changesOf(told, told.plan));
  find("review-go").hidden = !key;
  find("review-go").textContent = key ? key[0] : "";
  find("review-go").onclick = () => { find("review").close(); key[1](); }; // also where it is refused: then there is something else to read
  find("review").showModal();
  find("review").scrollTop = 0;
  find("review-go").focus();
}

async function openReview(release) {
  const { ok, told } = await send("GET", `/api/plan/releases/${release.id}`);
  if (!ok) { toast(told.zh); return; }
  const may = mayApprove(release), approve = () => press(`/api/plan/releases/${release.id}/approve`, { base: told.base }, "已批准");
  review(release.id, "这次发布会改什么", [releaseTitle(release), ...releaseWords(release)], told, may ? ["批准", approve] : null);
  if (may && !release.at) aboutToPublish("release", release.id);
}

async function openUndo() {
  const { ok, told } = await send("GET", "/api/plan/undo");
  if (!ok) { toast(told.zh); return; }
  const { revision } = told, sound = !told.report.refusals.length;
  const words = make("p", "", sound ? `v${revision - 1} 的图重新发布，屏马上变回去。v${revision} 不会丢，再撤销一次就又是它。草稿里没发布的改动也都留着。`
    : `v${revision - 1} 是不顾检查、由两人发布的，不能一个人变回去。可以放进草稿，写明理由，请另一人批准。`);
  review(0, "撤销上次发布？", [words], told, sound
    ? ["撤销，屏变回去", () => press("/api/plan/undo", { revision }, "已变回上一版")]
    : ["放进草稿", () => edit(`放回 v${revision - 1}`, told.plan)]);
  if (sound) aboutToPublish("undo", revision);
}

find("unpublish").addEventListener("click", openUndo);
