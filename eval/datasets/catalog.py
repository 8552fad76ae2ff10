"""All data sets by name: those that travel with the program, those kept outside, and your own."""

from __future__ import annotations

import difflib
import os
from collections.abc import Callable
from functools import partial
from pathlib import Path

from eval.datasets import (
    checkcovid,
    own,
    pubmedqa,
    questions,
    ragtruth,
    scale,
    scifact,
    scitldr,
    wice,
)
from eval.datasets.errors import InvalidSet, MissingData, UnknownSet
from eval.datasets.files import VARIABLE
from eval.types import DataSet

__all__ = ["VARIABLE", "InvalidSet", "MissingData", "UnknownSet", "load", "names"]

_READERS: dict[str, Callable[[Path | None], DataSet]] = {
    "demo": questions.read_demo,
    "gold": questions.read_gold,
    "scifact": scifact.read,
    "checkcovid": checkcovid.read,
    "pubmedqa": pubmedqa.read,
    "wice": wice.read,
    "ragtruth": ragtruth.read,
    "scitldr": scitldr.read,
    "acl": partial(scale.read, "acl"),
    "arxiv": partial(scale.read, "arxiv"),
}


def names() -> tuple[str, ...]:
    """Return the names of all known sets; "demo" is first and needs no other files."""
    return tuple(_READERS)


def load(name: str, data: Path | None = None) -> DataSet:
    """Return the known set of this name, or the own set in the folder of this path.

    `data` is the folder of sets outside the checkout; without it, LITASSIST_EVAL_DATA names it.

    Raises:
        MissingData: the set is known, but its files are not on this machine.
        UnknownSet: no set has this name and no folder of this path holds questions.
        InvalidSet: the files of the set do not hold what they should.
    """
    if name in _READERS:
        return _READERS[name](data or _from_environment())
    folder = Path(name).expanduser()
    if (folder / own.QUESTIONS).is_file():
        if label(name) in _READERS:
            raise InvalidSet(f"{folder} bears the name of a known set; give the folder another")
        return own.load(folder)
    raise UnknownSet(_unknown(name, folder))


def label(name: str) -> str:
    """Return what a set is called in runs: its name, or that of its folder."""
    return name if name in _READERS else Path(name).expanduser().resolve().name


def _from_environment() -> Path | None:
    value = os.environ.get(VARIABLE)
    return Path(value).expanduser() if value else None


def _unknown(name: str, folder: Path) -> str:
    if folder.is_dir():
        return f"the folder {folder} is no data set: it holds no {own.QUESTIONS}"
    nearest = difflib.get_close_matches(name, names(), n=1)
    suggestion = f"did you mean {nearest[0]}? " if nearest else ""
    known = ", ".join(names())
    return f"no data set {name}; {suggestion}known: {known}, or a folder with {own.QUESTIONS}"
