/** The verdicts of the check: their signs and their words. */

/** @typedef {import("./types.js").Verdict} Verdict */

/** @type {Record<Verdict, {sign: string, words: string, short: string}>} */
export const VERDICTS = {
  verbatim: { sign: "✓", words: "word for word in the cited abstract", short: "word for word" },
  supported: { sign: "✓", words: "supported by the cited abstract", short: "supported" },
  unsure: { sign: "?", words: "support is unsure", short: "unsure" },
  unjudged: { sign: "?", words: "cited, wording not checked", short: "not checked" },
  uncited: { sign: "?", words: "without a citation", short: "without a citation" },
  no_claim: { sign: "·", words: "claims nothing", short: "claims nothing" },
  unsupported: {
    sign: "✗",
    words: "not supported by the cited abstract",
    short: "not supported",
  },
};

/** Tell whether a sentence claims something that the check did not confirm. @param {Verdict} verdict */
export function isDoubtful(verdict) {
  return !["verbatim", "supported", "no_claim"].includes(verdict);
}

/** @type {Record<string, string>} */
export const REASONS = {
  not_in_library: "Not in this library",
  partly_in_library: "Answered in part",
  ambiguous: "The question has several meanings here",
  needs_full_text: "The abstracts do not tell",
  false_premise: "The question assumes something that the library does not bear out",
};
