/** What a user can do with an answer: copy it, judge it, ask again, take it back. */

import { bibtex } from "./bibtex.js";
import { button, copy, element } from "./dom.js";
import { markdown } from "./markdown.js";

/** @typedef {import("./types.js").Answer} Answer */
/** @typedef {import("./answer.js").TurnView} TurnView */

const FAULTS = { wrong: "Wrong", "off-topic": "Off-topic", missing: "Something is missing" };

/** Return the row of tools. @param {Answer} answer @param {TurnView} view */
export function tools(answer, view) {
  const { actions } = view;
  const copied = async (/** @type {string} */ text, /** @type {string} */ name) =>
    actions.say((await copy(text)) ? `Copied as ${name}` : "The browser did not allow copying");
  const copies = [button("Copy Markdown", () => void copied(markdown(answer), "Markdown"))];
  if (answer.references.length) {
    copies.push(button("Copy BibTeX", () => void copied(bibtex(answer.references), "BibTeX")));
  }
  const last = [
    button("Good", () => actions.judge(view, "good")),
    faults(view),
    button("Ask again", () => actions.retry(view)),
    button("Take back", () => actions.undo(view)),
  ];
  // The server judges, repeats and takes back the last answer alone.
  return element(
    "div",
    { class: "tools" },
    ...copies,
    element("span", { class: "last-only" }, ...last),
  );
}

/** Return the menu of what may be wrong with an answer. @param {TurnView} view */
function faults(view) {
  const choices = Object.entries(FAULTS).map(([label, name]) =>
    button(name, () => view.actions.judge(view, label)),
  );
  return element(
    "details",
    { class: "menu" },
    element("summary", {}, "Bad"),
    element("div", {}, ...choices),
  );
}
