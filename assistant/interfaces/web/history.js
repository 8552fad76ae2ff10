/** The conversations that the server keeps: resume one, delete one. */

import { ApiError, get, remove } from "./api.js";
import { button, byId, element, unseen } from "./dom.js";

/** @typedef {import("./types.js").Kept} Kept */

const DAY = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short" });

/**
 * Show the kept conversations, the current one marked.
 * @param {string|null} current
 * @param {(id: string) => void} deleted
 */
export async function showHistory(current, deleted) {
  const list = byId("conversations");
  try {
    const { conversations } = await get("/v1/conversations");
    const items = conversations.map((/** @type {Kept} */ one) => item(one, current, deleted));
    list.replaceChildren(
      ...(items.length ? items : [element("li", { class: "none" }, "None yet")]),
    );
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    list.replaceChildren(element("li", { class: "none" }, error.message));
  }
}

/** @param {Kept} kept @param {string|null} current @param {(id: string) => void} deleted */
function item(kept, current, deleted) {
  const link = element(
    "a",
    { href: `#/conversation/${encodeURIComponent(kept.id)}` },
    element("span", { dir: "auto" }, kept.title),
  );
  if (kept.id === current) link.setAttribute("aria-current", "page");
  const when = element("time", { datetime: kept.changed }, DAY.format(new Date(kept.changed)));
  link.append(when);
  return element("li", {}, link, removal(kept, deleted));
}

/** Return a button that deletes when it is pressed twice. @param {Kept} kept @param {(id: string) => void} deleted */
function removal(kept, deleted) {
  let sure = false;
  const label = () =>
    made.replaceChildren(
      sure ? "Delete?" : "×",
      unseen(` ${sure ? "Press again to delete" : "Delete"} “${kept.title}”`),
    );
  const made = button("", async () => {
    if (sure) {
      await remove(`/v1/conversations/${encodeURIComponent(kept.id)}`).catch(() => {});
      deleted(kept.id);
      return;
    }
    sure = true;
    label();
  });
  made.addEventListener("blur", () => {
    sure = false;
    label();
  });
  label();
  return made;
}
