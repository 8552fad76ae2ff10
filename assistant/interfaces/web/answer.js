/** One question with its answer, on the page: statements with marks, sources, and what follows. */

import { button, count, element } from "./dom.js";
import { marks, verdict } from "./marks.js";
import { found, sources } from "./sources.js";
import { tools } from "./tools.js";
import { REASONS, VERDICTS } from "./verdicts.js";

/** @typedef {import("./types.js").Answer} Answer */
/** @typedef {import("./types.js").Reference} Reference */
/** @typedef {import("./types.js").Statement} Statement */
/**
 * @typedef {object} Actions what a user can do with the last answer
 * @property {(view: TurnView, standalone: string) => void} correct
 * @property {(view: TurnView) => void} retry
 * @property {(view: TurnView) => void} undo
 * @property {(view: TurnView, label: string) => void} judge
 * @property {(said: string) => void} say
 */

/** A question and its answer as it grows; `article` is its element. */
export class TurnView {
  /** @param {string} question @param {Actions} actions */
  constructor(question, actions) {
    this.question = question;
    this.actions = actions;
    this.kept = false;
    /** @type {string|undefined} */
    this.standalone = undefined; // where the user has corrected it
    /** @type {Map<number, Reference>} */
    this.references = new Map();
    /** @type {Statement[]} */
    this.statements = [];
    this.streamed = "";
    this.heading = element("h2", { class: "question", tabindex: "-1", dir: "auto" }, question);
    this.understood = element("div", { class: "understood" });
    // Empty when it enters the page, so that each statement is announced as it comes.
    this.list = element("ol", { class: "statements", "aria-live": "polite" });
    this.draft = element("p", { class: "draft", "aria-hidden": "true", hidden: "" });
    this.rest = element("div", { class: "rest" });
    const parts = [this.heading, this.understood, this.list, this.draft, this.rest];
    this.article = element("article", { class: "turn", "aria-label": question }, ...parts);
  }

  /** Show how the question was understood. @param {string} standalone */
  understand(standalone) {
    if (standalone.trim() === this.question.trim()) return;
    const said = element("p", {}, "Understood as ", element("q", { dir: "auto" }, standalone), " ");
    said.append(button("Correct", () => this.#edit(standalone), "quiet last-only"));
    this.understood.replaceChildren(said);
  }

  /** @param {string} standalone */
  #edit(standalone) {
    const area = element("textarea", { rows: "2", "aria-label": "The question in full" });
    area.value = standalone;
    const form = element("form", { class: "correction" }, area);
    const ask = element("button", { type: "submit", class: "primary" }, "Ask this instead");
    const cancel = button("Cancel", () => {
      this.understand(standalone);
      this.understood.querySelector("button")?.focus();
    });
    form.append(element("div", { class: "buttons" }, ask, cancel));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (area.value.trim()) this.actions.correct(this, area.value.trim());
    });
    this.understood.replaceChildren(form);
    area.focus();
  }

  /** Show text that is not checked yet; a statement takes its place. @param {string} text */
  stream(text) {
    this.streamed += text;
    const checked = this.statements.map(asText).join(" ");
    // What has been checked is on the page already; text that was changed on the way is not shown.
    const ahead = this.streamed.startsWith(checked)
      ? this.streamed.slice(checked.length).trim()
      : "";
    this.draft.textContent = ahead;
    this.draft.hidden = !ahead;
  }

  /** Add a checked statement. @param {Statement} statement */
  add(statement) {
    for (const one of statement.references ?? []) this.references.set(one.number, one);
    this.statements.push(statement);
    this.list.append(this.#statement(statement));
    this.stream("");
  }

  /** Show the whole answer and what can be done with it. @param {Answer} answer */
  finish(answer) {
    this.kept = true;
    this.references = new Map(answer.references.map((one) => [one.number, one]));
    const shown = this.statements.map(asText).join(" ");
    if (shown !== answer.statements.map(asText).join(" ") || !this.statements.length) {
      this.list.replaceChildren(...answer.statements.map((one) => this.#statement(one)));
    }
    this.statements = answer.statements;
    this.draft.hidden = true;
    this.understand(answer.standalone_question);
    const parts = [
      message(answer),
      disagreements(answer),
      sources(answer.references),
      found(answer),
      steps(answer),
      withheld(answer),
      element("p", { class: "checked" }, summary(answer)),
      tools(answer, this),
    ];
    this.rest.replaceChildren(...parts.filter((one) => one !== null));
  }

  /**
   * Say why there is no whole answer, and offer to ask again.
   * @param {string} said
   * @param {boolean} failed
   */
  end(said, failed) {
    this.draft.hidden = true;
    const note = element(
      "p",
      { class: failed ? "message failed" : "message", role: failed ? "alert" : "status" },
      said,
    );
    const again = button("Ask again", () => this.actions.retry(this));
    this.rest.replaceChildren(note, element("div", { class: "tools" }, again));
  }

  /** @param {Statement} one */
  #statement(one) {
    const { sign, words } = VERDICTS[one.verdict] ?? VERDICTS.unjudged;
    const said = element("span", { class: "words", dir: "auto" }, one.text);
    const cited = marks(one, this.references);
    const repaired =
      one.action === "repaired" ? [element("span", { class: "repaired" }, "repaired")] : [];
    const signed = element("span", { class: "sign", "aria-hidden": "true", title: words }, sign);
    // The last word, its marks and their verdict stay on one line, as far as they fit.
    const end = element("span", { class: "together" }, ...cited.splice(-1), verdict(one), ...repaired);
    const body = element("p", {}, said, "\u00a0", ...cited, end);
    return element("li", { class: "statement", "data-verdict": one.verdict }, signed, body);
  }
}

/** Return a statement as the text of the answer has it. @param {Statement} one */
function asText(one) {
  return one.text + one.citations.map((number) => ` [${number}]`).join("");
}

/** @param {Answer} answer */
function message({ reason, message: said, abstained }) {
  if (!said && !reason) return null;
  const classes = abstained ? "message abstained" : "message";
  const made = element("div", { class: classes });
  if (reason) made.append(element("strong", {}, REASONS[reason] ?? reason));
  if (said) made.append(element("span", { dir: "auto" }, said));
  return made;
}

/** Return where other papers contradict a statement; null where none does. @param {Answer} answer */
function disagreements({ disagreements: found }) {
  if (!found?.length) return null; // answers kept from before have none
  const items = found.map((one) =>
    element(
      "li",
      {},
      `Papers disagree on sentence ${one.statement}: `,
      element("q", { dir: "auto" }, one.quote),
      element("span", { class: "byline" }, [one.title, one.year, one.reason].filter(Boolean).join(" · ")),
    ),
  );
  return element("ul", { class: "disagreements withheld" }, ...items);
}

/** Return the searches that a model has planned, folded; null without any. @param {Answer} answer */
function steps({ steps: taken }) {
  if (!taken?.length) return null;
  const items = taken.map((one) => element("li", { dir: "auto" }, one.text));
  const title = element("summary", {}, `How it was searched: ${count(taken.length, "step")}`);
  return element("details", {}, title, element("ol", { class: "found" }, ...items));
}

/** Return the sentences that were withheld, folded; null where there are none. @param {{dropped: import("./types.js").Dropped[]}} answer */
export function withheld({ dropped }) {
  if (!dropped.length) return null;
  const items = dropped.map((one) =>
    element(
      "li",
      {},
      element("q", { dir: "auto" }, one.text),
      element("span", { class: "byline" }, one.why),
    ),
  );
  const title = element(
    "summary",
    {},
    `${count(dropped.length, "sentence")} withheld by the checks`,
  );
  return element("details", {}, title, element("ul", { class: "withheld" }, ...items));
}

/**
 * Return what the checks found and how the answer was made.
 * @param {Pick<Answer, "statements"|"checks"|"usage">} answer
 */
export function summary({ statements, checks, usage }) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const { verdict } of statements) counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
  const said = Object.entries(VERDICTS)
    .filter(([name]) => counts.has(name))
    .map(([name, { sign, short }]) => `${sign} ${counts.get(name)} ${short}`);
  const { numbers_dropped: numbers, quotes_dropped: quotes } = checks;
  if (numbers) said.push(`✗ ${count(numbers, "made-up mark")} removed`);
  if (quotes) said.push(`✗ ${count(quotes, "made-up quote")} removed`);
  const cost = usage.cost_usd ? [`$${usage.cost_usd.toFixed(4)}`] : [];
  return [...said, writer(usage, statements.length), ...cost, `${usage.seconds.toFixed(1)} s`].join(
    " · ",
  );
}

/** @param {import("./types.js").Usage} usage @param {number} statements */
function writer({ model, calls }, statements) {
  if (calls) return `written by ${model}`;
  if (!statements) return "no language model was asked";
  return model === "extractive"
    ? "exact sentences, no language model"
    : `written by ${model} for an earlier question like this`;
}
