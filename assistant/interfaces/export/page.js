"use strict";
// A press on a mark opens the abstract it cites, with the quotes of its sentence highlighted.
// Without this script a mark leads to the reference, whose abstract opens below it.

const panel = document.getElementById("panel");
const narrow = matchMedia("(max-width: 63.99rem)");
let opener = null;

function close() {
  if (!panel.open) return;
  panel.close();
  document.body.classList.remove("beside");
  opener.removeAttribute("aria-expanded");
  opener.focus({ preventScroll: true });
}

function open() {
  if (panel.open) panel.close();
  if (narrow.matches) panel.showModal();
  else panel.show();
  document.body.classList.toggle("beside", !narrow.matches);
}

function element(name, text) {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
}

function abstract(reference, quotes) {
  const source = reference.querySelector(".abstract");
  if (!source) return [element("p", "The record holds no abstract.")];
  // Offsets count code points; a string of this language is indexed by UTF-16 units.
  const characters = Array.from(source.textContent);
  const shown = document.createElement("p");
  shown.dir = "auto";
  let at = 0;
  for (const quote of quotes.split(" ").filter(Boolean)) {
    const [start, end] = quote.split("-").map(Number);
    if (end <= at) continue;
    shown.append(characters.slice(at, Math.max(start, at)).join(""));
    shown.append(element("mark", characters.slice(Math.max(start, at), end).join("")));
    at = end;
  }
  shown.append(characters.slice(at).join(""));
  const note = element("p", "No quote was located; the abstract as a whole is cited.");
  note.className = "missed";
  return quotes ? [shown] : [note, shown];
}

function show(mark) {
  const reference = document.querySelector(mark.getAttribute("href"));
  const entry = reference.querySelector(".entry");
  opener?.removeAttribute("aria-expanded");
  opener = mark;
  mark.setAttribute("aria-expanded", "true");
  document.getElementById("panel-title").textContent = entry.dataset.title;
  document.getElementById("panel-by").textContent = entry.dataset.by;
  document.getElementById("panel-text").replaceChildren(...abstract(reference, mark.dataset.quotes));
  const links = [...reference.querySelectorAll(".links a")].map((one) => one.cloneNode(true));
  for (const link of links) link.hidden = false;
  document.getElementById("panel-links").replaceChildren(...links);
  mark.scrollIntoView({ block: narrow.matches ? "start" : "nearest" });
  open();
  document.getElementById("panel-title").focus({ preventScroll: true });
  const found = panel.querySelector("mark");
  panel.scrollTop = found ? found.offsetTop - panel.clientHeight / 3 : 0;
}

if (panel) {
  document.addEventListener("click", (event) => {
    const mark = event.target.closest("a.mark");
    if (mark && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey)) {
      event.preventDefault();
      show(mark);
    } else if (event.target === panel) {
      close(); // the backdrop of a sheet
    }
  });
  document.getElementById("panel-close").addEventListener("click", close);
  panel.addEventListener("cancel", (event) => {
    event.preventDefault();
    close();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && panel.open) {
      event.preventDefault();
      close();
    }
  });
  narrow.addEventListener("change", () => panel.open && open());
}
