"""Takes a question of several parts apart, told from its form alone.

Two questions in one ("What is A? And how does B work?", "What is A, and how does B work?"), and
names that stand side by side ("Compare A and B", "A, B and C", "A versus B").
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence

from assistant.grounding import sentences

_ASKS = (
    r"(?:which|what|who|how|why|when|where|is|are|was|were|do|does|did|can|has|have|"
    r"by how|to what|for which|in which)"
)
# A whole question ends before the next one begins: "On how many, and for how long …" has no verb.
_NEXT = re.compile(rf",?\s+and\s+(?={_ASKS}\b)", re.IGNORECASE)
_VERB = re.compile(
    r"\b(?:is|are|was|were|do|does|did|can|could|has|have|had|will|would|should)\b", re.IGNORECASE
)
_JOINING = re.compile(r"^(?:and|but|so|also|then)\b,?\s*", re.IGNORECASE)
_LEAST_WORDS = 3
# "How does A compare with B?" asks where A stands beside B, so neither side alone answers it.
_BESIDE = re.compile(
    r"(?:['’]s)?(?:\s*\([^)]*\))?\s*(?:,\s*(?:and|or)?|and|or|versus|vs\.?|/|&|with)"
    r"\s*(?:the\s+|an?\s+)?",
    re.IGNORECASE,
)
_SIDES = (
    re.compile(
        r"\b(?:compare|contrast|differences? between)\s+(?P<one>[^,?.]+?)\s+"
        r"(?:and|with|to|against|from)\s+(?P<other>[^,?]+?)\s*(?:[,?]|\.?$)",
        re.IGNORECASE,
    ),
    re.compile(
        r"(?:^|[:?.]\s+)(?P<one>[^,?.:]+?)\s+(?:versus|vs\.?)\s+(?P<other>[^,?:]+?)\s*"
        r"(?:[,:?]|\.?$)",
        re.IGNORECASE,
    ),
)


def questions(text: str) -> tuple[str, ...]:
    """Return the questions that a text asks, each as it stands; one of them where it asks one.

    A statement in front of a question stays with it.
    """
    found: list[str] = []
    begun = ""
    for start, end in sentences.spans(text):
        sentence = text[start:end].strip()
        begun = f"{begun} {sentence}".strip()
        if sentence.endswith("?"):
            found += _asked_in(_JOINING.sub("", begun) if found else begun)
            begun = ""
    if begun:
        found.append(begun)
    return tuple(found)


def beside(text: str, names: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """Return groups of two names and more that stand side by side in a text."""
    places: list[tuple[int, int, str]] = []
    at = 0
    for name in names:
        start = text.find(name, at)
        if start >= 0:
            places.append((start, start + len(name), name))
            at = start + len(name)
    groups: list[list[str]] = []
    end: int | None = None
    for start, stop, name in places:
        if end is not None and _BESIDE.fullmatch(text[end:start]):
            groups[-1].append(name)
        else:
            groups.append([name])
        end = stop
    return tuple(tuple(group) for group in groups if len(group) > 1)


def without(text: str, name: str) -> str:
    """Return a text without a name that stands beside others, and what joined it to them."""
    joint = r"(?:['’]s)?\s*(?:,\s*(?:and|or)?|\b(?:and|or|versus|vs\.?|with)|/|&)"
    escaped = re.escape(name)
    behind, found = re.subn(rf"{joint}\s*(?:the\s+)?{escaped}(?!\w)", "", text, count=1)
    if found:
        return " ".join(behind.split())
    return " ".join(re.sub(rf"(?<!\w){escaped}{joint}\s*", "", text, count=1).split())


def sides(text: str, names: Sequence[str]) -> tuple[str, ...]:
    """Return what to search for to find each side of a comparison; nothing where none is clear.

    Names side by side give the question with one of them each, "compare A with B" gives A and B.
    """
    for group in beside(text, names):
        others = [[other for other in group if other != name] for name in group]
        return tuple(functools.reduce(without, left_out, text) for left_out in others)
    for form in _SIDES:
        found = form.search(text)
        if found:
            return found["one"].strip(), found["other"].strip()
    return ()


def _asked_in(question: str) -> list[str]:
    found: list[str] = []
    start = 0
    for joint in _NEXT.finditer(question):
        before, after = question[start : joint.start()], question[joint.end() :]
        if all(_is_whole(part) for part in (before, after)):
            found.append(f"{before.strip(' ,')}?")
            start = joint.end()
    found.append(question[start:])
    return found


def _is_whole(part: str) -> bool:
    return len(part.split()) >= _LEAST_WORDS and bool(_VERB.search(part))
