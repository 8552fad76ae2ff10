/** What a user can do with a review: copy it, or keep it as a file. */

import { ApiError, file } from "./api.js";
import { button, copy, element } from "./dom.js";

/** @type {Record<string, string>} */
const FORMATS = { md: "Markdown", html: "HTML", docx: "Word", tex: "LaTeX" };
/** @type {Record<string, string>} */
const REFERENCES = { bib: "BibTeX", ris: "RIS" };

/**
 * Return the row of tools of a review.
 * @param {import("./types.js").Review} review
 * @param {string} address of its job
 * @param {(said: string) => void} say
 */
export function downloads(review, address, say) {
  const fetched = (/** @type {string} */ format) => file(`${address}/export?format=${format}`);
  const attempt = async (/** @type {() => Promise<string>} */ what) => {
    try {
      say(await what());
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      say(error.message);
    }
  };
  const copied = async () =>
    (await copy(await (await fetched("md")).text()))
      ? "Copied as Markdown"
      : "The browser did not allow copying";
  const kept = async (/** @type {string} */ format) => {
    // The name that LaTeX's file looks for its references under.
    save(await fetched(format), `review.${format}`);
    return `Saved review.${format}`;
  };
  const formats = Object.entries(review.references.length ? { ...FORMATS, ...REFERENCES } : FORMATS);
  const saving = formats.map(([format, name]) => {
    const made = button(name, () => void attempt(() => kept(format)));
    made.setAttribute("aria-label", `Download as ${name}`);
    return made;
  });
  const label = element("span", { class: "small-heading" }, "Download");
  const files = element("span", { class: "files", role: "group", "aria-label": "Download" });
  files.append(label, ...saving);
  const made = element("div", { class: "tools" }, button("Copy Markdown", () => void attempt(copied)));
  made.append(files);
  return made;
}

/** @param {Blob} blob @param {string} name */
function save(blob, name) {
  // As bytes alone: no browser may take what papers say for a page of this server.
  const address = URL.createObjectURL(blob.slice(0, blob.size, "application/octet-stream"));
  element("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
