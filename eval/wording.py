"""What the laboratory asks of English sentences: their words, and how they may be joined.

Everything here is deterministic; what looks like chance is drawn from the text itself.
"""

from __future__ import annotations

import re
import zlib

from assistant.grounding.sentences import spans

_FUNCTION_WORDS = frozenset(
    "a about after all also an and any are as at be been before being between both but by can "
    "could did do does during each few for from further had has have having he her here his how "
    "i if in into is it its itself may me might more most much must no nor not of off on one "
    "only or other our out over own same she should so some such than that the their them then "
    "there these they this those through to too under until up upon was we were what when where "
    "whether which while who whom whose why will with within without would you your".split()
)
# A sentence that opens with a function word may go on in small letters after other words, unless
# it joins what was said before.
_JOINING = frozenset("and but i nor or so then there".split())
_OPENERS = (_FUNCTION_WORDS - _JOINING) | frozenset(
    "another because despite many often one several since two three four".split()
)
_NAME_OR_FIGURE = re.compile(r"\d|\w[A-Z]")
_WORD = re.compile(r"\w+")
_SHORTEST = 6  # words; less is a heading or a remark


def draw(text: str) -> int:
    """Return a number that looks random and is the same for the same text in every run."""
    return zlib.crc32(text.encode(errors="replace"))


def words(text: str) -> list[str]:
    """Return the words of a text in order, in small letters; figures count as words."""
    return _WORD.findall(text.casefold())


def content_words(text: str) -> frozenset[str]:
    """Return the words of a text that carry meaning of their own."""
    return frozenset(words(text)) - _FUNCTION_WORDS


def statements(abstract: str) -> list[str]:
    """Return the sentences of an abstract that state something: no questions, no headings."""
    found = [abstract[start:end] for start, end in spans(abstract)]
    return [one for one in found if one.endswith(".") and len(one.split()) >= _SHORTEST]


def specific(sentence: str) -> bool:
    """Tell whether a sentence names or counts something, so that it is not true of any paper."""
    return bool(_NAME_OR_FIGURE.search(sentence))


def continued(sentence: str) -> str | None:
    """Return a sentence as it is written after other words: "The" as "the", "BM25" as it is.

    None where it cannot be told whether the first word is a name.
    """
    first = sentence.split(maxsplit=1)[0] if sentence.strip() else ""
    if first.casefold() in _OPENERS:
        return sentence[0].lower() + sentence[1:]
    is_name = re.search(r"\d|[A-Z]", first[1:])
    return sentence if is_name and first[0].isupper() else None
