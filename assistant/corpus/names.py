"""Authors' names taken apart, as reference managers and citation styles want them."""

from __future__ import annotations

import re
from dataclasses import dataclass

_GROUP = re.compile(
    r"\b(team|group|consortium|collaboration|committee|institute|university|laborator(y|ies)|labs?"
    r"|network|project|initiative|association|organi[sz]ation|foundation|inc|ltd|(?-i:AI)|research|and)\b",
    re.IGNORECASE,
)
_PARTICLES = frozenset("van von der den de del della di da dos du la le ter ten zu zur".split())
_INITIALS_LAST = re.compile(r"([^,]*\w{2}[^,]*?),? ((?:[A-Z]\.?-?){1,3}|(?:[A-Z]\.-?){4})")
_INITIALS = re.compile(r"(?:[A-Z]\.?[- ]?){1,4}")
_LIST_END = re.compile(r"[A-Z]{2,4}\.")  # PubMed ends a list of authors so: "Ray AB, Glow GH."
_LONGEST = 100  # characters of a person's name
_SUFFIX = re.compile(r"(jr|sr|ii|iii|iv)\.?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Name:
    """A person's family name and given names; a group, or who has one name, has no given one."""

    family: str
    given: str = ""

    @property
    def inverted(self) -> str:
        """The family name first: "Karpukhin, Vladimir"."""
        return f"{self.family}, {self.given}" if self.given else self.family

    @property
    def initials(self) -> str:
        """The family name and initials: "Chang, M.-W."."""
        letters = [
            "-".join(f"{part[0]}." for part in word.split("-") if part)
            for word in self.given.split()
        ]
        return f"{self.family}, {' '.join(letters)}" if letters else self.family


def upright(text: str) -> str:
    """Return "Family, Given" as "Given Family" where that is understood in the same way."""
    said = " ".join(text.split())
    if said.count(",") != 1:
        return said
    family, given = (part.strip() for part in said.split(","))
    first, _, last = given.rpartition(" ")
    suffixed = first and _SUFFIX.fullmatch(last)  # "King, Martin Luther Jr."
    turned = f"{first} {family} {last}" if suffixed else f"{given} {family}".strip()
    return turned if name(turned) == Name(family, given) else said


def surname_first(text: str) -> str:
    """Return a name of databases, "Qiao S" or "Adler D.G.", with a comma after the family name."""
    said = " ".join(text.split())
    before, _, last = said.rpartition(" ")
    suffix = f" {last}" if before and _SUFFIX.fullmatch(last) else ""
    found = _INITIALS_LAST.fullmatch(said.removesuffix(suffix)) if len(said) <= _LONGEST else None
    if not found or _GROUP.search(said):
        return said
    initials = found[2].rstrip(".") if _LIST_END.fullmatch(found[2]) else found[2]
    return f"{found[1]}, {initials}{suffix}"


def paired(text: str) -> list[str]:
    """Return the names of "Ray, AB, Glow, G", where each second part is initials; else the text."""
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if len(parts) < 4 or len(parts) % 2 or not all(map(_INITIALS.fullmatch, parts[1::2])):
        return [text]
    return [f"{family}, {given}" for family, given in zip(parts[::2], parts[1::2], strict=True)]


def name(text: str) -> Name:
    """Return a name written "Given Family" or "Family, Given"; groups are kept whole."""
    said = " ".join(text.split())
    if "," in said:
        family, given = (part.strip() for part in said.split(",", 1))
        return Name(family, given) if family else Name(given)
    words = said.split()
    if len(words) < 2 or _GROUP.search(said):
        return Name(said)
    end = len(words)
    if end > 2 and _SUFFIX.fullmatch(words[-1]):
        end -= 1
    start = end - 1
    while start > 1 and words[start - 1].lower() in _PARTICLES:
        start -= 1
    return Name(" ".join(words[start:end]), " ".join(words[:start] + words[end:]))
