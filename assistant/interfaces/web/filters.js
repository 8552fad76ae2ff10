/** The filters of a question or a review: which papers may be used. */

import { element } from "./dom.js";

/** @typedef {import("./types.js").Filters} Filters */

const FIELDS = ["year_from", "year_to", "authors", "venues"];

/** The fields of a form; they say what they admit, clear themselves, and show themselves when one is wrong. */
export class FilterFields {
  /** @param {HTMLDetailsElement} details in which they stand, folded */
  constructor(details) {
    this.details = details;
    this.said = element("span");
    details.querySelector("summary")?.append(this.said);
    details.addEventListener("input", () => this.#say());
    // The browser can point at a wrong field only where it is to be seen.
    details.addEventListener("invalid", () => (details.open = true), true);
    details.querySelector("button")?.addEventListener("click", () => {
      for (const name of FIELDS) this.#field(name).value = "";
      this.#say();
    });
  }

  /** Return the filters that are filled in. @returns {Filters} */
  chosen() {
    /** @type {Filters} */
    const chosen = {};
    for (const name of /** @type {const} */ (["year_from", "year_to"])) {
      const year = Number.parseInt(this.#field(name).value, 10);
      if (year) chosen[name] = year;
    }
    for (const name of /** @type {const} */ (["authors", "venues"])) {
      const names = this.#field(name).value.split(";");
      const several = names.map((one) => one.trim()).filter(Boolean);
      if (several.length) chosen[name] = several;
    }
    return chosen;
  }

  #say() {
    const { year_from: from, year_to: to, authors = [], venues = [] } = this.chosen();
    const years = from && to ? `${from}–${to}` : from ? `from ${from}` : to ? `to ${to}` : "";
    const parts = [years, authors.join(" or "), venues.join(" or ")].filter(Boolean);
    this.said.textContent = parts.length ? `: ${parts.join(" · ")}` : "";
  }

  /** @param {string} name @returns {HTMLInputElement} */
  #field(name) {
    return /** @type {HTMLInputElement} */ (this.details.querySelector(`[name="${name}"]`));
  }
}
