"""What users type to narrow a search -> Filters, and back."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence

from assistant.errors import InputError
from assistant.library.tags import checked
from assistant.types import Filters

FIELDS = {
    "author": "authors", "venue": "venues", "source": "sources", "tag": "tags",
    "title": "titles", "id": "ids", "phrase": "phrases", "without": "without",
}  # fmt: skip
"""What a user types before the colon -> the field of Filters; beside `year`, which is a span."""
KEYS = ("year", *FIELDS)
_EXAMPLES = {
    "year": "2020-",
    "author": "Karpukhin",
    "venue": "EMNLP",
    "source": "export.csv",
    "tag": "to-read",
    "title": "retrieval",
    "id": "arxiv:2004.04906",
    "phrase": '"exact words"',
    "without": "vision",
}
# In quotes, where a quote is doubled, a value may hold what looks like the next key.
_PIECE = re.compile(r'(\w+):\s*("(?:[^"]|"")*"(?=\s|$)|.*?)\s*(?=\s\w+:|$)\s*', re.DOTALL)
_KEY = re.compile(r"\s\w+:")
_YEARS = re.compile(r"\s*(\d{4})?\s*(-?)\s*(\d{4})?\s*")


def years(text: str) -> tuple[int | None, int | None]:
    """Return first and last year of "2021", "2019-2021", "2019-" or "-2021".

    Raises:
        InputError: the text is none of these.
    """
    found = _YEARS.fullmatch(text)
    if not found or not (found[1] or found[3]) or (found[1] and found[3] and not found[2]):
        raise InputError(f"cannot read the years {text!r}; write 2021, 2019-2021, 2019- or -2021")
    first = int(found[1]) if found[1] else None
    last = int(found[3]) if found[3] else (None if found[2] else first)
    if first is not None and last is not None and first > last:
        raise InputError(f"the years {text!r} run backwards; put the earlier one first")
    return first, last


def parsed(text: str) -> Filters:
    """Return the filters of "year:2020- author:Jane Doe venue:ACL"; a repeated key is "any of".

    Raises:
        InputError: the text is not of that form.
    """
    pieces = list(_pieces(text.strip()))
    for key, value in pieces:
        if key not in KEYS:
            raise InputError(f"no filter {key}:{_nearest(key)}; there are {_listed(KEYS)}")
        if not value:
            raise InputError(f"{key}: needs a value, as in {key}:{_EXAMPLES[key]}")
    given = {key: [v for k, v in pieces if k == key] for key in KEYS}
    for tag in given["tag"]:
        checked(tag)
    if len(given["year"]) > 1:
        raise InputError("year: may stand once; write a span as year:2019-2021")
    first, last = years(given["year"][0]) if given["year"] else (None, None)
    return Filters(first, last, **{field: tuple(given[key]) for key, field in FIELDS.items()})


def described(filters: Filters) -> str:
    """Return filters as they are typed; an empty text where there are none."""
    first, last = (
        "" if year is None else f"{year:04}" for year in (filters.year_from, filters.year_to)
    )
    span = first if first == last else f"{first}-{last}"
    parts = [f"year:{span}"] if span else []
    for key, field in FIELDS.items():
        parts += [f"{key}:{_quoted(one)}" for one in getattr(filters, field) if one.strip()]
    return " ".join(parts)


def _pieces(text: str) -> Iterator[tuple[str, str]]:
    place = 0
    while place < len(text) or not place:
        found = _PIECE.match(text, place)
        if not found:
            raise InputError(f"cannot read {text!r}; write it as year:2020- author:NAME")
        key, value = found.groups()
        whole = len(value) > 1 and value[0] == value[-1] == '"'
        yield key, (value[1:-1].replace('""', '"') if whole else value.strip('"'))
        place = found.end()


def _quoted(value: str) -> str:
    plain = value == value.strip().strip('"') and not _KEY.search(value)
    return value if plain else '"' + value.replace('"', '""') + '"'


def _nearest(key: str) -> str:
    near = difflib.get_close_matches(key, KEYS, n=1)
    return f" (did you mean {near[0]}:?)" if near else ""


def _listed(keys: Sequence[str]) -> str:
    return ", ".join(f"{key}:" for key in keys)
