"""The citation styles by the names that users give them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from assistant.errors import InputError
from assistant.interfaces.export.author_year import AuthorYear
from assistant.interfaces.export.csl_style import CslStyle
from assistant.interfaces.export.styles import CitationStyle, Numeric
from assistant.types import Reference

NUMERIC = "numeric"
AUTHOR_YEAR = "author-year"


def style_of(name: str, references: Sequence[Reference]) -> CitationStyle:
    """Return the style of that name, or in that `.csl` file, for these references.

    Raises:
        InputError: there is no such style, or its file cannot be used.
    """
    if name == NUMERIC:
        return Numeric(references)
    if name == AUTHOR_YEAR:
        return AuthorYear(references)
    if name.lower().endswith(".csl"):
        return CslStyle(Path(name), references)
    raise InputError(
        f"{name!r} is no citation style; take {NUMERIC}, {AUTHOR_YEAR} or a file that ends in .csl"
    )
