"""Citations in running text: [1], [2-4], (Lee et al., 2019), Lee et al. (2019), DOIs, arXiv ids.

A citation gives way to a sign that stays in the text while it is edited, so that in the end it is
known in which sentence it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from assistant.answering.checking.drafts import Mark
from assistant.answering.checking.mapped import Mapped, Piece

SIGN = "\ue000"
"""Stands for a citation; of private use, so that no text holds it."""

_WIDEST_RANGE = 20
_CAPITAL = r"[A-ZÀ-ÖØ-ÞĀ-Ž]"
_NAME = (
    r"(?:(?:[Vv][ao]n|[Dd]e[rnl]?|[Dd]ella|[Dd][aiou]s?|[Ll][ae]|[Tt]e[nr]|[Zz]u[rm]?)\s+){0,3}"
    rf"{_CAPITAL}(?:['’]{_CAPITAL})?[^\W\d_]+(?:[-'’]{_CAPITAL}?[^\W\d_]{{2,}})*"
)
_MORE_NAMES = rf"(?:,?\s+et\s+al\.?|\s+and\s+colleagues|,?\s+(?:and|&)\s+{_NAME}|,\s+{_NAME})"
_YEAR = r"(?:1[89]|20)\d\d[a-z]?"
_YEARS = rf"{_YEAR}(?:\s*,\s*{_YEAR})*"
_PAGES = r"(?:\s*[,:]\s*(?:pp?\.|Sec(?:tion|\.)|Ch(?:apter|\.)|Fig\.|Table)?\s*[\w.–-]+)?"

_BIB_NUMBERS = re.compile(r"\[\s*(?P<numbers>[1-9]\d{0,2}(?:\s*[,;–-]\s*[1-9]\d{0,2})*)\s*\](?!\()")
_NUMBERS_OF = re.compile(r"(\d+)(?:\s*[–-]\s*(\d+))?")
_IN_BRACKETS = re.compile(rf"[(\[](?P<inside>[^()\[\]]{{0,400}}?{_YEAR}[^()\[\]]{{0,200}})[)\]]")
_ONE_IN_BRACKETS = re.compile(
    r"\s*(?:(?:see|e\.\s?g\.,?|cf\.|also|and|as\s+in|i\.\s?e\.,?|for\s+example,?)\s+)*"
    rf"(?P<names>{_NAME}{_MORE_NAMES}{{0,8}}),?\s+(?P<years>{_YEARS}){_PAGES}\s*"
)
_IN_TEXT = re.compile(
    rf"(?P<names>\b{_NAME}{_MORE_NAMES}{{0,8}})(?:['’]s?)?\s*[(\[](?P<years>{_YEARS}){_PAGES}[)\]]"
)
_FAMILY = re.compile(_NAME)
_CAPITAL_BEFORE = re.compile(rf"{_CAPITAL}\w{{2,}}[ -]$")
_IDENTIFIER = re.compile(
    r"(?:https?://(?:dx\.)?doi\.org/|\bdoi:\s*)?\b(?P<doi>10\.\d{4,9}/[^\s\"<>\]})]*[^\s\"<>\]}).,;:])"
    r"|(?:https?://arxiv\.org/(?:abs|pdf)/|\barxiv:\s*)(?P<arxiv>\d{4}\.\d{4,5}|[a-z-]+/\d{7})"
    r"(?:v\d+)?(?:\.pdf)?",
    re.IGNORECASE,
)
_ALONE_IN_BRACKETS = re.compile(rf"[(\[]\s*((?:{SIGN}\s*[,;]?\s*)+)[)\]]")


class Marks:
    """The citations found in a draft so far, by the place of their signs."""

    def __init__(self) -> None:
        self._by_place: dict[int, list[Mark]] = {}

    def put(self, text: Mapped, match: re.Match[str], marks: Iterable[Mark]) -> str:
        """Remember what stands where a match begins; return the sign of it."""
        found = self._by_place.setdefault(text.places[match.start()], [])
        found += [mark for mark in marks if mark not in found]
        return SIGN

    def at(self, places: Iterable[int]) -> tuple[Mark, ...]:
        """Return the citations of these signs, each once."""
        found = [mark for place in places for mark in self._by_place.get(place, ())]
        return tuple(dict.fromkeys(found))

    def in_running_text(self, text: Mapped) -> Mapped:
        """Find the citations that need no markup; return the text with signs instead of them."""
        for find in (self._identifiers, self._in_brackets, self._in_text, self._numbers):
            text = find(text)
        return text.keeping(_ALONE_IN_BRACKETS)

    def _identifiers(self, text: Mapped) -> Mapped:
        def put(match: re.Match[str]) -> Iterable[Piece]:
            return (self.put(text, match, [_identified(match)]),)

        return text.edited(_IDENTIFIER, put)

    def _in_brackets(self, text: Mapped) -> Mapped:
        def put(match: re.Match[str]) -> Iterable[Piece]:
            marks: list[Mark] = []
            for part in match["inside"].split(";"):
                one = _ONE_IN_BRACKETS.fullmatch(part)
                if not one:
                    return (match.span(),)
                marks += _named(one["names"], one["years"])
            return (self.put(text, match, marks),)

        return text.edited(_IN_BRACKETS, put)

    def _in_text(self, text: Mapped) -> Mapped:
        def put(match: re.Match[str]) -> Iterable[Piece]:
            alone = _FAMILY.fullmatch(match["names"])
            if alone and _CAPITAL_BEFORE.search(
                text.text[max(0, match.start() - 40) : match.start()]
            ):
                return (match.span(),)  # the end of a title: "Augmented Generation (2024)"
            mark = self.put(text, match, _named(match["names"], match["years"]))
            return (match.span("names"), mark)

        return text.edited(_IN_TEXT, put)

    def _numbers(self, text: Mapped) -> Mapped:
        def put(match: re.Match[str]) -> Iterable[Piece]:
            marks = [Mark(f"[{number}]", key=number) for number in numbers(match["numbers"])]
            return (self.put(text, match, marks),)

        return text.edited(_BIB_NUMBERS, put)


def standing(name: str, text: Mapped, match: re.Match[str]) -> str:
    """Return a name as it stands where a match begins: with a capital at a sentence's beginning."""
    before = text.text[max(0, match.start() - 20) : match.start()].rstrip()
    begins = not before or before[-1] in ".!?}" or "\n\n" in before
    return name[:1].upper() + name[1:] if begins else name


def identified(text: str) -> Mark | None:
    """Return the citation that a DOI or arXiv id in a text is, None where there is neither."""
    match = _IDENTIFIER.search(text)
    return _identified(match) if match else None


def families(names: str) -> tuple[str, ...]:
    """Return the family names of "Lee, Chang and Toutanova" or "Lee et al."."""
    return tuple(match[0] for match in _FAMILY.finditer(names))


def numbers(said: str) -> Sequence[str]:
    """Return the numbers of "1, 3-5"."""
    found: list[str] = []
    for first, last in _NUMBERS_OF.findall(said):
        begin, end = int(first), min(int(last or first), int(first) + _WIDEST_RANGE)
        found += map(str, range(begin, end + 1) if begin <= end else [begin, int(last)])
    return list(dict.fromkeys(found))


def _named(names: str, years: str) -> Iterator[Mark]:
    shown = " ".join(names.split())
    for year in re.findall(_YEAR, years):
        yield Mark(f"{shown}, {year}", families=families(names), year=year)


def _identified(match: re.Match[str]) -> Mark:
    identifier = match["doi"] or match["arxiv"]
    return Mark(
        f"doi:{identifier}" if match["doi"] else f"arXiv:{identifier}", identifier=identifier
    )
