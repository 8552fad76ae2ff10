/**
 * The shapes that travel between the server and the page: `answer/1` and its parts.
 *
 * @typedef {"verbatim"|"supported"|"unsure"|"unsupported"|"uncited"|"unjudged"} Verdict
 * @typedef {{number: number, quote: string, start: number, end: number}} Evidence
 *   `start` and `end` count characters (code points, not UTF-16 units) of the abstract.
 * @typedef {object} Statement
 * @property {string} text
 * @property {number[]} citations
 * @property {Verdict} verdict
 * @property {number|null} score
 * @property {"shown"|"repaired"|"flagged"} action
 * @property {Evidence[]} evidence
 * @property {Reference[]} [references] those that this statement is the first to cite (streams only)
 *
 * @typedef {object} Paper
 * @property {string} id
 * @property {string} title
 * @property {string} [abstract]
 * @property {string[]} authors
 * @property {number|null} year
 * @property {string|null} venue
 * @property {string|null} doi
 * @property {string|null} url
 *
 * @typedef {object} Reference
 * @property {number} number
 * @property {string} paper_id
 * @property {string} title
 * @property {string[]} authors
 * @property {number|null} year
 * @property {string|null} venue
 * @property {string|null} doi
 * @property {string|null} url
 *
 * @typedef {{rank: number, paper_id: string, title: string, score: number}} Retrieved
 * @typedef {{text: string, verdict: Verdict, why: string}} Dropped
 * @typedef {{model: string, calls: number, tokens_in: number, tokens_out: number,
 *   cost_usd: number|null, seconds: number}} Usage
 *
 * @typedef {object} Answer
 * @property {string} question
 * @property {string} standalone_question
 * @property {boolean} abstained
 * @property {string|null} reason
 * @property {string|null} message
 * @property {string} text
 * @property {Statement[]} statements
 * @property {Dropped[]} dropped
 * @property {Reference[]} references
 * @property {Retrieved[]} retrieved
 * @property {{numbers_dropped: number, quotes_dropped: number}} checks
 * @property {Usage} usage
 *
 * @typedef {{year_from?: number, year_to?: number, authors?: string[], venues?: string[]}} Filters
 * @typedef {{id: string, title: string, started: string, changed: string, turns: number}} Kept
 * @typedef {{number: number, question: string, answer: Answer, asked: string}} Turn
 * @typedef {{source: string, line: number|null, reason: string}} Skipped
 * @typedef {{read: number, new: number, updated: number, unchanged: number, merged: number,
 *   skipped: Skipped[]}} Counts
 *
 * @typedef {{sources: {standalone_question: string, retrieved: Retrieved[]},
 *   delta: {text: string}, statement: Statement, usage: Usage,
 *   done: Answer & {conversation_id: string, turn: number},
 *   error: {title?: string, detail?: string, status?: number}}} ChatEvents
 */

export {};
