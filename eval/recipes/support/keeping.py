"""Edits for training pairs that keep what a sentence says: other words, other order, less."""

from __future__ import annotations

import re
from random import Random

from eval.recipes.support.edits import NUMERALS, Edit, any_of
from eval.recipes.support.synonyms import SYNONYMS

_LEAD = re.compile(r"^([A-Z][^,;:]{8,70}), (?=[a-z])")
_SYNONYM = any_of(list(SYNONYMS))


def synonyms(text: str, chance: Random) -> str | None:
    """Put other words of like meaning in the place of a third of those that have any."""
    share = chance.choice((0.25, 0.5, 0.9))

    def other(match: re.Match[str]) -> str:
        if chance.random() > share:
            return match.group()
        new = chance.choice(SYNONYMS[match.group().lower()])
        return new[0].upper() + new[1:] if match.group()[0].isupper() else new

    new = _SYNONYM.sub(other, text)
    return new if new != text else None


def lead_last(text: str, chance: Random) -> str | None:
    """Move the leading phrase to the end, or leave it out."""
    match = _LEAD.match(text)
    if not match or not text.endswith("."):
        return None
    rest = text[match.end() : -1]
    lead = match.group(1)
    rest = rest[0].upper() + rest[1:]
    if len(lead.split()) < 3 or (
        chance.random() < 0.3 and not re.search(r"\bif\b|\bwhen\b", lead, re.IGNORECASE)
    ):
        return f"{rest}."
    return f"{rest} {lead[0].lower()}{lead[1:]}."


def shorten(text: str, chance: Random) -> str | None:
    """Leave out what stands in brackets, between commas, or after the last comma."""
    rules = (
        (r" ?\([^()]*\)", ""),
        (r", (?:which|who|where|including|such as|namely|e\.g\.|i\.e\.)[^,;]*(?=[.,])", ""),
        (r", (?:however|therefore|thus|moreover|furthermore|in turn|in addition),", ""),
        (r"^(?:However|Therefore|Thus|Moreover|Furthermore|In addition|Finally|Here|Hence), ", ""),
        (r"\b(?:very|highly|extremely|also|recently|novel|new|clearly|simply|further|easily) ", ""),
        (r", [a-z][^,;]*ing [^,;]*\.$", "."),
        (r"; [^;]*\.$", "."),
    )
    new = text
    for pattern, replacement in chance.sample(rules, len(rules)):
        if chance.random() < 0.6:
            new = re.sub(pattern, replacement, new, count=1)
    new = new[:1].upper() + new[1:]
    return new if new != text and len(new.split()) >= 5 else None


def reframe(text: str, chance: Random) -> str | None:
    """Tell the same from outside: "we show" as "the authors show", or as a report."""
    new = re.sub(r"\b[Ii]n this (?:paper|work|article|study|report), we\b", "We", text)
    if re.search(r"\b[Ww]e\b|\b[Oo]ur\b", new):
        who = chance.choice(("the authors", "the paper", "the study", "the researchers"))
        new = re.sub(r"^We\b", who[0].upper() + who[1:], new)
        new = re.sub(r"\bwe\b", "they", re.sub(r"\bour\b", chance.choice(("their", "the")), new))
        new = re.sub(r"^Our\b", "Their", re.sub(r"\bWe\b", "They", new))
        if who in ("the paper", "the study"):
            new = re.sub(
                r"^(The (?:paper|study)) (\w+?)(ss|sh|ch|x)?\b(?= )", r"\1 \2\3s", new, count=1
            )
        return new
    opening = chance.choice(
        (
            "The authors report that ",
            "According to the paper, ",
            "The study found that ",
            "It is reported that ",
            "The work notes that ",
            "As the abstract says, ",
            "Notably, ",
        )
    )
    first = text.split()[0] if text.split() else ""
    if not first[1:].islower() or first in ("We", "Our"):
        return None
    return opening + text[0].lower() + text[1:]


_PASSIVE = re.compile(
    r"^(?:In this (?:paper|work|article|study), )?[Ww]e "
    r"(propose|present|introduce|describe|develop|study|investigate|evaluate|analyze|apply|test"
    r"|use|consider|explore|examine|demonstrate|compare) "
    r"((?:an?|the|two|three|several|new|how) [^,;.]+?)"
    r"(?= (?:that|which|to|for|in|on|by|with|based|using|and)\b|[,.])(.*)$"
)
_PARTICIPLES = {
    "propose": "proposed", "present": "presented", "introduce": "introduced",
    "describe": "described", "develop": "developed", "study": "studied",
    "investigate": "investigated", "evaluate": "evaluated", "analyze": "analysed",
    "apply": "applied", "test": "tested", "use": "used", "consider": "considered",
    "explore": "explored", "examine": "examined", "demonstrate": "demonstrated",
    "compare": "compared",
}  # fmt: skip


def passive(text: str, chance: Random) -> str | None:
    """Turn "we propose a method for …" into "a method for … is proposed"."""
    match = _PASSIVE.match(text)
    if not match:
        return None
    verb, thing, rest = match.groups()
    verb_form = "are" if thing.startswith(("two", "three", "several")) else "is"
    new = f"{thing[0].upper()}{thing[1:]} {verb_form} {_PARTICIPLES[verb]}{rest}"
    return new if chance.random() < 0.7 else new.replace("We ", "The authors ")


def numerals(text: str, chance: Random) -> str | None:
    """Write a small number in words or figures, "%" as "percent"."""
    new = text
    for word, figure in NUMERALS:
        new = re.sub(rf"(?<![\w.,-]){figure}(?= [a-z])", word, new) if new == text else new
    if new == text:
        for word, figure in NUMERALS:
            new = re.sub(rf"(?<![\w-]){word}(?= [a-z])", figure, new)
    if chance.random() < 0.5 or new == text:
        new = re.sub(r"(?<=\d) ?%", " percent", new)
    return new if new != text else None


KEEPING: tuple[Edit, ...] = (
    synonyms, synonyms, synonyms, lead_last, shorten, shorten, reframe, passive, passive, numerals,
)  # fmt: skip
