/** The filters of a question: which papers may answer it. */

import { byId } from "./dom.js";

/** @typedef {import("./types.js").Filters} Filters */

const FIELDS = ["year_from", "year_to", "authors", "venues"];

/** Make the filters say what they admit, clear themselves, and show themselves when one is wrong. */
export function prepareFilters() {
  const details = /** @type {HTMLDetailsElement} */ (byId("filters"));
  details.addEventListener("input", sayFilters);
  // The browser can point at a wrong field only where it is to be seen.
  details.addEventListener("invalid", () => (details.open = true), true);
  byId("clear-filters").addEventListener("click", () => {
    for (const name of FIELDS) field(name).value = "";
    sayFilters();
  });
}

/** Return the filters that are filled in. @returns {Filters} */
export function filters() {
  /** @type {Filters} */
  const chosen = {};
  if (number("year_from")) chosen.year_from = number("year_from");
  if (number("year_to")) chosen.year_to = number("year_to");
  if (several("authors").length) chosen.authors = several("authors");
  if (several("venues").length) chosen.venues = several("venues");
  return chosen;
}

function sayFilters() {
  const { year_from: from, year_to: to, authors = [], venues = [] } = filters();
  const years = from && to ? `${from}–${to}` : from ? `from ${from}` : to ? `to ${to}` : "";
  const said = [years, authors.join(" or "), venues.join(" or ")].filter(Boolean).join(" · ");
  byId("filters-said").textContent = said ? `: ${said}` : "";
}

/** @param {string} name @returns {HTMLInputElement} */
function field(name) {
  return /** @type {HTMLInputElement} */ (byId("filters").querySelector(`[name="${name}"]`));
}

/** @param {string} name */
function number(name) {
  return Number.parseInt(field(name).value, 10) || undefined;
}

/** @param {string} name */
function several(name) {
  return field(name)
    .value.split(";")
    .map((one) => one.trim())
    .filter(Boolean);
}
