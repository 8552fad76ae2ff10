/** The page: wires its parts together and follows the address. */

import { ApiError, whenKeyIsNeeded } from "./api.js";
import { Conversation, say } from "./conversation.js";
import { byId } from "./dom.js";
import { closeEvidence, prepareEvidence } from "./evidence.js";
import { filters, prepareFilters } from "./filters.js";
import { showHistory } from "./history.js";
import { askForKey } from "./key.js";
import { prepareLibrary, showLibrary, total } from "./library.js";

const NAME = "Literature assistant";

/** @type {HTMLTextAreaElement} */
const question = byId("question");
let listed = "";

const conversation = new Conversation({
  filters,
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
  if (!byId("ask").hidden && location.hash !== address) history.replaceState(null, "", address);
  document.title = byId("ask").hidden ? `Library – ${NAME}` : title();
  const now = `${id} ${busy}`;
  if (now !== listed && !busy) void showHistory(id, deleted);
  listed = now;
}

function title() {
  const first = document.querySelector(".turn .question")?.textContent;
  return first ? `${first} – ${NAME}` : NAME;
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
  const library = location.hash === "#/library";
  const before = byId("library").hidden;
  byId("library").hidden = !library;
  byId("ask").hidden = library;
  byId("history").hidden = library;
  byId("history-toggle").hidden = library;
  byId("to-library").setAttribute("aria-current", library ? "page" : "false");
  byId("to-ask").setAttribute("aria-current", library ? "false" : "page");
  if (before === library) closeEvidence();
  if (library) {
    document.title = `Library – ${NAME}`;
    await showLibrary();
  } else {
    await showConversation(location.hash.match(/^#\/conversation\/(.+)$/)?.[1] ?? null);
  }
}

/** @param {string|null} named */
async function showConversation(named) {
  const id = named && decodeURIComponent(named);
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
    (byId("ask").hidden ? byId("library-query") : question).focus();
  });
  window.addEventListener("hashchange", () => {
    void follow().then(() => {
      const asking = conversation.empty ? "question" : "ask-heading";
      byId(byId("ask").hidden ? "library-heading" : asking).focus({ preventScroll: true });
    });
  });
}

whenKeyIsNeeded(askForKey);
prepareEvidence();
prepareFilters();
prepareComposer();
prepareNavigation();
prepareLibrary(counted);
await follow();
if (!byId("ask").hidden) question.focus();
total().then(counted, () => {});
