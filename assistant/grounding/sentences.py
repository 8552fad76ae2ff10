"""Splits abstracts and replies of models into sentences, with exact offsets.

Items of a list, headings and rows of a table stand for themselves; code is never parted.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator, Sequence

from assistant.grounding import full_stops

_BLANK_LINE = re.compile(r"\n\s*\n")
_LINE = re.compile(
    r"""^[^\S\n]*(?:
        [-*•][ ]
      | \(?(?P<number>\d{1,3})[.)][ ](?=\s*\S)
      | (?P<alone> \#{1,6}[ ] | \|[ :-]
          | (?:[-=*_]{3,} | (?P<bold>\*\*|__)[^*_\n]+(?P=bold):?)[^\S\n]*$ )
    )""",
    re.MULTILINE | re.VERBOSE,
)
# A sentence ends at . ! ? … with closing quotes, brackets or emphasis, before white space; in
# Chinese and Japanese at its stop.
_END = re.compile(
    r"(?P<stop>\.(?:[ ]\.)+|[.!?…]+)(?:[ \u00a0\u202f]»|[\"'“”’»)\]*_])*(?=\s|\Z)|"
    r"(?P<wide>[\u3002\uff01\uff1f\uff61])[」』”’）】》\"')\]]*"
)
# Scraped abstracts lose the blank: "in the end.Next we".
_NO_BLANK = re.compile(
    r"(?:(?<=[a-z]{3})|(?<=[a-z\d][)\]%]))(?P<stop>[.!?])"
    r"(?=(?:[A-Z][a-z]+|A)[\s,'’-]|(?:[A-Z][a-z]{3,}|[A-Z]{4,}):)"
)
_NO_SENTENCE = re.compile(r"[/\\@_=]|\.\w+\.|\.(?:Com|Org|Net|Edu|Gov)\b")
_OPENING = re.compile(r"\s*[\"'“‘„«(\[*_¿¡]*[ \u00a0\u202f]?(?=(\S?))")
# Names of methods that open small: word2vec, iPhone, k-means.
_SMALL_NAME = re.compile(r"(?!(?:k?g|mg|m?l|[cm]?m|min|mol|day|[hs])-\d)\w(?:-\w|[a-z-]*[A-Z\d])")
_WHOLE = re.compile(
    r"^[^\S\n]*\|[ :-][^\n]*$|^```.*?(?:^```|\Z)|"
    r"(?<![`\w\\])`(?=[^\s`])(?:[^`\n]*(?<=\S)`|[^`'\"\n]{0,80}\Z)",
    re.MULTILINE | re.DOTALL,
)
_MARKUP = re.compile(r"[`|]")
_LIST_NUMBER = re.compile(r"\s*\(?\d{1,3}")
_NUMBER_WITHIN = re.compile(r"[:;]\s*\(?\d{1,2}\Z")
_TOKEN = re.compile(r"\S*")
_TOKEN_BEFORE = re.compile(r"\S*\Z")


def spans(text: str) -> list[tuple[int, int]]:
    """Return (start, end) of each sentence, in order, without the white space around it."""
    found: list[tuple[int, int]] = []
    start = 0
    for end in (*_ends(text), len(text)):
        stretch = text[start:end]
        if stretch.strip():
            left = len(stretch) - len(stretch.lstrip())
            found.append((start + left, start + len(stretch.rstrip())))
        start = end
    return found


def _ends(text: str) -> list[int]:
    whole = [match.span() for match in _WHOLE.finditer(text)] if _MARKUP.search(text) else []
    breaks = sorted(place for place in _breaks(text) if not _within(place, whole))
    ends = [0]
    stops = [*_END.finditer(text), *_NO_BLANK.finditer(text)]
    for match in sorted(stops, key=lambda one: one.start()):
        lines = bisect.bisect(breaks, match.start())
        opened = max(ends[-1], breaks[lines - 1] if lines else 0)
        if not _within(match.start(), whole) and _is_end(text, match, opened):
            ends.append(match.end())
    return sorted({*breaks, *ends})


def _within(place: int, stretches: Sequence[tuple[int, int]]) -> bool:
    return any(start < place < end for start, end in stretches)


def _breaks(text: str) -> Iterator[int]:
    """Yield where lines part sentences: blank lines, items, headings, rows, rules."""
    if "\n" not in text:
        return
    blank = [match.start() for match in _BLANK_LINE.finditer(text)]
    yield from blank
    number = 0
    for line in _LINE.finditer(text):
        if line["number"]:
            # A full stop after a number that opens a line by chance ("in Table\n2. The") is none.
            opens = not text[: line.start()].strip() or text[: line.start()].endswith("\n\n")
            if not opens and int(line["number"]) not in (1, number + 1):
                continue
            number = int(line["number"])
        yield line.start()
        if line["alone"]:
            yield text.find("\n", line.start()) % (len(text) + 1)


def _is_end(text: str, match: re.Match[str], opened: int) -> bool:
    if match["stop"] is None:
        return True  # of Chinese or Japanese
    following = _OPENING.match(text, match.end())
    if not following or following.end() == len(text):
        return False  # an opening bracket at the end of the text does not tell yet what follows
    sign, place = match["stop"], match.start()
    if match.re is _NO_BLANK and not _parts_words(text, place):
        return False
    if sign[0] in ".…" and len(sign.strip("…")) != 1 and text[place - 1 : place] == " ":
        return False  # words left out: "we show ... Results"
    if sign == "." and _LIST_NUMBER.fullmatch(text[opened:place]):
        return False  # "1. The first"
    if sign == "." and _NUMBER_WITHIN.search(text, max(0, place - 6), place):
        return False  # "Two findings: 1. The first"
    if sign == "." and not full_stops.may_end(text, place, following.end()):
        return False
    # A new sentence opens with a capital, a figure, a command or a sign; or with a name that is
    # written small.
    return not following[1].islower() or bool(_SMALL_NAME.match(text, following.end()))


def _parts_words(text: str, place: int) -> bool:
    """Tell whether the full stop between two words is none of an address or a name in code."""
    left, right = _TOKEN_BEFORE.search(text[max(0, place - 60) : place]), _TOKEN.match(text, place)
    return not _NO_SENTENCE.search((left[0] if left else "") + (right[0] if right else ""))
