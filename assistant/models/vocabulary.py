"""Which words are common: those that models of language have a token for."""

from __future__ import annotations

import json
from functools import cache

from assistant import resources
from assistant.models import tokens

_FILE = "models/minilm/tokenizer.json"
_ENDINGS = ("s", "es", "ed", "d", "ing", "ly", "er", "ers")


def is_word(word: str) -> bool:
    """Tell whether a word in small letters is a common one, as it is or in an inflexion.

    The embedding model has a token for 20,000 English words, tiktoken for "throughput", too.
    """
    known = _words()
    inflected = (word.removesuffix(ending) for ending in _ENDINGS if word.endswith(ending))
    return word in known or any(one in known for one in inflected) or tokens.count(f" {word}") == 1


@cache
def _words() -> frozenset[str]:
    tokenizer = json.loads((resources.PACKAGE / _FILE).read_text(encoding="utf-8"))
    return frozenset(tokenizer["model"]["vocab"])
