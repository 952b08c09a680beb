"use strict";
/* Releases on their way: cards in the panel, and the dialog in which a second person reads what he is to approve. */

const STATES = { waiting: "等另一人批准", scheduled: "定时", conflict: "没有发布：与别的改动冲突" };
const reviewed = { id: 0, base: 0 };

// Published and withdrawn ones are history.
function drawReleases() {
  const waiting = hall.releases.filter((release) => release.state in STATES);
  const drawn = JSON.stringify([waiting, hall.revision]);
  if (find("releases").dataset.drawn === drawn) return;
  find("releases").dataset.drawn = drawn;
  find("releases").replaceChildren(...waiting.map(releaseCard));
  find("unpublish").disabled = hall.revision < 2;
  find("published").textContent = hall.revision ? `图 v${hall.revision} · ${hall.publishedBy} ${moment(hall.publishedAt)}` : "";
  if (find("review").open && !waiting.some((release) => release.id === reviewed.id)) find("review").close();
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

function releaseTitle(release) { return make("b", "", `${STATES[release.state]}${release.at ? `，${moment(release.at)} 生效` : ""}`); }

function releaseWords(release) {
  const mine = release.state === "waiting" && !mayApprove(release) ? "，要由另一人批准" : "";
  const said = [make("p", "quiet", `${release.asked_by} 于 ${moment(release.asked_at)} 提出${mine}`)];
  if (release.reason) said.push(make("p", "quiet", `理由：${release.reason}`));
  if (release.trouble) said.push(make("p", "bad-words", release.trouble));
  return said;
}

function mayApprove(release) { return release.state === "waiting" && release.asked_by !== myLogin; }

function withdraw(release) { return press(`/api/plan/releases/${release.id}/withdraw`, {}, "已撤回，改动回到草稿"); }

async function openReview(release) {
  const { ok, told } = await send("GET", `/api/plan/releases/${release.id}`);
  if (!ok) { toast(told.zh); return; }
  if (document.querySelector("dialog[open]")) return;
  Object.assign(reviewed, { id: release.id, base: told.base });
  find("review-words").replaceChildren(releaseTitle(release), ...releaseWords(release));
  const refused = [...told.report.refusals, ...told.warnings];
  find("review-faults").replaceChildren(...(refused.length ? [make("h3", "bad-words", `检查没有通过的 ${refused.length}`), ...refused.map((fault) => make("p", "say bad", fault.zh))] : []));
  find("review-changes").replaceChildren(...changesOf(told, told.plan));
  find("review-approve").hidden = !mayApprove(release);
  find("review").showModal();
  find("review").scrollTop = 0;
  if (mayApprove(release) && !release.at) aboutToPublish("release", release.id);
}

find("review-approve").addEventListener("click", () => {
  find("review").close(); // also where it is refused: then there is something else to read
  press(`/api/plan/releases/${reviewed.id}/approve`, { base: reviewed.base }, "已批准");
});
