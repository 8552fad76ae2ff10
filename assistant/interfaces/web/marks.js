/** The marks behind a sentence: buttons that open what is cited with the quote highlighted. */

import { button, element, unseen } from "./dom.js";
import { showEvidence } from "./evidence.js";
import { isDoubtful, VERDICTS } from "./verdicts.js";

/** @typedef {import("./types.js").Reference} Reference */
/** @typedef {import("./types.js").Statement} Statement */
/** @typedef {Map<number, Reference>} References */

/** Return a button for each paper that a sentence cites. @param {Statement} statement @param {References} references */
export function marks(statement, references) {
  return [...new Set(statement.citations)].map((number) => mark(statement, number, references));
}

/** Return the verdict in words; of one without doubt for screen readers alone. @param {Statement} statement */
export function verdict({ verdict: found, reason }) {
  const { words, short } = VERDICTS[found] ?? VERDICTS.unjudged;
  if (!isDoubtful(found)) return unseen(` (${words})`);
  const why = reason ? `${short}: ${reason}` : short;
  return element("span", { class: "verdict", title: words }, unseen("("), why, unseen(")"));
}

/** @param {Statement} statement @param {number} number @param {References} references */
function mark(statement, number, references) {
  const made = button(`[${number}]`, () => open(statement, number, references, made), "mark");
  const title = references.get(number)?.title ?? "";
  made.setAttribute("aria-label", `[${number}] ${title}, show the abstract`);
  made.setAttribute("aria-haspopup", "dialog");
  return made;
}

/** @param {Statement} statement @param {number} number @param {References} references @param {HTMLElement} from */
function open(statement, number, references, from) {
  const reference = references.get(number);
  if (!reference) return;
  const quotes = statement.evidence.filter((one) => one.number === number);
  const { short } = VERDICTS[statement.verdict] ?? VERDICTS.unjudged;
  const role = `Source ${number} · ${short}`;
  const note = quotes.length ? "" : "No quote of this abstract was found for the sentence.";
  const { paper_id: paperId, title } = reference;
  void showEvidence({ paperId, title, role, quotes, note }, from);
}
