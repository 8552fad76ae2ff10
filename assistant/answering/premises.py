"""Finds what a question takes for granted, told from its form alone.

"Since A needs no labels, …", "Why is A slower than B?", "How much better is A than B?" and a
statement in front of the question all assert something before they ask.
"""

from __future__ import annotations

import re

from assistant.grounding import sentences

_ASKING = (
    r"(?:which|what|who|whose|whom|how|why|when|where|is|are|was|were|do|does|did|can|could|has|"
    r"have|should|would|will|in which|to what|by how|at what|for which)\b"
)
_GIVEN = re.compile(
    r"(?:since|because|given(?: the fact)? that|seeing(?: as)? that|considering that|now that|"
    r"knowing that|as)\s+(?P<premise>[^,?]+(?:,[^,?]+)*?),\s*(?:then\s+)?"
    rf"(?:and\s+)?(?={_ASKING})",
    re.IGNORECASE,
)
_TRAILING = re.compile(
    rf"{_ASKING}.+?,?\s(?:given(?: the fact)? that|seeing that|considering that|now that)\s+"
    r"(?P<premise>[^?]+)\?",
    re.IGNORECASE,
)
_AUXILIARY = r"(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|must)"
_WHY = re.compile(
    rf"\b(?:why|how come|for what reason)\s+(?P<auxiliary>{_AUXILIARY})(?P<denied>n['’]t)?\s+"
    r"(?P<rest>[^?]+)",
    re.IGNORECASE,
)
_HOW_MUCH = re.compile(
    r"\b(?:how (?:much|far|many times|many points)|by how (?:much|many points)|to what extent)\s+"
    r"(?P<degree>(?:\w+er|more \w+|less \w+|better|worse|ahead|behind)\s+)?"
    rf"(?P<auxiliary>{_AUXILIARY})\s+(?P<rest>[^?]+)",
    re.IGNORECASE,
)
# Who said it: "The study on X found that …", "…, according to the paper on X".
_SAID = re.compile(
    r"^[^,;]{2,120}?\b(?:found|finds|shows?|showed|shown|reports?|reported|says?|said|states?|"
    r"stated|concludes?|concluded|proves?|proved|demonstrates?|demonstrated|claims?|claimed)\s+"
    r"that\s+",
    re.IGNORECASE,
)
_ACCORDING = re.compile(r",?\s*\baccording to\b[^,?.]*$", re.IGNORECASE)
# "…, and how was that measured?" asks on and takes nothing for granted.
_ASKS_ON = re.compile(rf",?\s+and\s+(?={_ASKING}).*$|,\s*(?={_ASKING}).*$", re.IGNORECASE)
_COMPARED = re.compile(r"\s+than\s+", re.IGNORECASE)
_FIRST_PERSON = re.compile(r"\b(?:I|I'm|I’m|we|my|our|you|your|please)\b")
# Orders to the reader of the question, which assert nothing.
_ORDERS = re.compile(
    r"(?:compare|contrast|describe|explain|find|give|list|name|show|summari[sz]e|tell|discuss|"
    r"outline|say|look)\b",
    re.IGNORECASE,
)
_LEAST_WORDS = 4


def premises(question: str) -> tuple[str, ...]:
    """Return the claims that a question takes for granted, as nearly sentences as its words allow.

    A question that asserts nothing in one of these forms gives none.
    """
    said = [question[start:end].strip() for start, end in sentences.spans(question)]
    asks = [one.endswith("?") for one in said]
    found: list[str] = []
    for place, one in enumerate(said):
        if asks[place]:
            found += _of_question(one)
        elif any(asks[place + 1 :]):
            found += _of_statement(one)
    claims = (_ACCORDING.sub("", one).strip(" ,.;:?") for one in found)
    return tuple(dict.fromkeys(one for one in claims if len(one.split()) >= _LEAST_WORDS))


def _of_statement(sentence: str) -> list[str]:
    if _ORDERS.match(sentence) or _FIRST_PERSON.search(sentence):
        return []
    return [_SAID.sub("", sentence)]


def _of_question(question: str) -> list[str]:
    found = [
        _SAID.sub("", given["premise"])
        for given in (_GIVEN.match(question), _TRAILING.match(question))
        if given and not _FIRST_PERSON.search(given["premise"])
    ]
    why = _WHY.search(question)
    if why and not _FIRST_PERSON.search(why["rest"]):
        rest = _ASKS_ON.sub("", _ACCORDING.sub("", why["rest"]))
        found.append(f"not {rest}" if why["denied"] else rest)
    much = _HOW_MUCH.search(question)
    if much and not _FIRST_PERSON.search(much["rest"]):
        found += _compared(much["degree"], much["auxiliary"], much["rest"])
    return found


def _compared(degree: str | None, auxiliary: str, rest: str) -> list[str]:
    """Return "A is better than B" for "better", "is", "A than B"; "A raises B" without a degree."""
    rest = _ASKS_ON.sub("", rest)
    if not degree:
        return [rest] if auxiliary.lower() in ("do", "does", "did") else []
    sides = _COMPARED.split(rest, maxsplit=1)
    if len(sides) != 2:
        return []
    verb = f" {auxiliary}" if auxiliary.lower() in ("is", "are", "was", "were") else ""
    return [f"{sides[0]}{verb} {degree.strip()} than {sides[1]}"]
