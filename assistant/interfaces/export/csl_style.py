"""Citations by a style of the Citation Style Language: the door to citeproc-py.

citeproc-py reads styles and locales from files alone. It tells papers apart by no letters of its
own (2020a, 2020b); a style that shows them by the variable `year-suffix` is given them.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from warnings import catch_warnings, simplefilter

from assistant.errors import InputError
from assistant.interfaces.export.author_year import year_letters
from assistant.interfaces.export.csl_json import csl_item
from assistant.interfaces.export.escaping import line, tidy
from assistant.interfaces.export.extras import needed
from assistant.interfaces.export.styles import Entry, Numeric, Piece, Run
from assistant.types import Reference

_ITALIC, _BOLD, _RAISED = ("\ue000", "\ue001"), ("\ue002", "\ue003"), ("\ue004", "\ue005")
"""Signs around what a style sets otherwise than upright; no text of a paper holds them."""
_SIGN = re.compile("([\ue000-\ue005])")


class CslStyle:
    """Citations and references as a `.csl` file has them."""

    def __init__(self, path: Path, references: Sequence[Reference]) -> None:
        """Read the style.

        Raises:
            InputError: citeproc-py is not installed, or the file cannot be used.
        """
        needed("citeproc", "citations by a .csl file")
        self._path = path
        self._references = sorted(references, key=lambda one: one.number)
        with _usable(path):
            self._citeproc = _begun(_style(path), self._references)
        self._alone = {one.number: self._cited([one.number]) for one in self._references}
        self.raised = any(_RAISED[0] in cited for cited in self._alone.values())
        for number, cited in self._alone.items():
            if not _upright(cited).strip():
                raise _unusable(path, f"it shows nothing for paper [{number}]")

    @cached_property
    def entries(self) -> Sequence[Entry]:
        """The list of references as the style has it; numbered where the style has none."""
        if not self._citeproc.style.has_bibliography():
            return Numeric(self._references).entries
        with _usable(self._path):
            return [
                Entry(int(key), "", tuple(_runs(str(told))))
                for key, told in zip(
                    self._citeproc.keys, self._citeproc.bibliography(), strict=True
                )
            ]

    def citation(self, numbers: Sequence[int]) -> tuple[Piece, ...]:
        """Return the citation of several papers, taken apart where each has a mark of its own."""
        whole = _upright(self._cited(numbers))
        found = sorted((*_span(self.label(number), whole), number) for number in numbers)
        pieces: list[Piece] = []
        at = 0
        for start, end, number in found:
            if start < at:  # the style joins marks, as in [1–3], or does not tell them apart
                return (Piece(whole, numbers[0] if len(numbers) == 1 else None),)
            pieces += [Piece(whole[at:start]), Piece(whole[start:end], number)]
            at = end
        return tuple(piece for piece in (*pieces, Piece(whole[at:])) if piece.text)

    def label(self, number: int) -> str:
        """Return the mark of one paper without what stands around it."""
        return _upright(self._alone[number]).strip("()[] ")

    def _cited(self, numbers: Sequence[int]) -> str:
        from citeproc import Citation, CitationItem

        with _usable(self._path):
            citation = Citation([CitationItem(str(number)) for number in numbers])
            citation.bibliography = self._citeproc
            return str(self._citeproc.cite(citation, lambda item: item.key))


@contextmanager
def _usable(path: Path) -> Iterator[None]:
    """Say of whatever a style makes go wrong that the style is at fault."""
    try:
        with catch_warnings():
            simplefilter("ignore")  # fields of CSL-JSON that citeproc-py does not know
            yield
    except InputError:
        raise
    except Exception as error:
        raise _unusable(path, line(str(error)) or type(error).__name__) from error


def _unusable(path: Path, why: str) -> InputError:
    return InputError(
        f"{path} cannot be used as a citation style ({why}); take another from "
        "citationstyles.org, or --style author-year"
    )


def _style(path: Path) -> Any:
    from citeproc import CitationStylesStyle

    try:
        content = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path} cannot be read ({error.strerror}); name a .csl file") from error
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise ValueError("a style declares no document type")
    style = CitationStylesStyle(io.BytesIO(content), validate=False)
    if not str(style.root.tag).endswith("}style") or style.root.citation is None:
        raise ValueError("it says nothing on how to cite; it may only name another style")
    if style.root.get("class") == "note":
        raise ValueError("it cites in footnotes")
    return style


def _begun(style: Any, references: Sequence[Reference]) -> Any:
    """Return citeproc's bibliography of the references, in the order of the style."""
    from citeproc import Citation, CitationItem, CitationStylesBibliography
    from citeproc.source.json import CiteProcJSON

    by_letters = style.root.citation.get("disambiguate-add-year-suffix") == "true"
    letters = year_letters(references) if by_letters else {}
    items = []
    for one in references:
        item = csl_item(str(one.number), one.paper)
        if one.number in letters:
            item["year-suffix"] = letters[one.number]
        venue = str(item.get("container-title", ""))
        item["container-title"] = venue.removesuffix(f" {one.paper.year}")  # the style adds it
        items.append(item)
    begun = CitationStylesBibliography(style, CiteProcJSON(items), _FORMATTER)
    begun.register(Citation([CitationItem(item["id"]) for item in items]))
    if style.has_bibliography():
        begun.sort()
    return begun


def _around(signs: tuple[str, str]) -> Any:
    return lambda text: f"{signs[0]}{text}{signs[1]}"


_FORMATTER = SimpleNamespace(
    preformat=str,
    Italic=_around(_ITALIC),
    Oblique=_around(_ITALIC),
    Bold=_around(_BOLD),
    Superscript=_around(_RAISED),
    **dict.fromkeys(("Light", "Underline", "Subscript", "SmallCaps"), str),
)


def _runs(told: str) -> Iterator[Run]:
    italic = bold = 0
    for part in _SIGN.split(told):
        if part in _ITALIC:
            italic += 1 if part == _ITALIC[0] else -1
        elif part in _BOLD:
            bold += 1 if part == _BOLD[0] else -1
        elif part and not _SIGN.fullmatch(part):
            yield Run(tidy(part), italic > 0, bold > 0)


def _upright(told: str) -> str:
    return _SIGN.sub("", told)


def _span(mark: str, whole: str) -> tuple[int, int]:
    """Return where a mark stands in a citation, (-1, -1) where it does not."""
    found = re.search(rf"(?<!\w){re.escape(mark)}(?!\w)", whole)
    return found.span() if mark and found else (-1, -1)
