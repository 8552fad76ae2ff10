/** The place for literature reviews: begins them, lists them, follows one until it is there. */

import { ApiError, get, post, remove } from "./api.js";
import { button, byId, element } from "./dom.js";
import { closeEvidence } from "./evidence.js";
import { FilterFields } from "./filters.js";
import { reviewParts } from "./review.js";

/** @typedef {import("./types.js").Job} Job */

const HEADING = "Literature reviews";
const LOOK = 700; // milliseconds between two looks how far a review is
const LOOK_AGAIN = 3000; // where the server could not be reached
const TIME = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });
/** @type {Record<string, string>} */
const STAGES = { reading: "Reading abstracts", notes: "Taking notes", sections: "Writing sections" };
/** @type {Record<string, string>} */
const STATES = { queued: "waiting", running: "being made", failed: "failed", cancelled: "cancelled" };

/** @type {HTMLFormElement} */
const form = byId("review-form");
/** @type {string|null} */
let shown = null;
let looking = 0;
/** @type {ReturnType<typeof setTimeout>|undefined} */
let next;
let told = "";
/** @type {() => void} */
let titled = () => {};

/** Make the form and the buttons work. @param {() => void} changed called when the place has another title */
export function prepareReviews(changed) {
  titled = changed;
  const filters = new FilterFields(byId("review-filters"));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void begin(filters.chosen());
  });
  byId("review-cancel").addEventListener("click", () => void cancel());
  window.addEventListener("beforeprint", () => {
    for (const one of byId("review").querySelectorAll("details")) one.open = true;
  });
}

/** Return what the place shows. */
export function reviewsTitle() {
  return byId("reviews-heading").textContent ?? HEADING;
}

/** Show a review, or without an id the form and the list. @param {string|null} id */
export async function showReviews(id) {
  leaveReviews();
  if (id !== shown) clear(id);
  await (id ? look(id, looking) : list());
}

/** Look no more after the review that is shown. */
export function leaveReviews() {
  looking += 1;
  clearTimeout(next);
}

/** @param {string|null} id */
function clear(id) {
  shown = id;
  told = "";
  closeEvidence();
  heading(HEADING);
  complain("");
  byId("review").replaceChildren();
  byId("review-progress").hidden = true;
  byId("reviews-start").hidden = id !== null;
  byId("reviews-back").hidden = id === null;
}

/** @param {import("./types.js").Filters} filters */
async function begin(filters) {
  const given = new FormData(form);
  /** @type {Record<string, unknown>} */
  const asked = { topic: String(given.get("topic")).trim(), depth: given.get("depth"), filters };
  if (!asked.topic) return;
  for (const name of ["papers", "words"]) {
    if (given.get(name)) asked[name] = Number(given.get(name));
  }
  await attempt(async () => {
    const job = await post("/v1/summaries", asked);
    form.reset();
    byId("review-filters").dispatchEvent(new Event("input"));
    location.hash = `#/reviews/${encodeURIComponent(job.id)}`;
  });
}

async function list() {
  await attempt(async () => {
    const { summaries } = await get("/v1/summaries");
    const none = element("li", { class: "byline" }, "None yet");
    byId("reviews-made").replaceChildren(...(summaries.length ? summaries.map(item) : [none]));
  });
}

/** @param {Job} job */
function item(job) {
  const place = `#/reviews/${encodeURIComponent(job.id)}`;
  const link = element("a", { href: place, dir: "auto" }, job.topic);
  const when = TIME.format(new Date(job.started));
  const said = [when, STATES[job.state]].filter(Boolean).join(" · ");
  const ended = !["queued", "running"].includes(job.state);
  const end = button(ended ? "Forget" : "Cancel", async () => {
    await attempt(() => remove(`/v1/summaries/${encodeURIComponent(job.id)}`));
    await list();
    byId("reviews-heading").focus({ preventScroll: true });
  });
  end.setAttribute("aria-label", `${end.textContent} “${job.topic}”`);
  return element("li", {}, element("div", {}, link, element("span", { class: "byline" }, said)), end);
}

/** Look how far a review is, and again until it has ended. @param {string} id @param {number} current */
async function look(id, current) {
  let wait = LOOK;
  try {
    const job = await get(address(id));
    if (current !== looking) return;
    complain("");
    show(job);
    if (job.state !== "queued" && job.state !== "running") return;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (current !== looking) return;
    complain(error.status === 404 ? "This review is not kept any more. Begin it anew." : error.message);
    if (error.status === 404) return void (byId("review-progress").hidden = true);
    wait = LOOK_AGAIN;
  }
  next = setTimeout(() => void look(id, current), wait);
}

/** @param {Job} job */
function show(job) {
  const going = job.state === "queued" || job.state === "running";
  const before = document.activeElement;
  heading(job.topic);
  byId("review-progress").hidden = !going;
  if (going) return progress(job);
  if (before === byId("review-cancel")) byId("reviews-heading").focus({ preventScroll: true });
  if (job.state === "failed") complain(job.problem?.detail ?? "The review failed.");
  if (job.state === "cancelled") complain("This review was cancelled.");
  if (job.review) {
    byId("review").replaceChildren(...reviewParts(job.review, address(job.id), say));
    say(job.review.abstained ? "No review could be written" : "The review is ready");
  } else byId("review").replaceChildren(again(job));
}

/** @param {Job} job */
function progress({ state, stage, done, total }) {
  /** @type {HTMLProgressElement} */
  const bar = byId("review-bar");
  const read = stage === "reading" && done === total;
  const what = read ? "Choosing sentences" : (STAGES[stage ?? ""] ?? "Searching the library");
  const doing = state === "queued" ? "Waiting for the review before it" : what;
  const counted = Boolean(total) && state === "running" && !read;
  byId("review-stage").textContent = counted ? `${doing}: ${done} of ${total}` : `${doing} …`;
  if (counted) [bar.max, bar.value] = [total, done];
  else bar.removeAttribute("value");
  // A screen reader is told what is being done, not each number.
  if (doing !== told) say(doing);
  told = doing;
}

/** Return a button that takes a topic up anew. @param {Job} job */
function again(job) {
  return button("Ask for it again", () => {
    location.hash = "#/reviews";
    const topic = /** @type {HTMLInputElement} */ (form.elements.namedItem("topic"));
    topic.value = job.topic;
  }, "");
}

async function cancel() {
  const id = shown;
  if (!id) return;
  await attempt(() => remove(address(id)));
  await showReviews(id);
}

/** @param {string} id */
function address(id) {
  return `/v1/summaries/${encodeURIComponent(id)}`;
}

/** @param {() => Promise<void>} what */
async function attempt(what) {
  complain("");
  try {
    await what();
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    complain(error.message);
  }
}

/** @param {string} said */
function heading(said) {
  if (byId("reviews-heading").textContent !== said) byId("reviews-heading").textContent = said;
  titled();
}

/** @param {string} said */
function complain(said) {
  byId("reviews-said").textContent = said;
  byId("reviews-said").hidden = !said;
}

/** @param {string} said */
function say(said) {
  byId("reviews-status").textContent = said;
}
