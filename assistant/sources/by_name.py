"""Papers by their identifiers, each from where it is; abstracts from whichever place has them."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Sequence

from assistant.corpus.records import Record, Skipped
from assistant.errors import SourceError, SourceLacks
from assistant.sources.client import Client
from assistant.sources.identifiers import Identifier
from assistant.sources.service import Step, Work

_TOGETHER = 100  # identifiers of one request
Found = Record | Skipped
Place = tuple[Work, Client]
"""What asks for the work of a DOI, and whom."""


def of_numbers(
    asked: Sequence[Identifier], named: Callable[[Sequence[str]], Step], client: Client
) -> Iterator[list[Found]]:
    """Yield the papers of a service's own identifiers, as many together as one request gives.

    Raises:
        SourceError: the service does not answer.
    """
    for start in range(0, len(asked), _TOGETHER):
        some = asked[start : start + _TOGETHER]
        page = client.ask(named([one.value for one in some]), "fetch")
        yield _sorted(some, page.records, client.title)


def of_dois(
    asked: Sequence[Identifier], places: Sequence[Place], report: Callable[[str], None]
) -> Iterator[list[Found]]:
    """Yield the work of each DOI from the first place that has it, its abstract from any.

    One of the other places that does not answer is asked no more.

    Raises:
        SourceError: the first place does not answer.
    """
    answering = list(places)
    for one in asked:
        found: Record | None = None
        for place in tuple(answering):
            try:
                found = _filled(found, _work(one, place, registered=place is places[0]))
            except SourceLacks:
                continue
            except SourceError as error:
                if place is places[0]:
                    raise
                answering.remove(place)
                report(f"{str(error).split('; ')[0]}; it is not asked again for now")
            if found and found.paper.abstract:
                break
        names = ", ".join(client.title for _, client in answering)
        yield [found or Skipped(one.source, 1, f"none of {names} has it; check the DOI")]


def _work(asked: Identifier, place: Place, registered: bool) -> Record | None:
    """Return the work of a DOI; where it is registered, a DOI may stand for another one.

    Elsewhere a work of another DOI is another version of it, if it is not another work.
    """
    work, client = place
    records = client.ask(work(asked.value), asked.source).records
    works = (one for one in records if isinstance(one, Record))
    return next((one for one in works if registered or one.paper.doi == asked.value), None)


def _filled(found: Record | None, other: Record | None) -> Record | None:
    """Return what is known of a work with the abstract and numbers that it lacked."""
    if not (found and other):
        return found or other
    lacking = {
        name: getattr(other.paper, name)
        for name in ("abstract", "arxiv_id", "pmid", "venue", "year")
        if not getattr(found.paper, name)
    }
    return dataclasses.replace(found, paper=dataclasses.replace(found.paper, **lacking))


def _sorted(asked: Sequence[Identifier], papers: Sequence[Found], title: str) -> list[Found]:
    """Return a paper or a note for each identifier."""
    known: dict[str | None, Record] = {}
    for one in papers:
        if isinstance(one, Record):
            known |= {one.paper.arxiv_id: one, one.paper.pmid: one}
    return [
        dataclasses.replace(known[one.value], source=one.source)
        if one.value in known
        else Skipped(one.source, 1, f"{title} has no such paper; check the number")
        for one in asked
    ]
