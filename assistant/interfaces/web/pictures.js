/** Pictures of a review: the map of its papers, and its papers by year. */

import { count, element } from "./dom.js";

/** @typedef {import("./types.js").Review} Review */
/** @typedef {import("./types.js").Point} Point */

const COLOURS = 8; // in the style sheet; they come again where there are more themes
const MARGIN = 18;
const MOST_BARS = 24;
const STEPS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000];
const NARROW = matchMedia("(max-width: 599px)");
/** @type {Record<string, number>} */
const MOVES = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

/**
 * Return the map of the papers, on which what lies near says alike; null where there is none.
 * Its points are one stop of the Tab key; arrows lead from one to the next.
 * @param {Review} review
 * @param {(number: number) => void} goTo shows a reference
 */
export function topicMap(review, goTo) {
  if (!review.map.length) return null;
  const titles = new Map(review.references.map((one) => [one.number, one.title]));
  const [width, height] = NARROW.matches ? [340, 320] : [640, 360];
  const hint = "Near papers say alike. Choose one to go to its reference.";
  const said = element("p", { class: "byline pointed", dir: "auto", "aria-hidden": "true" }, hint);
  const points = review.map.map((one) => {
    const x = MARGIN + ((width - 2 * MARGIN) * (within(one.x) + 1)) / 2;
    const y = MARGIN + ((height - 2 * MARGIN) * (1 - within(one.y))) / 2;
    const title = titles.get(one.number) ?? "";
    const theme = review.themes[one.theme]?.title ?? "";
    const label = `[${one.number}] ${title}${theme ? `, theme ${theme}` : ""}`;
    const made = point(one, x, y, label);
    for (const event of ["focus", "pointerenter"]) {
      made.addEventListener(event, () => (said.textContent = `[${one.number}] ${title}`));
    }
    made.addEventListener("click", () => goTo(one.number));
    return made;
  });
  points[0].setAttribute("tabindex", "0");
  const drawn = svg("svg", { viewBox: `0 0 ${width} ${height}`, role: "group", class: "map" });
  drawn.setAttribute("aria-label", "Map of the papers; arrow keys lead from one to the next");
  const frame = { x: "0.5", y: "0.5", width: `${width - 1}`, height: `${height - 1}`, rx: "6" };
  drawn.append(svg("rect", { class: "frame", ...frame }), ...points);
  drawn.addEventListener("keydown", (event) => move(event, points));
  return element("figure", {}, drawn, legend(review, review.map), said);
}

/** Return bars for the years of the papers; null where no paper has one. @param {Review} review */
export function papersByYear(review) {
  const dated = review.references.filter((one) => one.year);
  if (!dated.length) return null;
  const years = dated.map((one) => Number(one.year));
  const span = Math.max(...years) - Math.min(...years) + 1;
  const step = STEPS.find((one) => span <= one * MOST_BARS) ?? 1000;
  const first = Math.floor(Math.min(...years) / step) * step;
  const bars = Math.floor((Math.max(...years) - first) / step) + 1;
  const themes = new Map();
  review.themes.forEach((one, index) => {
    for (const number of one.papers) if (!themes.has(number)) themes.set(number, index);
  });
  const stacks = Array.from({ length: bars }, () => /** @type {number[]} */ ([]));
  for (const one of dated) {
    stacks[Math.floor((Number(one.year) - first) / step)].push(themes.get(one.number) ?? -1);
  }
  const named = (/** @type {number} */ bar) =>
    step === 1 ? `${first + bar}` : `${first + bar * step}–${first + (bar + 1) * step - 1}`;
  const told = stacks
    .map((stack, bar) => (stack.length ? `${named(bar)}: ${count(stack.length, "paper")}` : ""))
    .filter(Boolean);
  const width = NARROW.matches ? 340 : 640;
  const drawn = svg("svg", { viewBox: `0 0 ${width} 150`, role: "img", class: "years" });
  drawn.setAttribute("aria-label", `Papers by year. ${told.join(", ")}`);
  const highest = Math.max(...stacks.map((stack) => stack.length));
  const every = Math.ceil(bars / Math.floor(width / (step === 1 ? 46 : 84)));
  stacks.forEach((stack, bar) => {
    const slot = width / bars;
    const middle = slot * (bar + 0.5);
    const wide = Math.min(40, slot * 0.7);
    const high = 100 / highest;
    let y = 122;
    for (const theme of stack.sort((a, b) => a - b)) {
      y -= high;
      const box = { x: `${middle - wide / 2}`, y: `${y}`, width: `${wide}`, height: `${high}` };
      drawn.append(svg("rect", { class: coloured(theme), ...box }));
    }
    if (stack.length) drawn.append(words(middle, y - 5, `${stack.length}`, "label"));
    if (bar % every === 0) drawn.append(words(middle, 140, named(bar), "label"));
  });
  const missing = review.references.length - dated.length;
  const unknown = missing ? `; ${count(missing, "paper")} without a year` : "";
  const said = element("figcaption", { class: "byline" }, `Papers by year${unknown}`);
  return element("figure", {}, drawn, said);
}

/** @param {Point} one @param {number} x @param {number} y @param {string} label */
function point({ number, theme }, x, y, label) {
  const made = svg("g", { role: "button", tabindex: "-1", class: `point ${coloured(theme)}` });
  made.setAttribute("aria-label", label);
  const title = svg("title", {});
  title.textContent = label;
  made.append(title, svg("circle", { cx: `${x}`, cy: `${y}`, r: "10" }));
  made.append(words(x, y + 3.5, `${number}`, "number-of"));
  return made;
}

/** @param {KeyboardEvent} event @param {SVGElement[]} points */
function move(event, points) {
  const at = points.indexOf(/** @type {SVGElement} */ (event.target));
  if (at < 0) return;
  if (event.key === "Enter" || event.key === " ") {
    event.preventDefault();
    points[at].dispatchEvent(new MouseEvent("click"));
    return;
  }
  const ends = event.key === "Home" ? 0 : event.key === "End" ? points.length - 1 : null;
  if (ends === null && !(event.key in MOVES)) return;
  event.preventDefault();
  const next = ends ?? (at + MOVES[event.key] + points.length) % points.length;
  points[at].setAttribute("tabindex", "-1");
  points[next].setAttribute("tabindex", "0");
  points[next].focus();
}

/** @param {Review} review @param {Point[]} shown */
function legend({ themes }, shown) {
  const items = [...new Set(shown.map((one) => one.theme))].sort((a, b) => a - b).map((theme) => {
    const swatch = svg("svg", { viewBox: "0 0 12 12", "aria-hidden": "true" });
    swatch.append(svg("circle", { cx: "6", cy: "6", r: "5.5", class: coloured(theme) }));
    return element("li", { dir: "auto" }, swatch, themes[theme]?.title ?? "in no theme");
  });
  return element("ul", { class: "themes" }, ...items);
}

/** @param {number} value */
function within(value) {
  return Math.max(-1, Math.min(1, value));
}

/** @param {number} theme */
function coloured(theme) {
  return theme < 0 ? "theme-none" : `theme-${theme % COLOURS}`;
}

/** @param {number} x @param {number} y @param {string} said @param {string} classes */
function words(x, y, said, classes) {
  const made = svg("text", { x: `${x}`, y: `${y}`, class: classes, "text-anchor": "middle" });
  made.textContent = said;
  return made;
}

/** @param {string} tag @param {Record<string, string>} attributes @returns {SVGElement} */
function svg(tag, attributes) {
  const made = /** @type {SVGElement} */ (document.createElementNS("http://www.w3.org/2000/svg", tag));
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}
