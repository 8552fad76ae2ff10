"""The library of a data set, made once and kept in the working folder."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from assistant.app import App
from assistant.corpus.identity import normalised_title
from assistant.settings import Settings
from assistant.types import Paper
from eval.experiment import stamps
from eval.types import Case, DataSet, Progress


class UnknownPapers(Exception):
    """Raised when a question names papers that its library does not hold."""


@dataclass(frozen=True)
class Shelf:
    """A data set's library on disk, and its papers by id."""

    app: App
    papers: dict[str, Paper]

    def resolved(self, case: Case) -> Case:
        """Return the case with the ids of its papers in place of their names.

        Raises:
            UnknownPapers: no paper bears a name.
        """
        return replace(
            case,
            gold=self._ids(case, case.gold),
            acceptable=self._ids(case, case.acceptable),
        )

    @cached_property
    def _by_name(self) -> dict[str, list[str]]:
        ids: dict[str, list[str]] = {}
        for paper in self.papers.values():
            for name in (paper.id, _titled(paper.title), *paper.sources):
                ids.setdefault(name, []).append(paper.id)
        return ids

    def _ids(self, case: Case, names: Iterable[str]) -> tuple[str, ...]:
        found: list[str] = []
        for name in names:
            ids = self._by_name.get(name) or self._by_name.get(_titled(name))
            if not ids:
                raise UnknownPapers(
                    f"question {case.id}: no paper of the library is {name!r}; correct the name, "
                    "or run `python -m eval validate`"
                )
            found += ids
        return tuple(dict.fromkeys(found))


def shelve(
    data: DataSet, work: Path, settings: Settings, progress: Progress | None = None
) -> Shelf:
    """Return the set's library, made where the working folder does not hold it yet.

    One that was cut short is completed: an ingest takes up where it was left.
    """
    # What makes a library: how papers are read, cut, embedded and indexed.
    made_by = stamps.code("corpus", "library", "models")
    shape = f"{settings.embedding.model_dump_json()} {settings.library.chunk_tokens} {made_by}"
    digest = hashlib.sha256(shape.encode()).hexdigest()[:8]
    folder = work / "libraries" / f"{data.name}-{data.digest}-{digest}"
    app = App(located(settings, folder), report=print)
    whole = folder / "whole"
    if not whole.exists():
        app.take_in(data.papers(), progress)
        whole.touch()
    return opened(app)


def opened(app: App) -> Shelf:
    """Return the library that an app is set to."""
    with app.library() as library:
        return Shelf(app, {paper.id: paper for paper in library.catalog.papers()})


def copied(shelf: Shelf, folder: Path) -> Shelf:
    """Return a copy of a library, in a new folder, that may be changed."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(shelf.app.folder, folder)
    return opened(App(located(shelf.app.settings, folder), report=print))


def located(settings: Settings, folder: Path) -> Settings:
    """Return the settings with the library in another folder."""
    return settings.model_copy(
        update={"library": settings.library.model_copy(update={"path": folder})}
    )


def _titled(name: str) -> str:
    return f"title {normalised_title(name)}"
