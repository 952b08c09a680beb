/* A release on its way, in words. */

import { myLogin } from "../model/hall.js";
import { make } from "../canvas/elements.js";
import { moment } from "./clock.js";

export const STATES = { waiting: "等另一人批准", scheduled: "定时", conflict: "没有发布：与别的改动冲突" };
export function releaseTitle(release) { return make("b", "", `${STATES[release.state]}${release.at ? `，${release.state === "conflict" ? "原定 " : ""}${moment(release.at)}${release.state === "conflict" ? "" : " 生效"}` : ""}`); }

export function releaseWords(release) {
  const mine = release.state === "waiting" && !mayApprove(release) ? "，要由另一人批准" : "";
  const said = [make("p", "quiet", `${release.asked_by} 于 ${moment(release.asked_at)} 提出${mine}`)];
  if (release.reason) said.push(make("p", "quiet", `理由：${release.reason}`));
  if (release.trouble) said.push(make("p", "bad-words", release.trouble));
  return said;
}

export function mayApprove(release) { return release.state === "waiting" && release.asked_by !== myLogin; }
