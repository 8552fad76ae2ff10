"""Names of methods and data sets in abstracts, told from other words by their capitals."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

# A capital with another capital or a figure in the same stretch (BM25, SQuAD, GPT-3.5, Self-RAG),
# or two words of capitals (MS MARCO).  What stands in brackets only explains the words before it.
_PART = r"(?:[A-Z][a-z]+-)?[A-Z][A-Za-z]*[A-Z0-9][A-Za-z0-9]*(?:[-.][A-Z0-9][A-Za-z0-9]*)*"
_NAME = re.compile(rf"(?<![\w(@/.-])(?:[A-Z]{{2,}} [A-Z]{{2,}}|{_PART})(?![\w)@/-]|\.\d| \d| \()")
# Fields, measures and other capitals that name neither a method nor a data set.
_OTHER = frozenset(
    "AI API APIs BLEU CLS CMU COVID-19 F1 GPT ICT IDF IR LC LLM LLMs LM LMs LaTeX NLG NLI NLP "
    "NotEnoughInfo QA RAG RETROfitting REtrieval ROUGE ROUGE-L TF-IDF TLDR TLDRs UK US".split()
)

# What stands before and after the name of a data set.
_BEFORE_SET = re.compile(r"(?<!based )(?<!built )(?<!depends )\b[Oo]n (?:the )?$")
_AFTER_SET = re.compile(
    r" (?:dataset|benchmark|corpus|tasks|is a (?:dataset|benchmark|collection|corpus)"
    r"|comprises|provides|supplies|gathers|collects)\b"
)


@dataclass(frozen=True, slots=True)
class Names:
    """Names in alphabetical order: those of data sets, and all others."""

    sets: tuple[str, ...]
    methods: tuple[str, ...]


def places(text: str) -> list[re.Match[str]]:
    """Return where a text names something, in order."""
    return [match for match in _NAME.finditer(text) if match.group() not in _OTHER]


def named(texts: Iterable[str]) -> Names:
    """Return what texts name; the words around a name tell whether it is a data set's."""
    found: set[str] = set()
    sets: set[str] = set()
    for text in texts:
        for match in places(text):
            name = match.group()
            found.add(name)
            before = _BEFORE_SET.search(text[: match.start()])
            if before or _AFTER_SET.match(text, match.end()) or name.endswith("QA"):
                sets.add(name)
    return Names(tuple(sorted(sets)), tuple(sorted(found - sets)))
