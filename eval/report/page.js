const type = document.getElementById("type");
const happened = document.getElementById("happened");
const shown = document.getElementById("shown");
const questions = [...document.querySelectorAll(".question")];

function fits(question) {
  const findings = question.dataset.findings.split("|").filter(Boolean);
  const asked = happened.value;
  const found = !asked || (asked === "any" ? findings.length > 0
    : asked === "none" ? findings.length === 0 : findings.includes(asked));
  return found && (!type.value || question.dataset.type === type.value);
}

function filter() {
  for (const question of questions) question.hidden = !fits(question);
  shown.textContent = questions.filter((one) => !one.hidden).length + " of " + questions.length;
}

function open() {
  const wanted = document.getElementById(location.hash.slice(1));
  if (!wanted || !wanted.classList.contains("question")) return;
  if (wanted.hidden) { type.value = ""; happened.value = ""; filter(); }
  wanted.open = true;
  wanted.scrollIntoView();
}

document.querySelector(".filters").hidden = false;
type.addEventListener("change", filter);
happened.addEventListener("change", filter);
addEventListener("hashchange", open);
filter();
open();
