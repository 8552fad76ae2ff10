/** Small tools for the document. Data becomes text nodes only, never markup. */

/**
 * Return the element with this id.
 * @template {HTMLElement} [T=HTMLElement]
 * @param {string} id
 * @returns {T}
 */
export function byId(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`no element #${id}`);
  return /** @type {T} */ (found);
}

/**
 * Return a new element with attributes and children; strings become text nodes.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, string>} [attributes]
 * @param {...(Node|string)} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/**
 * Return a button that does something when it is pressed.
 * @param {string} label
 * @param {(event: MouseEvent) => void} press
 * @param {string} [classes]
 */
export function button(label, press, classes = "quiet") {
  const made = element("button", { type: "button", class: classes }, label);
  made.addEventListener("click", press);
  return made;
}

/** Return text for screen readers alone. @param {string} text */
export function unseen(text) {
  return element("span", { class: "hidden" }, text);
}

/**
 * Return who wrote a paper, where and when it appeared, on one line.
 * @param {{authors: string[], year: number|null, venue: string|null}} paper
 * @param {number} [most] authors named before "et al."
 */
export function byline({ authors, year, venue }, most = 3) {
  const names = authors.length > most ? [...authors.slice(0, most), "et al."] : authors;
  // "SIGIR 2009" says the year already.
  const when = year && !(venue ?? "").includes(String(year)) ? String(year) : "";
  return [names.join(", "), [venue, when].filter(Boolean).join(" ")].filter(Boolean).join(" · ");
}

/** Return "1 paper" or "3 papers". @param {number} number @param {string} one @param {string} [many] */
export function count(number, one, many = `${one}s`) {
  return `${number.toLocaleString("en")} ${number === 1 ? one : many}`;
}

/** Tell whether the user asks for little motion. */
export function calm() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}

/**
 * Put a text on the clipboard, also where the page has no secure origin.
 * @param {string} text
 * @returns {Promise<boolean>} whether it worked
 */
export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const before = /** @type {HTMLElement|null} */ (document.activeElement);
    const area = element("textarea", { class: "hidden", "aria-hidden": "true" });
    area.value = text;
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    before?.focus();
    return done;
  }
}
