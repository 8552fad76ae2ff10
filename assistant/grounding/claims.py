"""Tells which sentences of a reply claim something, and so need a citation.

Connectives, headings, questions, offers and what is said of the answer or of the library itself
claim nothing.  Their forms are narrow, and a clause that is tied on is looked at by itself: where
it is not clear, a citation is needed.
"""

from __future__ import annotations

import re

from assistant.grounding.claim_free import (
    ABSTENTION,
    ANNOUNCEMENT,
    ASKING,
    CONNECTIVE,
    OFFER,
    ON_THE_ANSWER,
    TAG_QUESTION,
)
from assistant.grounding.clauses import facts
from assistant.grounding.verbs import finite

__all__ = ["facts", "is_title", "needs_citation"]

_SIGNS = re.compile(
    r"^\s*(?:[-*•>]\s+|\(?\d{1,3}[.)]\s+)+|\*\*|__|(?<!\w)[*_](?=\w)|(?<=\w)[*_](?!\w)"
)
_HEADING = re.compile(r"^\s*(?:#{1,6}\s|(\*\*|__)[^*_]+\1:?\s*$)")
# Where another clause may begin, which may claim something after all.
_GOES_ON = re.compile(
    r"[;:—–]\s+|(?<=[.!?])\s+|,?\s+(?:but|yet|although|though|whereas|while|because|since|aber|weil|"
    r"jedoch|obwohl|während|sondern|doch|denn)\s+|,\s+(?:which|so|however,?)\s+",
    re.IGNORECASE,
)
_AND = re.compile(r",?\s+(?:and|und)\s+", re.IGNORECASE)
_LONGEST_LABEL = 6  # words
# A word in a label that may be a verb: "DPR beats BM25:" is no label, "Results on recall:" is one.
_LIKE_A_VERB = re.compile(r"\w\s+(?!(?:of|on|in|for|and|&|to|with|by|from)\b)[a-zäöü]+(?:s|ed|t)\b")


def needs_citation(sentence: str) -> bool:
    """Tell whether a sentence claims something that a source must bear."""
    text = " ".join(_SIGNS.sub("", sentence).split())
    return not is_title(text.lstrip("# ")) if _HEADING.match(sentence) else _claims(text)


def is_title(heading: str) -> bool:
    """Tell whether a heading, without its signs, only names what it stands over."""
    named = ASKING.match(heading) or not finite(heading.rstrip(".:").split())
    return bool(named) and not heading.endswith(".")


def _claims(text: str) -> bool:
    connective = CONNECTIVE.match(text)
    text = text[connective.end() if connective else 0 :]
    if not any(map(str.isalnum, text)):
        return False
    if text.endswith(("?", "？")):
        return not ASKING.match(text) or bool(TAG_QUESTION.search(text))
    if text.endswith(":"):
        return not _announces(text)
    for form in (ABSTENTION, ON_THE_ANSWER, OFFER):
        if found := form.match(text):
            return _goes_on_to_claim(text[found.end() :])
    return True


def _announces(line: str) -> bool:
    """Tell whether a line that ends in a colon only says that something follows."""
    body = line.rstrip(" :")
    if ANNOUNCEMENT.fullmatch(body):
        return True
    label = len(body.split()) <= _LONGEST_LABEL and not re.search(r"\d|%|[,;]", body)
    if label and not finite(body.split()) and not _LIKE_A_VERB.search(body):
        return True
    return any(
        (found := form.match(body)) and not _goes_on_to_claim(body[found.end() :])
        for form in (ABSTENTION, ON_THE_ANSWER)
    )


def _goes_on_to_claim(rest: str) -> bool:
    """Tell whether what follows a form that claims nothing ties on a clause that does."""
    border = _GOES_ON.search(rest)
    if border and rest[border.end() :].strip(" .:!"):
        return _claims(rest[border.end() :])
    return any(_is_clause(rest, joint) for joint in _AND.finditer(rest))


def _is_clause(text: str, joint: re.Match[str]) -> bool:
    """Tell whether a clause follows an "and", and not the last noun of a list."""
    rest = text[joint.end() :].rstrip(".!")
    after_comma = joint[0].startswith(",") and "," not in text[: joint.start()]
    return bool(finite(rest.split())) or (after_comma and len(rest.split()) > 1)
