/** References as BibTeX, in the form that the command line writes too. */

/** @typedef {import("./types.js").Reference} Reference */

const SPECIAL = /[\\{}$&#%_~^]/g;
/** @type {Record<string, string>} */
const WRITTEN = {
  "\\": "\\textbackslash{}",
  "{": "\\textbraceleft{}",
  "}": "\\textbraceright{}",
  "~": "\\textasciitilde{}",
  "^": "\\textasciicircum{}",
};
const SMALL_WORDS = new Set(
  "a an the on of in for to and with from is are do does what how".split(" "),
);

/**
 * Return the references as BibTeX entries, each with a key of its own.
 * @param {Reference[]} references
 */
export function bibtex(references) {
  /** @type {Set<string>} */
  const taken = new Set();
  return references.map((one) => entry(one, free(key(one), taken))).join("\n");
}

/** @param {Reference} one @param {string} name */
function entry(one, name) {
  const published = one.venue !== null && !/^arxiv/i.test(one.venue);
  const arxiv = /^arxiv:(.+)$/i.exec(one.paper_id)?.[1] ?? "";
  /** @type {[string, string][]} */
  const fields = [
    // A second pair of braces keeps the capitals of names and acronyms.
    ["title", `{${escaped(one.title)}}`],
    ["author", one.authors.map(author).join(" and ")],
    ["year", String(one.year ?? "")],
    [published ? "journal" : "howpublished", escaped(one.venue ?? "")],
    ["doi", bare(one.doi)],
    ["eprint", bare(arxiv)],
    ["archiveprefix", arxiv && "arXiv"],
    ["url", bare(one.url)],
  ];
  const lines = fields
    .filter(([, value]) => value)
    .map(([field, value]) => `  ${field} = {${value}},`);
  return [`@${published ? "article" : "misc"}{${name},`, ...lines, "}", ""].join("\n");
}

/** Return author, year and the first telling word of the title. @param {Reference} one */
function key(one) {
  const first = one.authors[0] ?? "";
  const words = plain(first.split(",")[0]);
  const family = first.includes(",") ? words.join("") : (words.at(-1) ?? "");
  const word = plain(one.title).find((each) => !SMALL_WORDS.has(each)) ?? "";
  return `${family}${one.year ?? ""}${word}` || "paper";
}

/** @param {string} wanted @param {Set<string>} taken */
function free(wanted, taken) {
  let name = wanted;
  for (let number = 2; taken.has(name); number += 1) name = `${wanted}-${number}`;
  taken.add(name);
  return name;
}

/** Return the words of a text in small ASCII letters. @param {string} text */
function plain(text) {
  const letters = text
    .normalize("NFKD")
    .replace(/[^\p{ASCII}]/gu, "")
    .toLowerCase();
  return letters.match(/[a-z0-9]+/g) ?? [];
}

/** @param {string} name */
function author(name) {
  const said = escaped(name);
  // " and " separates authors, and a name has at most two commas: others are kept in braces.
  return /\sand\s/.test(said) || said.split(",").length > 3 ? `{${said}}` : said;
}

/** @param {string} text */
function escaped(text) {
  return text
    .replace(/\s+/g, " ")
    .trim()
    .replace(SPECIAL, (one) => WRITTEN[one] ?? `\\${one}`);
}

/** Return an identifier or address without what could end its field. @param {string|null} text */
function bare(text) {
  return (text ?? "").replace(/[\s{}\\]/g, "");
}
