"""The papers of a library as a file that any library can read again."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence

from assistant.answering.documents import paper_document
from assistant.corpus.formats.own import SCHEMA
from assistant.interfaces import bibliography
from assistant.interfaces.export.csl_json import csl_items
from assistant.interfaces.export.ris import ris
from assistant.interfaces.export.writing import Files, format_of
from assistant.types import Paper

FORMATS = (".jsonl", ".bib", ".ris", ".csl.json")


def library_file(papers: Sequence[Paper], notes: Mapping[str, Sequence[str]], name: str) -> Files:
    """Return what a file of that name holds; only JSON Lines (`paper/1`) keep tags and notes.

    Raises:
        InputError: the ending of the name says no format.
    """
    forms: Mapping[str, Callable[[], str]] = {
        ".jsonl": lambda: "".join(_line(one, notes.get(one.id, ())) for one in papers),
        ".bib": lambda: bibliography.bibtex(papers, whole=True),
        ".ris": lambda: ris(papers),
        ".csl.json": lambda: json.dumps(csl_items(papers), ensure_ascii=False, indent=1) + "\n",
    }
    return {name: forms[format_of(name, FORMATS)]().encode("utf-8", "replace")}


def _line(paper: Paper, notes: Sequence[str]) -> str:
    document = {"schema": SCHEMA, **paper_document(paper), "notes": list(notes)}
    return json.dumps(document, ensure_ascii=False) + "\n"
