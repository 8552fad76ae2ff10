"""What keeps a library true: papers made one or several, sources read anew or withdrawn."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.app import App, Progress
from assistant.corpus import files
from assistant.corpus.fields import NO_TITLE
from assistant.errors import InputError
from assistant.library import correcting, ingest, uniting, withdrawing
from assistant.library.ingest import Counts
from assistant.library.withdrawing import Leaving
from assistant.types import Paper

if TYPE_CHECKING:
    from assistant.corpus.records import Skipped
    from assistant.library.library import Library

Consent = Callable[[Leaving], bool]
"""Asked whether what would go may go."""


@dataclass(frozen=True, slots=True)
class Synced:
    """What became of a folder that the library was brought into line with.

    `removed` and `held` are papers whose records vanished; `spared` is the number of records that
    vanished from files of which parts were not understood, and were therefore left.
    """

    counts: Counts
    removed: tuple[Paper, ...]
    held: tuple[str, ...]
    spared: int
    refused: int = 0


def merge(app: App, names: Sequence[str]) -> Paper:
    """Make the papers of these names the first of them.

    Raises:
        PaperNotFound: a name is no paper's.
        InputError: they are one paper already.
    """
    with app.library() as library:
        ids = [library.paper(name, parts=False).id for name in names]
        with library.writing():
            kept = uniting.merge(library, ids)
            app.index(library)
        return kept


def unmerge(app: App, name: str) -> list[Paper]:
    """Take a paper apart again.

    Raises:
        PaperNotFound: the name is no paper's.
        InputError: there is nothing to take apart.
    """
    with app.library() as library:
        paper = library.paper(name, parts=False)
        with library.writing():
            parts = uniting.unmerge(library, paper.id)
            app.index(library)
        return parts


def sync(
    app: App, paths: Sequence[Path], consent: Consent, progress: Progress | None = None
) -> Synced:
    """Read files and folders, and withdraw what is no longer in them; other sources stay.

    `consent` is asked where more than `library.sync_share` of the papers would go, or where the
    folder is empty: it may be one that is not mounted.

    Raises:
        InputError: a path does not exist.
    """
    found = files.find(paths)
    intake = ingest.Intake()
    counts = intake.counts
    with app.library(create=True) as library, library.writing():
        records = itertools.chain.from_iterable(files.read(file) for file in found)
        intake.take_in(library, records)
        vanished, spared = _vanished(library, paths, intake.spoken, counts.skipped)
        going = withdrawing.leaving(library.catalog, vanished, vanished.values())
        right = correcting.put_right(library, [one.id for one in going.papers], intake.arrived)
        counts.new, counts.updated = counts.new - len(right), counts.updated + len(right)
        app.index(library, progress)
        vanished = {number: id for number, id in vanished.items() if id not in right}
        going = withdrawing.leaving(library.catalog, vanished, vanished.values())
        most = app.settings.library.sync_share * library.catalog.count_papers()
        if (len(going.papers) > most or (going.papers and not found)) and not consent(going):
            return Synced(counts, (), (), spared, len(going.papers))
        if vanished:
            withdrawing.withdraw(library, vanished, going)
            app.index(library, progress)
    return Synced(counts, going.papers, going.held, spared)


def withdraw(app: App, source: str, consent: Consent) -> Leaving | None:
    """Withdraw all that a source said; None where that was not consented to.

    Raises:
        InputError: no source is called that, or several are.
    """
    with app.library() as library, library.writing():
        accounts = library.catalog.accounts
        numbers = {
            number: paper_id
            for one in _sources(accounts.sources(), source)
            for number, paper_id in accounts.numbers(one).items()
        }
        going = withdrawing.leaving(library.catalog, numbers, numbers.values())
        if not consent(going):
            return None
        withdrawing.withdraw(library, numbers, going)
        app.index(library)
    return going


def _vanished(
    library: Library, paths: Iterable[Path], spoken: Collection[int], skipped: Sequence[Skipped]
) -> tuple[dict[int, str], int]:
    """Return the records, with their papers, that files no longer hold, and how many are spared.

    A file that was not wholly understood may hold them yet.
    """
    doubtful = {one.source for one in skipped if not one.reason.endswith(NO_TITLE)}
    accounts = library.catalog.accounts
    vanished: dict[int, str] = {}
    spared = 0
    for source in _below(accounts.sources(), paths):
        numbers = accounts.numbers(source)
        gone = {number: id for number, id in numbers.items() if number not in spoken}
        if any(source == one or source.startswith(f"{one}/") for one in doubtful):
            spared += len(gone)
        else:
            vanished |= gone
    return vanished, spared


def _below(sources: Iterable[str], paths: Iterable[Path]) -> list[str]:
    """Return the sources that are one of the paths, or below one, in an archive too."""
    named = [files.name_of(path.resolve()) for path in paths]
    return [
        source
        for source in sources
        if any(source == one or source.startswith(f"{one.rstrip('/')}/") for one in named)
    ]


def _sources(known: Sequence[str], name: str) -> list[str]:
    """Return the sources that a name means: as it is kept, a path, or the end of one path."""
    found = [one for one in known if one == name] or _below(known, [Path(name)])
    ending = [one for one in known if one.endswith(f"/{name}")]
    if not found and len(ending) > 1:
        raise InputError(f"{name!r} names several sources; give one of: {', '.join(ending[:5])} …")
    if not found and not ending:
        raise InputError(f"no paper is from {name!r}; `litassist stats` lists the sources")
    return found or ending
