/** The server's API: JSON, event streams, and the key that it may ask for. */

/** @typedef {import("./types.js").ChatEvents} ChatEvents */
/** @typedef {{[N in keyof ChatEvents]: {name: N, data: ChatEvents[N]}}[keyof ChatEvents]} ChatEvent */

const KEY = "litassist-key";

/** What went wrong, in words for the user; `status` is 0 where there was no response. */
export class ApiError extends Error {
  /** @param {string} message @param {number} [status] @param {string} [type] */
  constructor(message, status = 0, type = "") {
    super(message);
    this.status = status;
    this.type = type;
  }
}

/** @type {(refused: boolean) => Promise<string|null>} */
let askForKey = async () => null;
/** @type {Promise<string|null>|null} */
let asking = null;

/**
 * Name the dialog that asks the user for a key; it is told whether a key was refused before.
 * @param {(refused: boolean) => Promise<string|null>} ask
 */
export function whenKeyIsNeeded(ask) {
  askForKey = ask;
}

/**
 * @param {string} method
 * @param {string} path
 * @param {{body?: BodyInit, type?: string, accept?: string, signal?: AbortSignal}} [options]
 * @returns {Promise<Response>} a response with a status of success
 * @throws {ApiError}
 */
async function request(method, path, { body, type, accept = "application/json", signal } = {}) {
  for (;;) {
    const key = sessionStorage.getItem(KEY);
    /** @type {Record<string, string>} */
    const headers = { Accept: accept };
    if (type) headers["Content-Type"] = type;
    if (key) headers.Authorization = `Bearer ${key}`;
    const response = await reach(path, { method, headers, body, signal });
    if (response.ok) return response;
    if (response.status !== 401) throw await failure(response);
    // Requests that are refused together share one dialog.
    asking ??= askForKey(key !== null).finally(() => (asking = null));
    const given = await asking;
    if (given === null) throw await failure(response);
    sessionStorage.setItem(KEY, given);
  }
}

/** @param {string} path @param {RequestInit} options */
async function reach(path, options) {
  try {
    return await fetch(path, options);
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new ApiError("The server cannot be reached. Is `litassist serve` still running?");
  }
}

/** @param {Response} response */
async function failure(response) {
  const problem = await response.json().catch(() => ({}));
  return new ApiError(inWords(problem, response.statusText), response.status, problem.type);
}

/** @param {ChatEvents["error"]} problem @param {string} otherwise */
function inWords(problem, otherwise) {
  const { title, detail } = problem;
  const said = typeof detail === "string" && detail ? detail : title;
  return said || otherwise || "The server reported an error.";
}

/** @param {string} path @returns {Promise<any>} */
export async function get(path) {
  return (await request("GET", path)).json();
}

/** @param {string} path @param {object} [data] @returns {Promise<any>} */
export async function post(path, data = {}) {
  const body = JSON.stringify(data);
  const response = await request("POST", path, { body, type: "application/json" });
  return response.status === 204 ? null : response.json();
}

/** Return a file; the key goes with it, which a link could not send. @param {string} path @returns {Promise<Blob>} */
export async function file(path) {
  return (await request("GET", path, { accept: "*/*" })).blob();
}

/** @param {string} path */
export async function remove(path) {
  await request("DELETE", path);
}

/**
 * Add the papers of one file.
 * @param {File} file
 * @returns {Promise<import("./types.js").Counts>}
 */
export async function upload(file) {
  const body = new FormData();
  body.append("files", file);
  return (await request("POST", "/v1/papers/upload", { body })).json();
}

/**
 * Yield the events of an answer as they arrive; the last one is `done`.
 * @param {string} path
 * @param {object} data
 * @param {AbortSignal} signal
 * @returns {AsyncGenerator<ChatEvent>}
 * @throws {ApiError} also for an `error` event and for a stream that breaks off
 */
export async function* answering(path, data, signal) {
  const body = JSON.stringify(data);
  const accept = "text/event-stream";
  const response = await request("POST", path, { body, type: "application/json", accept, signal });
  if (!response.body) throw new ApiError("The server sent no answer.");
  for await (const event of events(response.body)) {
    if (event.name === "error") {
      throw new ApiError(inWords(event.data, "The answer failed."), event.data.status);
    }
    yield /** @type {ChatEvent} */ (event);
    if (event.name === "done") return;
  }
  throw new ApiError("The answer broke off before it was complete. Ask again.");
}

/**
 * Yield the server-sent events of a stream with their data read as JSON.
 * @param {ReadableStream<Uint8Array>} stream
 * @returns {AsyncGenerator<{name: string, data: any}>}
 */
export async function* events(stream) {
  const reader = stream.getReader();
  const decoder = new TextDecoder();
  let kept = "";
  try {
    for (;;) {
      const { done, value } = await reader.read();
      kept += decoder.decode(value, { stream: !done });
      const blocks = kept.split(/\r?\n\r?\n/);
      kept = blocks.pop() ?? "";
      for (const block of blocks) {
        const event = parse(block);
        if (event) yield event;
      }
      if (done) return;
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}

/** @param {string} block the lines of one event */
function parse(block) {
  let name = "message";
  const data = [];
  for (const line of block.split(/\r?\n/)) {
    const [, field, value] = /^([^:]*):? ?(.*)$/.exec(line) ?? [];
    if (field === "event") name = value;
    if (field === "data") data.push(value);
  }
  return data.length ? { name, data: JSON.parse(data.join("\n")) } : null;
}
