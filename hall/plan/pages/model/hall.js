/* What the hall has told besides the draft: the plan that stands, what windows may serve, the releases on their way. */

export const myLogin = document.querySelector("meta[name=login]").content;
export const hall = { published: null, revision: 0, services: [], pictograms: [], releases: [], publishedAt: null, publishedBy: "", inUse: {} };

// Who works at these windows now, a sentence each.
export function inUse(windows) { return [...new Set(windows)].map((id) => hall.inUse[id]).filter(Boolean); }
