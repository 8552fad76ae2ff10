/** An answer as Markdown, with its references and with what the checks could not confirm. */

import { byline } from "./dom.js";
import { isDoubtful, VERDICTS } from "./verdicts.js";

/** @typedef {import("./types.js").Answer} Answer */

/** Return the answer as Markdown. @param {Answer} answer */
export function markdown(answer) {
  const parts = [`## ${escaped(answer.question)}`];
  if (answer.statements.length) parts.push(answer.statements.map(sentence).join(" "));
  // Answers kept from before have none.
  if (answer.disagreements?.length) parts.push(answer.disagreements.map(disagreement).join("\n"));
  if (answer.message) parts.push(`> ${escaped(answer.message)}`);
  if (answer.references.length) parts.push(answer.references.map(reference).join("\n"));
  return `${parts.join("\n\n")}\n`;
}

/** @param {import("./types.js").Statement} one */
function sentence(one) {
  const marks = one.citations.map((number) => ` [${number}]`).join("");
  const doubt = isDoubtful(one.verdict) ? ` *(${VERDICTS[one.verdict].words})*` : "";
  return `${escaped(one.text)}${marks}${doubt}`;
}

/** @param {import("./types.js").Disagreement} one */
function disagreement(one) {
  const paper = [one.title, one.year, one.paper_id].filter(Boolean).join(", ");
  const said = `“${escaped(one.quote)}” (${escaped(one.reason)})`;
  return `- Papers disagree: sentence ${one.statement} is contradicted by ${escaped(paper)}: ${said}`;
}

/** @param {import("./types.js").Reference} one */
function reference(one) {
  const where = one.doi ? `https://doi.org/${one.doi}` : (one.url ?? "");
  // Any scheme between < and > would be a link.
  const link = /^https?:\/\/[^\s<>]+$/i.test(where) ? `<${where}>` : escaped(where);
  const said = [`*${escaped(one.title)}*`, escaped(byline(one, 6)), link];
  return `[${one.number}] ${said.filter(Boolean).join(". ")}  `;
}

/** Return a text that Markdown shows as it is: no markup, no links. @param {string} text */
function escaped(text) {
  const plain = text.replace(/\s+/g, " ").replace(/[\\`*_[\]<>#|~$&]/g, "\\$&");
  return plain.replace(/:(?=\/\/)|(?<=www)\.|(?<=\w)@(?=\w)/gi, "\\$&");
}
