/** The dialog that asks for the server's key. */

import { byId } from "./dom.js";

/**
 * Return the key that the user gives, or null.
 * @param {boolean} refused whether the key that was sent was refused
 * @returns {Promise<string|null>}
 */
export function askForKey(refused) {
  /** @type {HTMLDialogElement} */
  const dialog = byId("key");
  /** @type {HTMLInputElement} */
  const value = byId("key-value");
  byId("key-note").textContent = refused
    ? "The server refused the key that was given. Check it and try again."
    : "It is kept in this tab until you close it.";
  value.value = "";
  dialog.showModal();
  value.focus();
  return new Promise((resolve) => {
    /** @type {string|null} */
    let given = null;
    byId("key-form").onsubmit = (event) => {
      event.preventDefault();
      given = value.value.trim() || null;
      dialog.close();
    };
    byId("key-cancel").onclick = () => dialog.close();
    dialog.onclose = () => resolve(given);
  });
}
