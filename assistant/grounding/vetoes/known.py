"""What a text names, in whatever form: joined or apart, in short or spelled out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from assistant.grounding.vetoes.reading import read

# Known by everyone, and by other names: an abstract need not write them.
COMMON = frozenset(
    "ai ml nlp llm llms lm lms cpu cpus gpu gpus api dna rna us uk eu usa un who ok id ii iii "
    "iv vs covid19 covid sarscov2 sarscov ncov pdf ceo tv fbi fahrenheit celsius english "
    "internet web rl nn nns dnn dnns cnn cnns rnn rnns lstm lstms gan gans gnn gnns sgd vae "
    "vaes mlp mlps svm pca ode odes pde pdes mdp mdps mle mt qa ner asr relu transformer "
    "transformers bayes markov monte carlo tf turing earth china europe america americans japan "
    "africa asia india united states".split()
)
_GREEK = str.maketrans("αβγδεζκλμ", "abgdezklm")
_SPELLED = re.compile(r"(?:alpha|beta|gamma|delta|kappa|zeta)(?=\d|\b)|interleukin")
_LETTERS = re.compile(r"[^a-z0-9]")
_GAP = re.compile(r"(?:[\s/—–()+,;:\[\]{}\"“”<>=≤≥~±|!?&-]|\.{2,})+")
_PREFIX = 5
_NUMBERED = re.compile(r"([a-z]{3,})\d")
_OF_KIND = re.compile(r"[a-z]{1,3}(?=[A-Z]{3,})|[A-Z](?=[A-Z]{3,})")
_LONGEST = 8


class Known:
    """The words of a text in small letters, alone and joined to their neighbours."""

    def __init__(self, text: str) -> None:
        self._words = [word for word in map(bare, _GAP.split(text)) if word]
        pairs = zip(self._words, self._words[1:], strict=False)
        triples = zip(self._words, self._words[1:], self._words[2:], strict=False)
        self._joined = {*self._words, *map("".join, pairs), *map("".join, triples)}
        self._joined |= {found[1] for word in self._words if (found := _NUMBERED.match(word))}
        self._joined |= {bare(word.text) for sentence in read(text).sentences for word in sentence}
        self._starts = {word[:_PREFIX] for word in self._words}

    @staticmethod
    @lru_cache(maxsize=128)
    def of(text: str) -> Known:
        """Return what a text names."""
        return Known(text)

    def holds(self, name: str, common: bool = True) -> bool:
        """Tell whether the text mentions a name, spelled out or in short.

        With `common`, names that everyone knows count as mentioned.
        """
        if self._mentions(bare(name)) or (common and bare(name) in COMMON):
            return True
        kind = _OF_KIND.sub("", name, count=1)  # mRNA is an RNA
        if kind != name and self._mentions(bare(kind)):
            return True
        parts = [part for part in re.split(r"-(?!\d)|[+.]", name) if re.search("[A-Z0-9]", part)]
        return bool(parts) and parts != [name] and all(self.holds(one, common) for one in parts)

    def _mentions(self, name: str) -> bool:
        if not name:
            return True
        singular = name.removesuffix("s")
        forms = {name, singular, name + "s", name.removesuffix("es")}
        if len(singular) > 4 and singular.isalpha():
            forms.add(singular[:-1])  # RANKL is a ligand of RANK
        if not forms.isdisjoint(self._joined):
            return True
        if len(name) > _PREFIX and name.isalpha() and name[:_PREFIX] in self._starts:
            return True
        return 1 < len(singular) <= _LONGEST and any(
            abbreviates(short, self._words[place : place + len(short) + 3])
            for place, word in enumerate(self._words)
            if word[0] == singular[:1]
            for short in (singular, name)
        )


def abbreviates(short: str, words: Sequence[str], longer: bool = True) -> bool:
    """Tell whether a short form is made of the first letters of words, from the first of them on.

    Short words may be left out, as "of" is; with `longer`, one of them may give up to 4 letters.
    """
    if not short or not words:
        return not short
    word = words[0]
    if word[0] == short[0]:
        if abbreviates(short[1:], words[1:], longer):
            return True
        begun = next((n for n in (4, 3, 2) if len(short) > n and word.startswith(short[:n])), 0)
        if not begun and longer and word == short:
            begun = len(word)
        return longer and begun > 1 and abbreviates(short[begun:], words[1:], longer=False)
    return len(word) < 4 and abbreviates(short, words[1:], longer)


def bare(word: str) -> str:
    """Return the letters and figures of a word, small and Latin."""
    lower = word.lower().translate(_GREEK).removesuffix("'s").removesuffix("’s")
    return _LETTERS.sub("", _SPELLED.sub(_short, lower))


def _short(spelled: re.Match[str]) -> str:
    return "il" if spelled[0] == "interleukin" else spelled[0][0]
