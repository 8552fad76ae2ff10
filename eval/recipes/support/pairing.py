"""Makes pairs of abstracts by own edits: as many unsupported claims as supported ones.

Of two sentences that exclude each other either may stand in the evidence, and a sentence that says
too much is also shown where it was said, so that a claim alone does not tell whether it is
supported: a model must compare.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

from eval.recipes.support import edits
from eval.recipes.support.data import Abstract, Pair
from eval.recipes.support.keeping import KEEPING


def usable(sentence: str) -> bool:
    """Tell whether a sentence states something and is not mostly formulas."""
    words = sentence.split()
    return (
        7 <= len(words) <= 55
        and sentence.endswith(".")
        and sentence[0].isupper()
        and sentence.count("$") + sentence.count("\\") <= 1
    )


def reworded(text: str, seed: int) -> str:
    """Return a text after one to four edits that keep its meaning, the same for the same seed."""
    chance = Random(seed)
    for edit in chance.sample(KEEPING, chance.choice((1, 2, 2, 3, 4))):
        text = edit(text, Random(chance.random())) or text
    return text


def opposed(text: str, chance: Random, others: Sequence[str]) -> tuple[str, str] | None:
    """Return a sentence that the text excludes, with the kind of edit."""
    kinds = {kind: weight for kind, (_, weight) in edits.OPPOSED.items()} | {"entity": 4.0}
    while kinds:
        kind = chance.choices(list(kinds), list(kinds.values()))[0]
        del kinds[kind]
        new = (
            edits.entity(text, others, chance)
            if kind == "entity"
            else edits.OPPOSED[kind][0](text, chance)
        )
        if new and new != text:
            return new, kind
    return None


@dataclass(frozen=True)
class Editor:
    """Makes pairs of one sentence of a paper, with a near paper to borrow from.

    Three of ten times the claim is the sentence as it stands, else a reworded one: for the same
    `seed`, two sentences are reworded alike.
    """

    paper: Abstract
    near: Abstract
    place: int
    seed: int
    verbatim: bool
    chance: Random
    source: str

    def pairs(self) -> Iterator[Pair]:
        """Yield the pairs, of a kind drawn by chance; none where the kind's edit does not apply."""
        draw = self.chance.random()
        if draw < 0.58:
            yield from self._opposed()
        elif draw < 0.74:
            yield from self._stronger()
        elif draw < 0.82:
            yield from self._longer()
        elif draw < 0.91:
            yield from self._joined()
        else:
            yield from self._absent()

    @property
    def _true(self) -> str:
        return self.paper.sentences[self.place]

    def _say(self, text: str) -> str:
        return text if self.verbatim else reworded(text, self.seed)

    def _pair(self, claim: str, evidence: tuple[str, ...], supported: bool, kind: str) -> Pair:
        return Pair(claim, evidence, supported, self.source, self.paper.document, kind)

    def _opposed(self) -> Iterator[Pair]:
        names = edits.names(" ".join((*self.near.text, *self.paper.text)))
        true, found = self._true, opposed(self._true, self.chance, names)
        if not found or self._say(found[0]) == self._say(true):
            return
        false, kind = found
        if self.chance.random() < 0.5:
            true, false = false, true
        text = self.paper.having(true, self.place)
        yield self._pair(self._say(true), text, True, kind)
        yield self._pair(self._say(false), text, False, kind)

    def _stronger(self) -> Iterator[Pair]:
        strong = edits.stronger(self._true, self.chance)
        if strong is None or self._say(strong) == self._say(self._true):
            return
        changed = self.paper.having(strong, self.place)
        yield self._pair(self._say(strong), self.paper.text, False, "stronger")
        if self.chance.random() < 0.6:
            yield self._pair(self._say(strong), changed, True, "stronger")
        else:
            text = changed if self.chance.random() < 0.5 else self.paper.text
            yield self._pair(self._say(self._true), text, True, "stronger")

    def _longer(self) -> Iterator[Pair]:
        words = re.findall(r"[a-z]{6,}", " ".join(self.near.sentences))
        more = edits.detail(self._true, words, self.chance)
        if more is None:
            return
        yield self._pair(self._say(more), self.paper.text, False, "detail")
        claim = self._say(more if self.chance.random() < 0.5 else self._true)
        yield self._pair(claim, self.paper.having(more, self.place), True, "detail")

    def _joined(self) -> Iterator[Pair]:
        """Yield two sentences of a paper in one, and one of it with one that it does not hold."""
        sentences = enumerate(self.paper.sentences)
        own = [one for place, one in sentences if place != self.place and usable(one)]
        foreign = [one for one in self.near.sentences if usable(one)]
        if not own or not foreign:
            return
        link = self.chance.choice(("; ", ", and ", ", while ", ". "))
        true, other = self._say(self._true), self.chance.choice(own)
        false = self.chance.choice(foreign)
        if self.chance.random() < 0.5:
            found = opposed(other, self.chance, edits.names(" ".join(self.near.text)))
            false = found[0] if found else false
        for second, supported in ((other, True), (false, False)):
            claim = linked(true, link, self._say(second))
            yield self._pair(claim, self.paper.text, supported, "joined")

    def _absent(self) -> Iterator[Pair]:
        """Yield a sentence against its paper, and against the rest of it or a near paper."""
        yield self._pair(self._say(self._true), self.paper.text, True, "whole")
        rest = self.paper.sentences[: self.place] + self.paper.sentences[self.place + 1 :]
        away = self.chance.random() < 0.4 and len(rest) > 3
        yield self._pair(self._say(self._true), rest if away else self.near.text, False, "absent")


def edited(paper: Abstract, near: Abstract, chance: Random, source: str) -> Iterator[Pair]:
    """Yield pairs of one sentence of a paper."""
    places = [place for place, one in enumerate(paper.sentences) if usable(one)]
    if places:
        place, seed = chance.choice(places), chance.randrange(1 << 30)
        yield from Editor(paper, near, place, seed, chance.random() < 0.3, chance, source).pairs()


def linked(first: str, link: str, second: str) -> str:
    """Return two sentences as one, or one after the other."""
    if link == ". ":
        return f"{first} {second}"
    named = edits.names(second.split()[0])
    return f"{first[:-1]}{link}{second if named else second[0].lower() + second[1:]}"


def contrasted(pair: Pair, chance: Random, others: Sequence[str]) -> Iterator[Pair]:
    """Yield the opposite of a true claim, or a stronger form of it, as unsupported."""
    if chance.random() < 0.25:
        new = edits.stronger(pair.claim, chance)
        found = (new, "stronger") if new else opposed(pair.claim, chance, others)
    else:
        found = opposed(pair.claim, chance, others)
    if found:
        yield Pair(found[0], pair.evidence, False, pair.source, pair.document, f"own:{found[1]}")
