"""A file -> a draft: which kind it is, what it says, and the .bib files that belong to it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from assistant.answering.checking import latex, markdown
from assistant.answering.checking.drafts import Draft, Work
from assistant.answering.checking.references import of_bibtex, short_name
from assistant.errors import InputError

_MOST_BYTES = 3_000_000  # some two thousand pages
_LATEX = (".tex", ".ltx", ".latex")
_PLAIN = (".txt", ".text")
_SIGNS_OF_LATEX = re.compile(
    r"\\(?:documentclass|begin\s*\{document\}|(?:sub)?section\*?\{|cite\w*[\[{])"
)
_BIBLIOGRAPHIES = re.compile(
    r"(?<!%)\\(?:bibliography|addbibresource)\s*(?:\[[^\]]*\])?\{([^{}]+)\}|^bibliography:\s*(.+)$",
    re.MULTILINE,
)
_OTHER_FILES = (b"PK\x03\x04", b"%PDF", b"\xd0\xcf\x11\xe0", b"{\\rtf")


def read(path: Path, bib: Sequence[Path] = ()) -> Draft:
    """Return the draft in a file, with the works of its own .bib files and of those given.

    Raises:
        InputError: a file cannot be read, or the draft holds no sentence.
    """
    said = text_of(path, "a draft in Markdown, LaTeX or plain text")
    is_latex = path.suffix.lower() in _LATEX or bool(
        path.suffix.lower() not in _PLAIN and _SIGNS_OF_LATEX.search(said)
    )
    works: dict[str, Work] = {}
    missing: list[str] = []
    for file in bib:
        works |= of_bibtex(text_of(file, "a .bib file"))
    for name in _named(said):
        beside = path.parent / name
        if beside.is_file():
            works = of_bibtex(text_of(beside, "a .bib file")) | works
        elif not bib:
            missing.append(name)

    def name_of(key: str) -> str:
        return short_name(works.get(key))

    if is_latex:
        draft = latex.read(said, name_of)
    else:
        draft = markdown.read(said, name_of, plain=path.suffix.lower() in _PLAIN)
    if not draft.sentences:
        raise InputError(f"{path} holds no sentence to check; give a draft with running text")
    return replace(draft, works={**draft.works, **works}, elsewhere=(*draft.elsewhere, *missing))


def text_of(path: Path, wanted: str) -> str:
    """Return the text of a file; bytes that are no UTF-8 are read as Western European.

    Raises:
        InputError: it is no text, too large, or cannot be read.
    """
    if path.is_dir():
        raise InputError(f"{path} is a folder; give {wanted}")
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise InputError(
                f"{path} is larger than {_MOST_BYTES:,} bytes; check it chapter by chapter"
            )
        raw = path.read_bytes()
    except OSError as error:
        raise InputError(f"cannot read {path}: {error.strerror}; give {wanted}") from None
    if raw.startswith(_OTHER_FILES) or b"\0" in raw[:100_000]:
        raise InputError(f"{path} is no text; save it as {wanted} and give that")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def _named(said: str) -> list[str]:
    """Return the names of the .bib files that a draft asks for."""
    names = [
        name.strip().strip("\"'[]")
        for pair in _BIBLIOGRAPHIES.findall(said)
        for given in pair
        for name in given.split(",")
        if name.strip()
    ]
    return [name if name.endswith(".bib") else f"{name}.bib" for name in dict.fromkeys(names)]
