/** The papers of an answer: those it cites, and those that were found beside them. */

import { button, byline, count, element } from "./dom.js";
import { showEvidence } from "./evidence.js";

/** @typedef {import("./types.js").Answer} Answer */
/** @typedef {import("./types.js").Reference} Reference */

const NEAREST = 5;

/** Return the list of the papers cited; null where there are none. @param {Reference[]} references */
export function sources(references) {
  if (!references.length) return null;
  const items = references.map((one) => {
    const number = element("span", { class: "number" }, `[${one.number}]`);
    const title = titleButton(one.paper_id, one.title, `Source ${one.number}`);
    const by = element("span", { class: "byline", dir: "auto" }, byline(one));
    return element("li", {}, number, element("div", {}, title, by));
  });
  return section("Sources", element("ol", {}, ...items));
}

/**
 * Return the papers found but not cited; of an answer that abstains, the nearest ones in full view.
 * @param {Answer} answer
 */
export function found({ abstained, retrieved, references }) {
  const cited = new Set(references.map((one) => one.paper_id));
  const others = retrieved.filter((one) => !cited.has(one.paper_id));
  if (!others.length) return null;
  const shown = abstained ? others.slice(0, NEAREST) : others;
  const items = shown.map((one) =>
    element("li", {}, titleButton(one.paper_id, one.title, "Found")),
  );
  const list = element("ol", { class: "found" }, ...items);
  if (abstained) return section("Nearest papers", list);
  const summary = element("summary", {}, `${count(others.length, "more paper")} found, not cited`);
  return element("details", {}, summary, list);
}

/**
 * Return a paper's title as a button that opens its abstract.
 * @param {string} paperId
 * @param {string} title
 * @param {string} role what the panel calls the paper
 * @param {import("./types.js").Evidence[]} [quotes] to highlight
 */
export function titleButton(paperId, title, role, quotes) {
  const wanted = { paperId, title, role, quotes };
  const made = button(title, () => void showEvidence(wanted, made), "title");
  made.setAttribute("aria-haspopup", "dialog");
  made.dir = "auto";
  return made;
}

/** @param {string} name @param {Node} list */
function section(name, list) {
  return element("section", { class: "sources" }, element("h3", {}, name), list);
}
