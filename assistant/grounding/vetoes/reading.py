"""A text as sentences of words that can be compared: stems, figures, and how they are written."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from assistant.grounding import hidden, sentences
from assistant.grounding.vetoes import counting
from assistant.grounding.vetoes.figures import Figure

FIGURE = "#"
"""The key of every figure: that two texts count the same thing shows even if the counts differ."""

_FUNCTION_WORDS = frozenset(
    "a about after all also an and any are as at be been before being between both but by can "
    "could did do does doing during each either every few for from further had has have having he "
    "her here his how however i if in into is it its itself may me might more most much must my "
    "neither never no nor not of off often on once one only onto or other our out over own per "
    "same shall she should since so some such than that the their them then there these they this "
    "those through thus to too toward under until up upon us very via was we were what when where "
    "whether which while who whom whose why will with within without would yet you your".split()
)
_PLAIN = str.maketrans("‘’‚‛“”„«»‐‑‒–—−", '\'\'\'\'"""""' + "------")
# Citations and numbers of a list count nothing: [3, 14], (2), "4. Reduce the heat".
_LABEL = re.compile(r"\[[\d,; -]{1,12}\]|\((\d)\)|^\s*\(?\d{1,2}[.):]\s")
_LABELLED = "#"
_APART = re.compile(
    r"([()\[\]{}\"<>=≤≥~±|;:!?/&]|\.{2,}|--+|,(?!\d{3}(?!\d))|(?<!\d),|(?<=\d)-(?=\$?\d)|(?<=[a-z])%)"
)
_NOT = re.compile(r"(?<!\bca)n't\b|(?<=\bcan)'t\b|(?<=\bcan)not\b", re.IGNORECASE)
_ACCENT = re.compile(r"\\(?:[\"'`^~=.]|[Hcuvdbkrt](?=\{))\{?\\?([A-Za-z])\}?|\\cite\w*\{[^}]*\}")
_DEGREE = re.compile(r"\^?\{?(?:\\circ|°)\}?")
_TEX = re.compile(r"\\(?=[%$&#_])|(?<!\\)\$(?=\S[^$]*(?<!\s)\$(?!\d))|(?<=[^\s\\])\$(?!\d)")
_NAMED_BY_FIGURES = re.compile(r"[A-Za-z]")


@dataclass(frozen=True, slots=True)
class Word:
    """A word as it is written, the key by which it is compared, and its figure if it is one."""

    text: str
    key: str
    figure: Figure | None = None
    apart: bool = False
    """Whether a sign that parts clauses, or the beginning of the sentence, stands before it."""

    @property
    def is_content(self) -> bool:
        """Tell whether it carries meaning of its own, and is no figure."""
        return (
            self.figure is None
            and self.text[0] != _LABELLED
            and self.text.lower() not in _FUNCTION_WORDS
        )


Sentence = tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class Text:
    """The sentences of a text, and the keys of all its words."""

    sentences: tuple[Sentence, ...]
    keys: frozenset[str]
    figures: tuple[Figure, ...]


@lru_cache(maxsize=512)
def read(text: str) -> Text:
    """Return the sentences of a text and what all of them hold."""
    found = tuple(
        words for start, end in sentences.spans(text) if (words := _words(text[start:end]))
    )
    every = [word for sentence in found for word in sentence]
    counted = tuple(word.figure for word in every if word.figure)
    return Text(found, frozenset(word.key for word in every), counted)


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """Return what is left of a word without its commonest endings; crude, and alike for alike."""
    word = word.lower()
    if len(word) <= 3:
        return word
    if word.endswith("ies") and len(word) > 4:
        word = word[:-3] + "y"
    elif word.endswith(("sses", "shes", "ches", "xes", "zes")):
        word = word[:-2]
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    for ending in ("ing", "ed"):
        if word.endswith(ending) and re.search("[aeiouy]", word[: -len(ending)]):
            word = word[: -len(ending)]
            if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "lsz":
                word = word[:-1]
            break
    if word.endswith("ly") and len(word) > 5:
        word = word[:-2]
    word = word.removesuffix("e") if len(word) > 3 else word
    return word[:-1] + "i" if word.endswith("y") and len(word) > 3 else word


def stems(words: str) -> frozenset[str]:
    """Return the keys of words that are written side by side, as lists of them are here."""
    return frozenset(map(stem, words.split()))


def _words(sentence: str) -> Sentence:
    plain = unicodedata.normalize("NFKC", hidden.removed(sentence.translate(_PLAIN)))
    plain = _ACCENT.sub(lambda accent: accent[1] or "", plain)
    plain = _TEX.sub("", _LABEL.sub(_label, plain.translate(_PLAIN))).replace("\\times", "×")
    plain = _NOT.sub(" not", _DEGREE.sub(" degrees", plain))
    chunks: list[str] = []
    apart: list[bool] = []
    after_sign = True
    for piece in _APART.sub(r" \1 ", plain).split():
        bare = piece.strip(".,'`*_^\\+")
        if piece[0] == "." and bare[:1].isdigit():
            bare = "." + bare  # .05
        if not any(letter.isalnum() or letter in "%‰$" for letter in bare):
            after_sign = after_sign or piece not in "'\""
            continue
        for part in _parts(bare):
            chunks.append(part)
            apart.append(after_sign)
            after_sign = False
        after_sign = piece[-1] in ".," or after_sign
    return tuple(_read(chunks, apart))


def _label(match: re.Match[str]) -> str:
    return f" {_LABELLED}{match[1]} " if match[1] else " "


def _parts(chunk: str) -> list[str]:
    """Return the parts of a chunk at its hyphens; a name that figures belong to stays whole."""
    if "-" not in chunk.strip("-"):
        return [chunk]
    parts = [part for part in chunk.split("-") if part]
    figured = [part for part in parts if part[0].isdigit()]
    if figured and parts[0][0].isalpha():
        return [chunk]  # GPT-4, COVID-19, SARS-CoV-2
    return parts


def _read(chunks: list[str], apart: list[bool]) -> list[Word]:
    found: list[Word] = []
    place = 0
    while place < len(chunks):
        counted = counting.first(chunks, place)
        length = counted[1] if counted else 1
        written = " ".join(chunks[place : place + length])
        if counted:
            found.append(Word(written, FIGURE, counted[0], apart[place]))
        else:
            bare = written.removesuffix("'s")
            found.append(Word(bare, stem(bare), None, apart[place]))
        place += length
    return found
