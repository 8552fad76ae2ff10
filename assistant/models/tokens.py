"""Counts tokens with tiktoken, without the network.

tiktoken downloads its vocabularies unless TIKTOKEN_CACHE_DIR holds them.  llama-index-core ships
cl100k_base and o200k_base; its folder is found without importing it, which would load some 1,300
modules.
"""

from __future__ import annotations

import importlib.util
import os
from functools import cache
from pathlib import Path

import tiktoken

_ENCODING = "cl100k_base"


def encode(text: str) -> list[int]:
    """Return the tokens of a text; words that look like control tokens count as text."""
    return _encoding(_ENCODING).encode(text, disallowed_special=())


def count(text: str) -> int:
    """Return the number of tokens of a text."""
    return len(encode(text))


def shorten(text: str, tokens: int) -> str:
    """Return the beginning of a text, at most so many tokens."""
    return _encoding(_ENCODING).decode(encode(text)[:tokens], errors="ignore")


@cache
def _encoding(name: str) -> tiktoken.Encoding:
    os.environ.setdefault("TIKTOKEN_CACHE_DIR", str(_vocabularies()))
    return tiktoken.get_encoding(name)


def _vocabularies() -> Path:
    found = importlib.util.find_spec("llama_index")
    folders = list(found.submodule_search_locations or ()) if found else []
    places = [Path(folder) / "core" / "_static" / "tiktoken_cache" for folder in folders]
    return next(place for place in places if place.is_dir())
