/**
 * The shapes that travel between the server and the page: `answer/1`, `review/1`, their parts.
 *
 * @typedef {"verbatim"|"supported"|"unsure"|"unsupported"|"uncited"|"unjudged"|"no_claim"} Verdict
 * @typedef {{number: number, quote: string, start: number, end: number}} Evidence
 *   `start` and `end` count characters (code points, not UTF-16 units) of the abstract.
 * @typedef {object} Statement
 * @property {string} text
 * @property {number[]} citations
 * @property {Verdict} verdict
 * @property {string|null} [reason] why it is not supported
 * @property {number|null} score
 * @property {"shown"|"repaired"|"flagged"} action
 * @property {Evidence[]} evidence
 * @property {Reference[]} [references] those that this statement is the first to cite (streams only)
 *
 * @typedef {object} Paper
 * @property {string} id
 * @property {string} title
 * @property {string} [abstract]
 * @property {string|null} [warning] that its abstract orders its reader about
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
 * @typedef {{statement: number, number: number|null, paper_id: string, title: string,
 *   year: number|null, quote: string, start: number, end: number, reason: string}} Disagreement
 * @typedef {{model: string, calls: number, tokens_in: number, tokens_out: number,
 *   cost_usd: number|null, seconds: number}} Usage
 *
 * @typedef {{action: string, text: string, papers: string[]}} Step
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
 * @property {Disagreement[]} [disagreements]
 * @property {Step[]} [steps]
 * @property {{numbers_dropped: number, quotes_dropped: number}} checks
 * @property {Usage} usage
 *
 * @typedef {Statement & {lead: string}} Sentence
 * @typedef {{title: string, terms: string[], papers: number[], sentences: Sentence[]}} Theme
 * @typedef {{number: number, x: number, y: number, theme: number}} Point
 * @typedef {{paper_id: string, title: string, year: number|null}} Near
 * @typedef {Near & {why: string}} LeftOut
 *
 * @typedef {object} Review
 * @property {string} topic
 * @property {{year_from: number|null, year_to: number|null, authors: string[], venues: string[],
 *   sources: string[], tags: string[], titles: string[], ids: string[], phrases: string[],
 *   without: string[]}} filters
 * @property {boolean} abstained
 * @property {string|null} reason
 * @property {string|null} message
 * @property {Sentence[]} overview
 * @property {Theme[]} themes
 * @property {Sentence[]} agreements
 * @property {Sentence[]} disagreements
 * @property {Sentence[]} gaps
 * @property {{number: number, sentences: Sentence[]}[]} notes
 * @property {Dropped[]} dropped
 * @property {Reference[]} references
 * @property {{held: number, relevant: number, used: number, left_out: LeftOut[],
 *   near: Near[], looked_at: number|null, at_least: boolean}} coverage
 * @property {Point[]} map
 * @property {{numbers_dropped: number, quotes_dropped: number}} checks
 * @property {Usage} usage
 *
 * @typedef {object} Job
 * @property {string} id
 * @property {string} topic
 * @property {string} started
 * @property {"queued"|"running"|"done"|"failed"|"cancelled"} state
 * @property {string|null} stage
 * @property {number} done
 * @property {number} total
 * @property {{detail?: string}|null} problem
 * @property {Review|null} [review]
 *
 * @typedef {{year_from?: number, year_to?: number, authors?: string[], venues?: string[]}} Filters
 * @typedef {{id: string, title: string, started: string, changed: string, turns: number}} Kept
 * @typedef {{number: number, question: string, answer: Answer, asked: string}} Turn
 * @typedef {{source: string, line: number|null, reason: string}} Skipped
 * @typedef {{read: number, new: number, updated: number, unchanged: number, merged: number,
 *   skipped: Skipped[]}} Counts
 *
 * @typedef {{sources: {standalone_question: string, retrieved: Retrieved[]},
 *   step: Step, delta: {text: string}, statement: Statement, usage: Usage,
 *   done: Answer & {conversation_id: string, turn: number},
 *   error: {title?: string, detail?: string, status?: number}}} ChatEvents
 */

export {};
