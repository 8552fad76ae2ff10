/** A literature review as readable text: paragraphs with marks, papers, pictures. */

import { summary, withheld } from "./answer.js";
import { byline, calm, count, element } from "./dom.js";
import { downloads } from "./downloads.js";
import { marks, verdict } from "./marks.js";
import { papersByYear, topicMap } from "./pictures.js";
import { titleButton } from "./sources.js";
import { isDoubtful, REASONS } from "./verdicts.js";

/** @typedef {import("./types.js").Review} Review */
/** @typedef {import("./types.js").Sentence} Sentence */
/** @typedef {import("./types.js").LeftOut} LeftOut */
/** @typedef {import("./types.js").Near} Near */
/** @typedef {import("./marks.js").References} References */

/** @type {Record<string, string>} */
const LEFT_OUT = {
  limit: "beyond the number of papers asked for",
  no_abstract: "its record holds no abstract",
  no_sentence: "its abstract has no sentence to quote",
  nothing_said: "its abstract says nothing on the topic",
  repeats: "says what another paper says",
  no_room: "the length asked for did not reach so far",
  not_chosen: "taken out of the outline",
  withheld: "what was written on it did not pass its checks",
};

/**
 * Return the parts of a review.
 * @param {Review} review
 * @param {string} address of its job
 * @param {(said: string) => void} say
 * @returns {Node[]}
 */
export function reviewParts(review, address, say) {
  const references = new Map(review.references.map((one) => [one.number, one]));
  const opening = [coverage(review), limits(review), message(review), downloads(review, address, say)];
  if (review.abstained) return present([...opening, leftOut(review), near(review)]);
  const exact = review.usage.model === "extractive";
  const told = (/** @type {Sentence[]} */ sentences, split = exact) =>
    paragraphs(sentences, references, split);
  const sections = present([
    section("Overview", told(review.overview, false)),
    ...review.themes.map((one) => section(one.title, [terms(one), ...told(one.sentences)])),
    section(
      exact ? "Findings that are alike" : "Where papers agree",
      told(review.agreements),
    ),
    section(
      exact ? "Limits and contrary findings" : "Where they disagree",
      told(review.disagreements),
    ),
    section(exact ? "What is said to be open" : "Gaps", told(review.gaps)),
    // In exact words the themes are the notes.
    section("Notes by paper", exact ? [] : review.notes.map((one) => note(one, references))),
    section("Pictures", [topicMap(review, goTo), papersByYear(review)]),
    section("References", [list(review)]),
  ]);
  const after = [leftOut(review), near(review), withheld(review), made(review)];
  return present([...opening, contents(sections), ...sections, ...after]);
}

/** Show the reference with a number. @param {number} number */
function goTo(number) {
  reach(document.getElementById(`reference-${number}`));
}

/** @param {HTMLElement|null} shown */
function reach(shown) {
  shown?.scrollIntoView({ block: "start", behavior: calm() ? "auto" : "smooth" });
  shown?.focus({ preventScroll: true });
}

/** @template T @param {(T|null)[]} parts @returns {T[]} */
function present(parts) {
  return /** @type {T[]} */ (parts.filter((one) => one !== null));
}

/** @param {string} title @param {(Node|null)[]} parts */
function section(title, parts) {
  const shown = present(parts);
  if (!shown.length) return null;
  const heading = element("h2", { tabindex: "-1", dir: "auto" }, title);
  return element("section", {}, heading, ...shown);
}

/** Return links to the sections; buttons, as the address names the review. @param {HTMLElement[]} sections */
function contents(sections) {
  const items = sections.map((one) => {
    const heading = /** @type {HTMLElement} */ (one.firstElementChild);
    const to = element("button", { type: "button", class: "title" }, heading.textContent ?? "");
    to.addEventListener("click", () => reach(heading));
    to.dir = "auto";
    return element("li", {}, to);
  });
  const title = element("summary", {}, "Contents");
  const nav = element("nav", { "aria-label": "Contents" }, element("ol", {}, ...items));
  return element("details", { class: "contents" }, title, nav);
}

/** @param {Review} review */
function coverage({ coverage: { held, relevant, used, looked_at: looked, at_least: atLeast } }) {
  const near = looked === 1 ? "the nearest was" : `the ${looked} nearest were`;
  const part = looked !== null && looked < held ? `, of which ${near} looked at` : "";
  const bear = `${atLeast ? "at least " : ""}${relevant} ${relevant === 1 ? "bears" : "bear"}`;
  const said = `The library holds ${count(held, "paper")}${part}; ${bear} on this topic, `;
  return element("p", { class: "coverage" }, `${said}${used} ${used === 1 ? "is" : "are"} used.`);
}

/** Return which papers alone were searched. @param {Review} review */
function limits({ filters }) {
  const { year_from: first, year_to: last } = filters;
  const years =
    first !== null && last !== null
      ? `of ${first === last ? first : `${first}–${last}`}`
      : first !== null
        ? `from ${first} on`
        : last !== null && `up to ${last}`;
  const kinds = [
    ["by", filters.authors],
    ["in", filters.venues],
    ["read from", filters.sources],
    ["tagged", filters.tags],
    ["entitled", filters.titles],
    ["identified by", filters.ids],
    ["with the words", filters.phrases],
    ["without the words", filters.without],
  ].map(([how, names]) => names.length && `${how} ${/** @type {string[]} */ (names).join(" or ")}`);
  const said = [years, ...kinds].filter(Boolean);
  if (!said.length) return null;
  const told = `The search was limited to papers ${said.join(", ")}.`;
  return element("p", { class: "limits", dir: "auto" }, told);
}

/** @param {Review} review */
function message({ abstained, reason, message: said }) {
  if (!said && !reason) return null;
  const made = element("div", { class: abstained ? "message abstained" : "message" });
  if (reason) made.append(element("strong", {}, REASONS[reason] ?? reason));
  if (said) made.append(element("span", { dir: "auto" }, said));
  return made;
}

/** Return the terms of a theme, where its title does not name them. @param {{title: string, terms: string[]}} theme */
function terms({ title, terms: named }) {
  const said = named.join(", ");
  if (!said || said.toLowerCase() === title.toLowerCase()) return null;
  return element("p", { class: "terms", dir: "auto" }, said);
}

/**
 * Return sentences as paragraphs.
 * @param {Sentence[]} sentences
 * @param {References} references
 * @param {boolean} split begin a new one where the cited paper changes
 */
function paragraphs(sentences, references, split) {
  /** @type {Sentence[][]} */
  const runs = [];
  for (const one of sentences) {
    const last = runs.at(-1);
    const same = last?.at(-1)?.citations.join() === one.citations.join();
    if (last && (same || !split)) last.push(one);
    else runs.push([one]);
  }
  return runs.map((run) => element("p", { class: "told" }, ...running(run, references)));
}

/** @param {Sentence[]} sentences @param {References} references */
function running(sentences, references) {
  return sentences.flatMap((one) => [sentence(one, references), " "]);
}

/** @param {Sentence} one @param {References} references */
function sentence(one, references) {
  const said = element("span", { class: "words", dir: "auto" }, one.text);
  const cited = marks(one, references);
  const doubtful = isDoubtful(one.verdict);
  // The last word, its marks and their verdict stay on one line, as far as they fit.
  const end = element("span", { class: "together" }, ...cited.splice(-1), verdict(one));
  const made = element("span", { class: "sentence", "data-verdict": one.verdict });
  if (one.lead) made.append(element("span", { class: "lead", dir: "auto" }, one.lead), " ");
  made.append(said, "\u00a0", ...cited.flatMap((mark) => [mark, "\u200b"]), end);
  made.classList.toggle("doubtful", doubtful);
  return made;
}

/** @param {{number: number, sentences: Sentence[]}} one @param {References} references */
function note({ number, sentences }, references) {
  const title = element("strong", { dir: "auto" }, references.get(number)?.title ?? "");
  return element("p", { class: "told note-of" }, title, " ", ...running(sentences, references));
}

/** @param {Review} review */
function list(review) {
  const told = [...sentences(review), ...review.notes.flatMap((one) => one.sentences)];
  const items = review.references.map((one) => {
    const quotes = told.flatMap((each) => each.evidence).filter((each) => each.number === one.number);
    const title = titleButton(one.paper_id, one.title, `Source ${one.number}`, quotes);
    const by = element("span", { class: "byline", dir: "auto" }, byline(one, 6));
    const number = element("span", { class: "number" }, `[${one.number}]`);
    const place = { id: `reference-${one.number}`, tabindex: "-1" };
    return element("li", place, number, element("div", {}, title, by));
  });
  return items.length ? element("ol", { class: "references" }, ...items) : null;
}

/** @param {Review} review */
function leftOut({ coverage: { left_out: papers } }) {
  const items = papers.map((/** @type {LeftOut} */ one) =>
    unused(one, LEFT_OUT[one.why] ?? one.why, "Left out"),
  );
  return folded("left-out", `${count(papers.length, "relevant paper")} left out`, items);
}

/** Return the papers that do not bear on the topic, if narrowly. @param {Review} review */
function near({ coverage: { near: papers } }) {
  const items = papers.map((one) => unused(one, "", "Below the line"));
  return folded("near", `${count(papers.length, "paper")} narrowly below the line`, items);
}

/** @param {Near} one @param {string} why @param {string} label of its panel */
function unused(one, why, label) {
  const title = titleButton(one.paper_id, one.title, label);
  const said = [one.year, why].filter(Boolean).join(" · ");
  return element("li", {}, title, element("span", { class: "byline" }, said));
}

/** @param {string} name @param {string} said @param {HTMLElement[]} items */
function folded(name, said, items) {
  if (!items.length) return null;
  return element(
    "details",
    { class: `unused ${name}` },
    element("summary", {}, said),
    element("ul", {}, ...items),
  );
}

/** Return the sentences but for the notes. @param {Review} review */
function sentences({ overview, themes, agreements, disagreements, gaps }) {
  const told = themes.flatMap((one) => one.sentences);
  return [...overview, ...told, ...agreements, ...disagreements, ...gaps];
}

/** @param {Review} review */
function made(review) {
  const said = summary({ ...review, statements: sentences(review) });
  return element("p", { class: "checked" }, said);
}
