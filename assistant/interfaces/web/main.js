/** The page: wires its parts together and follows the address. */

import { ApiError, whenKeyIsNeeded } from "./api.js";
import { Conversation, say } from "./conversation.js";
import { byId } from "./dom.js";
import { closeEvidence, prepareEvidence } from "./evidence.js";
import { FilterFields } from "./filters.js";
import { showHistory } from "./history.js";
import { askForKey } from "./key.js";
import { prepareLibrary, showLibrary, total } from "./library.js";
import { leaveReviews, prepareReviews, reviewsTitle, showReviews } from "./reviews.js";

const NAME = "Literature assistant";

/** @type {HTMLTextAreaElement} */
const question = byId("question");
const filters = new FilterFields(byId("filters"));
/** Its places, and where the focus goes in each. */
const PLACES = { ask: "ask-heading", library: "library-heading", reviews: "reviews-heading" };
/** @type {keyof typeof PLACES} */
let place = "ask";
let listed = "";

const conversation = new Conversation({
  filters: () => filters.chosen(),
  changed,
  takenBack(asked) {
    question.value = asked;
    question.focus();
  },
});

/** Bring what surrounds the conversation up to date with it. */
function changed() {
  const { busy, empty, id } = conversation;
  byId("welcome").hidden = !empty;
  byId("send").hidden = busy;
  byId("stop").hidden = !busy;
  question.placeholder = empty ? "Ask a question" : "Ask a follow-up";
  const address = id ? `#/conversation/${encodeURIComponent(id)}` : "#/";
  /** @type {HTMLAnchorElement} */ (byId("to-ask")).href = address;
  if (place === "ask" && location.hash !== address) history.replaceState(null, "", address);
  entitle();
  const now = `${id} ${busy}`;
  if (now !== listed && !busy) void showHistory(id, deleted);
  listed = now;
}

/** Name the window after what it shows. */
function entitle() {
  const asked = document.querySelector(".turn .question")?.textContent;
  const shown = { ask: asked, library: "Library", reviews: reviewsTitle() }[place];
  document.title = shown ? `${shown} – ${NAME}` : NAME;
}

/** @param {string} id */
function deleted(id) {
  byId("new-conversation").focus();
  if (id === conversation.id) conversation.clear();
  else void showHistory(conversation.id, deleted);
}

function startAnew() {
  showHistoryPanel(false);
  // By the address where that changes, so that the way back leads to the conversation.
  if (conversation.id) location.hash = "#/";
  else conversation.clear();
  question.focus();
}

/** Show what the address names. */
async function follow() {
  const before = place;
  const [, first, rest] = /^#\/([^/]*)(?:\/(.+))?$/.exec(location.hash) ?? [];
  place = first === "library" || first === "reviews" ? first : "ask";
  for (const one of Object.keys(PLACES)) {
    byId(one).hidden = one !== place;
    byId(`to-${one}`).setAttribute("aria-current", one === place ? "page" : "false");
  }
  byId("history").hidden = place !== "ask";
  byId("history-toggle").hidden = place !== "ask";
  if (before !== place) closeEvidence();
  if (place !== "reviews") leaveReviews();
  entitle();
  if (place === "library") await showLibrary();
  else if (place === "reviews") await showReviews(named(rest));
  else await showConversation(first === "conversation" ? named(rest) : null);
}

/** @param {string|undefined} part of the address */
function named(part) {
  try {
    return part ? decodeURIComponent(part) : null;
  } catch {
    return part ?? null;
  }
}

/** @param {string|null} id */
async function showConversation(id) {
  showHistoryPanel(false);
  if (id === conversation.id) return changed();
  if (!id) return conversation.clear();
  try {
    await conversation.resume(id);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    conversation.clear();
    say(error.message);
  }
}

/** @param {boolean} open whether a narrow page shows the conversations */
function showHistoryPanel(open) {
  byId("history").classList.toggle("open", open);
  byId("history-toggle").setAttribute("aria-expanded", String(open));
}

/** @param {number} number how many papers there are */
function counted(number) {
  byId("paper-count").textContent = number.toLocaleString("en");
  byId("empty-library").hidden = number > 0;
}

function prepareComposer() {
  byId("composer").addEventListener("submit", (event) => {
    event.preventDefault();
    const asked = question.value.trim();
    if (!asked || conversation.busy) return;
    question.value = "";
    void conversation.ask(asked);
  });
  question.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    /** @type {HTMLFormElement} */ (byId("composer")).requestSubmit();
  });
  byId("stop").addEventListener("click", () => {
    conversation.stop();
    question.focus();
  });
}

function prepareNavigation() {
  byId("new-conversation").addEventListener("click", startAnew);
  byId("history-toggle").addEventListener("click", () => {
    showHistoryPanel(!byId("history").classList.contains("open"));
  });
  byId("skip").addEventListener("click", (event) => {
    event.preventDefault();
    (place === "ask" ? question : byId(PLACES[place])).focus();
  });
  window.addEventListener("hashchange", () => {
    void follow().then(() => {
      const asking = place === "ask" && conversation.empty;
      byId(asking ? "question" : PLACES[place]).focus({ preventScroll: true });
    });
  });
}

whenKeyIsNeeded(askForKey);
prepareEvidence();
prepareComposer();
prepareNavigation();
prepareLibrary(counted);
prepareReviews(entitle);
await follow();
if (place === "ask") question.focus();
total().then(counted, () => {});
