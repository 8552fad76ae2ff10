"""Texts -> the phrases that may name their subject, with how they stand in the sentences.

A phrase is a run of one to three words without a stop word or a punctuation mark inside.  There is
no tagger of parts of speech here: a phrase is taken for a noun by where it stands, often at the end
of a run of content words, as "web navigation" does and "efficient" does not, and hardly ever after
"to" or "we", as "navigate" does.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.library.words import stems
from assistant.types import Paper

Phrase = tuple[str, ...]
"""The stems of its words."""

_LONGEST = 3
# Share of a phrase's occurrences that stand as a noun does; of several words less, as a verb that
# follows ("sparse rewards make …") is not told from a further noun.
_NOUN = {1: 0.5, 2: 0.3, 3: 0.3}
_VERB = 0.3  # share that follows "to" or "we", from which on it is a verb: "follow instructions"
_INSEPARABLE = 0.5
_TAKES_VERB = frozenset("to we can could may might will would should must not they you who".split())
_BEFORE_NOUN = frozenset("a an the our their its his her this that these those".split())
# WebArena, GPT-4, RLHF; not Zero-Shot.
_INNER_CAPITAL = re.compile(r"(?<=[^\W_])[A-Z\d]|-\d")
_STRETCH = re.compile(r"[^,.;:()\[\]{}!?\"“”/\s]+(?:\s+[^,.;:()\[\]{}!?\"“”/\s]+)*")


@dataclass(frozen=True, slots=True)
class _Occurrence:
    phrase: Phrase
    form: str
    as_noun: bool
    as_verb: bool


class Phrases:
    """The phrases of some papers: how many papers hold each, in which form, and standing how."""

    def __init__(self, papers: Sequence[Paper]) -> None:
        self.papers: Counter[Phrase] = Counter()
        self.in_titles: Counter[Phrase] = Counter()
        self._forms: dict[Phrase, Counter[str]] = defaultdict(Counter)
        self._occurrences: Counter[Phrase] = Counter()
        self._as_noun: Counter[Phrase] = Counter()
        self._as_verb: Counter[Phrase] = Counter()
        for paper in papers:
            self._add(paper)

    def _add(self, paper: Paper) -> None:
        """Count a paper's phrases; it gives one form, that of its abstract where it has one.

        Titles write all words with capitals, and a later place of an abstract may be an address.
        """
        title = list(_occurrences(_without_capitals(paper.title)))
        abstract = list(_occurrences(paper.abstract))
        for one in (*title, *abstract):
            self._occurrences[one.phrase] += 1
            self._as_noun[one.phrase] += one.as_noun
            self._as_verb[one.phrase] += one.as_verb
        forms = {one.phrase: one.form for one in (*title, *reversed(abstract))}
        for phrase, form in forms.items():
            self._forms[phrase][form] += 1
            self.papers[phrase] += 1
        self.in_titles.update({one.phrase for one in title})

    def form(self, phrase: Phrase) -> str:
        """Return the form in which most papers write a phrase."""
        return self._forms[phrase].most_common(1)[0][0]

    def is_name(self, phrase: Phrase) -> bool:
        """Tell whether a phrase is written as names are: WebArena, GPT-4, RLHF."""
        forms = self._forms[phrase]
        as_name = sum(count for form, count in forms.items() if _INNER_CAPITAL.search(form))
        return 2 * as_name > forms.total()

    def is_noun(self, phrase: Phrase) -> bool:
        """Tell whether a phrase mostly stands as a noun does."""
        occurrences = self._occurrences[phrase]
        return (
            self._as_noun[phrase] >= _NOUN[len(phrase)] * occurrences
            and self._as_verb[phrase] < _VERB * occurrences
        )

    def inseparable(self, phrase: Phrase) -> bool:
        """Tell whether its first words hardly stand without the last: "reinforcement learning"."""
        return self._occurrences[phrase] >= _INSEPARABLE * self._occurrences[phrase[:-1]]


def parts(phrase: Phrase) -> set[str]:
    """Return the stems of a phrase, those of a compound apart."""
    return {part for stem in phrase for part in stem.split("-")}


def _without_capitals(title: str) -> str:
    """Return a title without the capitals that only its being a title gives its words."""
    words = title.split()
    long = [word for word in words if len(word) > 3]
    if sum(word[0].isupper() for word in long) <= len(long) / 2:
        return title
    return " ".join(word if _INNER_CAPITAL.search(word) else word.lower() for word in words)


def _occurrences(text: str) -> Iterator[_Occurrence]:
    for stretch in _STRETCH.findall(text):
        words = stretch.split()
        for start in range(len(words)):
            for end in range(start + 1, min(start + _LONGEST, len(words)) + 1):
                if not _stem(words[end - 1]):
                    break
                run = words[start:end]
                if _tells(run):
                    phrase = tuple(_stem(word) for word in run)
                    verb = start > 0 and words[start - 1].lower() in _TAKES_VERB
                    noun = not verb and _ends_run(words, end)
                    yield _Occurrence(phrase, _written(run), noun, verb)


def _ends_run(words: Sequence[str], end: int) -> bool:
    """Tell whether no content word follows, nor the article of one: "navigate the"."""
    if end == len(words):
        return True
    after = words[end].lower()
    return not _stem(after) and after not in _BEFORE_NOUN


def _tells(run: Sequence[str]) -> bool:
    return run[0][0].isalpha() and len("".join(run)) > 2


def _written(run: Sequence[str]) -> str:
    """Return a phrase in small letters but for names: "Monte Carlo", "GPT-4", "RLHF"."""
    title_case = all(word[:1].isupper() for word in run) and len(run) > 1
    return " ".join(
        word if title_case or _INNER_CAPITAL.search(word) else word.lower() for word in run
    ).strip("'’‘-*_`")


@lru_cache(maxsize=50_000)
def _stem(word: str) -> str:
    return "-".join(stems(word))
