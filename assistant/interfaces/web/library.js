/** The library: a table of papers with search and pages, and files to add. */

import { ApiError, get, upload } from "./api.js";
import { byId, count, element } from "./dom.js";
import { forgetPapers } from "./evidence.js";
import { titleButton } from "./sources.js";

/** @typedef {import("./types.js").Paper} Paper */
/** @typedef {import("./types.js").Counts} Counts */

const PAGE = 50;
let query = "";
let offset = 0;
let request = 0;

/** Make search, paging and adding work. @param {(total: number) => void} grown told how many papers there are */
export function prepareLibrary(grown) {
  byId("library-search").addEventListener("submit", (event) => {
    event.preventDefault();
    query = /** @type {HTMLInputElement} */ (byId("library-query")).value.trim();
    offset = 0;
    void showLibrary();
  });
  byId("previous").addEventListener("click", () => turn(-PAGE));
  byId("next").addEventListener("click", () => turn(PAGE));
  /** @type {HTMLInputElement} */
  const files = byId("files");
  files.addEventListener("change", async () => {
    const chosen = Array.from(files.files ?? []);
    if (!chosen.length) return;
    files.disabled = true;
    await add(chosen);
    files.disabled = false;
    files.value = "";
    forgetPapers();
    await showLibrary();
    grown(await total());
  });
}

/** Return how many papers the library holds. @returns {Promise<number>} */
export async function total() {
  return (await get("/v1/papers?limit=1")).total;
}

/** Show the current page of papers. */
export async function showLibrary() {
  const current = ++request;
  const asked = new URLSearchParams({ q: query, offset: String(offset), limit: String(PAGE) });
  if (!query) asked.delete("q");
  try {
    const found = await get(`/v1/papers?${asked}`);
    if (current === request) fill(found.papers, found.total);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    byId("library-status").textContent = error.message;
  }
}

/** @param {number} by */
function turn(by) {
  offset = Math.max(0, offset + by);
  void showLibrary().then(() => byId("library-heading").focus());
}

/** @param {Paper[]} papers @param {number} all */
function fill(papers, all) {
  byId("papers").replaceChildren(...papers.map(row));
  const range = papers.length < all ? `${offset + 1}–${offset + papers.length} of ` : "";
  const none = query
    ? "No paper matches this search."
    : "No papers yet. Add files of paper records, such as CSV or JSON Lines.";
  byId("library-status").textContent = all
    ? range + count(all, query ? "match" : "paper", query ? "matches" : "papers")
    : none;
  byId("papers").closest("table")?.toggleAttribute("hidden", !papers.length);
  /** @type {HTMLButtonElement} */ (byId("previous")).disabled = offset === 0;
  /** @type {HTMLButtonElement} */ (byId("next")).disabled = offset + papers.length >= all;
  byId("next").parentElement?.toggleAttribute("hidden", all <= PAGE);
}

/** @param {Paper} paper */
function row(paper) {
  const names = paper.authors.length > 3 ? [...paper.authors.slice(0, 3), "et al."] : paper.authors;
  return element(
    "tr",
    {},
    element("th", { scope: "row" }, titleButton(paper.id, paper.title, "Paper")),
    element("td", { class: "authors", dir: "auto" }, names.join(", ")),
    element("td", { class: "year" }, paper.year ? String(paper.year) : ""),
    element("td", { class: "venue", dir: "auto" }, paper.venue ?? ""),
  );
}

/** Add files one after the other, so that there is progress to show. @param {File[]} files */
async function add(files) {
  /** @type {HTMLProgressElement} */
  const progress = byId("upload-progress");
  /** @type {Counts} */
  const sum = { read: 0, new: 0, updated: 0, unchanged: 0, merged: 0, skipped: [] };
  byId("upload").hidden = false;
  byId("upload-skipped").hidden = true;
  progress.hidden = false;
  for (const [index, file] of files.entries()) {
    byId("upload-status").textContent =
      `Adding ${file.name}${files.length > 1 ? ` (${index + 1} of ${files.length})` : ""} …`;
    if (files.length > 1) [progress.value, progress.max] = [index, files.length];
    else progress.removeAttribute("value");
    include(sum, await added(file));
  }
  progress.hidden = true;
  report(sum);
}

/** @param {File} file @returns {Promise<Partial<Counts>>} */
async function added(file) {
  try {
    return await upload(file);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return { skipped: [{ source: file.name, line: null, reason: error.message }] };
  }
}

/** @param {Counts} sum @param {Partial<Counts>} more */
function include(sum, more) {
  for (const name of /** @type {const} */ (["read", "new", "updated", "unchanged", "merged"]))
    sum[name] += more[name] ?? 0;
  sum.skipped.push(...(more.skipped ?? []));
}

/** @param {Counts} counts */
function report({ read, skipped, ...rest }) {
  const parts = Object.entries({ ...rest, skipped: skipped.length })
    .filter(([, number]) => number)
    .map(([name, number]) => `${number} ${name}`);
  const said = parts.length ? `: ${parts.join(", ")}` : "";
  byId("upload-status").textContent = `${count(read, "record")} read${said}.`;
  const details = /** @type {HTMLDetailsElement} */ (byId("upload-skipped"));
  details.hidden = !skipped.length;
  details.open = true;
  const items = skipped.map(({ source, line, reason }) => {
    const place = line ? `${source}, line ${line}` : source;
    return element("li", {}, element("code", {}, place), ` ${reason}`);
  });
  details.querySelector("ul")?.replaceChildren(...items);
}
