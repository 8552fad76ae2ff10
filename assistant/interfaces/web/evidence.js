/** The panel that shows an abstract with its quotes highlighted: beside the page, or over it. */

import { ApiError, get } from "./api.js";
import { byId, byline, calm, element } from "./dom.js";

/** @typedef {import("./types.js").Paper} Paper */
/** @typedef {import("./types.js").Evidence} Evidence */
/** @typedef {{paperId: string, title: string, role: string, quotes?: Evidence[], note?: string}} Request */

const NARROW = matchMedia("(max-width: 899px)");

/** @type {HTMLDialogElement} */
const panel = byId("evidence");
/** @type {Map<string, Promise<Paper>>} */
const papers = new Map();
/** @type {HTMLElement|null} */
let opener = null;
let request = 0;

/** Forget the papers that were read, which may have changed. */
export function forgetPapers() {
  papers.clear();
}

/** Make the panel close by its button and by Escape, and follow the width of the window. */
export function prepareEvidence() {
  byId("evidence-close").addEventListener("click", closeEvidence);
  panel.addEventListener("cancel", (event) => {
    event.preventDefault();
    closeEvidence();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !panel.open || event.defaultPrevented) return;
    if (document.querySelector("dialog:modal:not(#evidence)")) return;
    event.preventDefault();
    closeEvidence();
  });
  NARROW.addEventListener("change", () => {
    if (!panel.open) return;
    panel.close();
    open();
  });
}

/** Close the panel and go back to where it was opened. */
export function closeEvidence() {
  request += 1;
  if (!panel.open) return;
  panel.close();
  marked(null);
}

/**
 * Show a paper; its quotes are highlighted and the first is scrolled into view.
 * @param {Request} wanted
 * @param {HTMLElement} from what was pressed, where the focus returns
 */
export async function showEvidence(wanted, from) {
  const current = ++request;
  marked(from);
  fill(wanted.role, wanted.title, "", wanted.note ?? "", ["…"], []);
  open();
  try {
    const paper = await read(wanted.paperId);
    if (current === request) show(paper, wanted);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (current === request) fill(wanted.role, wanted.title, "", error.message, [], []);
  }
}

/** @param {HTMLElement|null} from */
function marked(from) {
  opener?.removeAttribute("aria-expanded");
  const before = opener;
  opener = from;
  if (from) from.setAttribute("aria-expanded", "true");
  else before?.focus({ preventScroll: true });
}

function open() {
  if (!panel.open) {
    if (NARROW.matches) panel.showModal();
    else panel.show();
  }
  panel.scrollTop = 0;
  byId("evidence-title").focus({ preventScroll: true });
}

/** @param {string} id @returns {Promise<Paper>} */
function read(id) {
  const known = papers.get(id) ?? get(`/v1/papers/${encodeURIComponent(id)}`);
  papers.set(id, known);
  known.catch(() => papers.delete(id));
  return known;
}

/** @param {Paper} paper @param {Request} wanted */
function show(paper, { role, quotes = [], note = "" }) {
  const abstract = paper.abstract ?? "";
  const { pieces, missed } = highlighted(abstract, quotes);
  const said = [
    note,
    paper.warning ? `Warning: ${paper.warning}` : "",
    ...missed.map((quote) => `The abstract has changed since; it said: “${quote}”`),
  ];
  const shown = abstract ? pieces : ["The record holds no abstract."];
  fill(role, paper.title, byline(paper, 12), said.filter(Boolean).join(" "), shown, links(paper));
  bringIntoView(panel.querySelector("mark"));
}

/** Scroll the panel, and nothing around it, to an element. @param {Element|null} shown */
function bringIntoView(shown) {
  if (!shown) return;
  const below = shown.getBoundingClientRect().top - panel.getBoundingClientRect().top;
  const top = panel.scrollTop + below - panel.clientHeight / 3;
  panel.scrollTo({ top, behavior: calm() ? "auto" : "smooth" });
}

/**
 * @param {string} role
 * @param {string} title
 * @param {string} by
 * @param {string} note
 * @param {(Node|string)[]} abstract
 * @param {Node[]} linked
 */
function fill(role, title, by, note, abstract, linked) {
  byId("evidence-role").textContent = role;
  byId("evidence-title").textContent = title;
  byId("evidence-byline").textContent = by;
  byId("evidence-note").textContent = note;
  byId("evidence-note").hidden = !note;
  byId("evidence-abstract").replaceChildren(...abstract);
  byId("evidence-links").replaceChildren(...linked);
}

/**
 * Return the abstract in pieces, with the quotes in `mark` elements, and the quotes it lacks.
 * @param {string} abstract
 * @param {Evidence[]} quotes
 */
export function highlighted(abstract, quotes) {
  // Offsets count code points; a string of this language is indexed by UTF-16 units.
  const characters = Array.from(abstract);
  const said = (/** @type {number} */ from, /** @type {number} */ to) =>
    characters.slice(from, to).join("");
  const holds = quotes.filter((one) => said(one.start, one.end) === one.quote);
  const missed = quotes.filter((one) => !holds.includes(one)).map((one) => one.quote);
  /** @type {(Node|string)[]} */
  const pieces = [];
  let at = 0;
  for (const { start, end } of holds.sort((a, b) => a.start - b.start)) {
    if (end <= at) continue;
    const from = Math.max(start, at);
    pieces.push(said(at, from), element("mark", {}, said(from, end)));
    at = end;
  }
  pieces.push(said(at, characters.length));
  return { pieces, missed };
}

/** @param {Paper} paper */
function links({ id, doi, url }) {
  const found = [element("code", {}, id)];
  if (doi) found.unshift(link("DOI", `https://doi.org/${encodeURI(doi)}`));
  // Only addresses of the web: a record could hold `javascript:`.
  if (url && /^https?:\/\//i.test(url)) found.unshift(link("Source", url));
  return found;
}

/** @param {string} label @param {string} address */
function link(label, address) {
  const attributes = { href: address, target: "_blank", rel: "noopener noreferrer" };
  return element(
    "a",
    attributes,
    label,
    element("span", { class: "hidden" }, " (opens in a new tab)"),
  );
}
