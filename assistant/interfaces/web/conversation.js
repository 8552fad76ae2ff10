/** The conversation on the page: asks, streams answers, and keeps in step with the server. */

import { TurnView, summary } from "./answer.js";
import { answering, ApiError, get, post } from "./api.js";
import { byId, calm, count } from "./dom.js";
import { closeEvidence } from "./evidence.js";
import { REASONS } from "./verdicts.js";

/** @typedef {import("./types.js").Filters} Filters */
/**
 * @typedef {object} Surroundings what a conversation needs of the page around it
 * @property {() => Filters} filters
 * @property {() => void} changed called when it becomes busy or idle, gets an id, or gains a turn
 * @property {(question: string) => void} takenBack
 */

const STOPPED = -1; // no status of HTTP: the user stopped the answer

/** One conversation; `id` is null until its first answer is kept. */
export class Conversation {
  /** @param {Surroundings} surroundings */
  constructor(surroundings) {
    this.surroundings = surroundings;
    /** @type {string|null} */
    this.id = null;
    /** @type {AbortController|null} */
    this.running = null;
    this.resuming = 0;
    this.turns = byId("turns");
    /** @type {import("./answer.js").Actions} */
    this.actions = {
      correct: (view, standalone) => void this.#again(view, standalone),
      retry: (view) => void this.#again(view, view.standalone),
      undo: (view) => void this.#undo(view),
      judge: (view, label) => void this.#judge(view, label),
      say,
    };
  }

  get busy() {
    return this.running !== null;
  }

  get empty() {
    return !this.turns.hasChildNodes();
  }

  /** Ask a question. @param {string} question */
  async ask(question) {
    const view = new TurnView(question, this.actions);
    this.turns.append(view.article);
    await this.#answer(view, question);
  }

  /** Stop the answer that is being given. */
  stop() {
    this.running?.abort();
  }

  /** Leave this conversation for a new one. */
  clear() {
    this.stop();
    this.id = null;
    this.turns.replaceChildren();
    closeEvidence();
    say("");
    this.surroundings.changed();
  }

  /**
   * Show a conversation that was kept.
   * @param {string} id
   * @throws {ApiError}
   */
  async resume(id) {
    const current = ++this.resuming;
    const kept = await get(`/v1/conversations/${encodeURIComponent(id)}`);
    if (current !== this.resuming) return; // another was chosen meanwhile
    this.clear();
    this.id = kept.id;
    for (const turn of /** @type {import("./types.js").Turn[]} */ (kept.turns)) {
      const view = new TurnView(turn.question, this.actions);
      view.finish(turn.answer);
      this.turns.append(view.article);
    }
    this.surroundings.changed();
    this.turns.lastElementChild?.scrollIntoView({ block: "start" });
  }

  /** @param {TurnView} view @param {string} question @param {string} [standalone] */
  async #answer(view, question, standalone) {
    view.standalone = standalone;
    const place = this.id ? { conversation_id: this.id } : {};
    const corrected = standalone ? { standalone } : {};
    const error = await this.#run(view, "/v1/chat", { question, ...place, ...corrected });
    if (error) view.end(error.message, error.status !== STOPPED);
  }

  /**
   * Show an answer as it is given.
   * @param {TurnView} view
   * @param {string} path
   * @param {object} body to which the filters are added
   * @returns {Promise<ApiError|null>} what kept it from being whole
   */
  async #run(view, path, body) {
    const running = new AbortController();
    this.running = running;
    this.surroundings.changed();
    view.article.scrollIntoView({ block: "start", behavior: calm() ? "auto" : "smooth" });
    say("Searching the library …", "busy");
    try {
      const asked = { ...body, filters: this.surroundings.filters() };
      for await (const event of answering(path, asked, running.signal)) {
        running.signal.throwIfAborted();
        this.#show(view, event);
      }
      return null;
    } catch (error) {
      say("");
      return reason(error);
    } finally {
      // Another conversation may have begun meanwhile.
      if (this.running === running) this.running = null;
      this.surroundings.changed();
    }
  }

  /** @param {TurnView} view @param {import("./api.js").ChatEvent} event */
  #show(view, event) {
    if (event.name === "sources") {
      view.understand(event.data.standalone_question);
      say(`Reading ${count(event.data.retrieved.length, "abstract")} …`, "busy");
    } else if (event.name === "step") {
      say(event.data.text, "busy");
    } else if (event.name === "delta") {
      view.stream(event.data.text);
    } else if (event.name === "statement") {
      view.add(event.data);
    } else if (event.name === "done") {
      view.finish(event.data);
      this.id = event.data.conversation_id;
      say(conclusion(event.data), "hidden");
    }
  }

  /**
   * Answer a question anew, in the place of its answer.
   * @param {TurnView} old
   * @param {string} [standalone]
   */
  async #again(old, standalone) {
    if (this.busy) return;
    if (old.kept && standalone && !(await this.#done("undo"))) return;
    closeEvidence();
    const view = new TurnView(old.question, this.actions);
    old.article.replaceWith(view.article);
    view.heading.focus({ preventScroll: true });
    if (!old.kept || standalone) return this.#answer(view, old.question, standalone);
    const error = await this.#run(view, this.#path("retry"), {});
    if (!error) return;
    // The server still has the answer that was to be replaced.
    view.article.replaceWith(old.article);
    say(error.message);
  }

  /** @param {TurnView} view */
  async #undo(view) {
    if (this.busy || !(await this.#done("undo"))) return;
    closeEvidence();
    view.article.remove();
    say("The question was taken back.");
    this.surroundings.changed();
    this.surroundings.takenBack(view.question);
  }

  /** @param {TurnView} view @param {string} label */
  async #judge(view, label) {
    if (!(await this.#done("feedback", { label }))) return;
    view.article.querySelector("details.menu")?.removeAttribute("open");
    say("Thank you: kept with the answer and its evidence.");
  }

  /** @param {string} action */
  #path(action) {
    return `/v1/chat/${encodeURIComponent(this.id ?? "")}/${action}`;
  }

  /** @param {string} action @param {object} [body] @returns {Promise<boolean>} whether it was done */
  async #done(action, body) {
    try {
      await post(this.#path(action), body);
      return true;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      say(error.message);
      return false;
    }
  }
}

/** Return what a screen reader says when an answer is whole. @param {import("./types.js").Answer} answer */
function conclusion(answer) {
  const title = REASONS[answer.reason ?? ""] ?? "Answer complete";
  return `${title}: ${answer.message ?? summary(answer)}`;
}

/** @param {unknown} error @returns {ApiError} */
function reason(error) {
  if (error instanceof ApiError) return error;
  if (error instanceof DOMException && error.name === "AbortError") {
    return new ApiError("Stopped; the conversation is as it was.", STOPPED);
  }
  throw error;
}

/**
 * Say how things stand, below the conversation and to screen readers.
 * @param {string} said
 * @param {"busy"|"hidden"|""} [manner] hidden: to screen readers alone
 */
export function say(said, manner = "") {
  const status = byId("status");
  status.textContent = said;
  status.className = `status ${manner}`;
}
