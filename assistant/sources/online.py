"""The services that the settings name, searched or asked for papers by name."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from types import TracebackType

from assistant.errors import InputError, SettingsError
from assistant.retrying import Patience
from assistant.settings import SourceSettings
from assistant.sources import (
    access,
    arxiv,
    by_name,
    crossref,
    europepmc,
    openalex,
    paging,
    pubmed,
    semanticscholar,
)
from assistant.sources.access import Access
from assistant.sources.client import Client
from assistant.sources.connection import Connection
from assistant.sources.identifiers import Identifier
from assistant.sources.kept_replies import KeptReplies
from assistant.sources.paging import Batch
from assistant.sources.service import Query, Search
from assistant.sources.turns import Turns


@dataclass(frozen=True, slots=True)
class Service:
    """How a service is searched and reached, and how many papers of a search it gives at most."""

    search: Search
    access: Callable[[SourceSettings], Access]
    most: int | None = None


SERVICES = {
    "arxiv": Service(arxiv.search, access.arxiv, arxiv.MOST),
    "pubmed": Service(pubmed.search, access.pubmed, pubmed.MOST),
    "crossref": Service(crossref.search, access.crossref),
    "europepmc": Service(europepmc.search, access.europepmc),
    "openalex": Service(openalex.search, access.openalex),
    "semanticscholar": Service(semanticscholar.search, access.semanticscholar),
}
"""The services by the names that users type."""
_SPREAD = 0.25  # of waits for an overloaded service


class Online:
    """The services of one run; `fresh` asks them again for what was answered before."""

    def __init__(
        self, chosen: SourceSettings, report: Callable[[str], None], fresh: bool = False
    ) -> None:
        if not chosen.network:
            raise SettingsError(
                "this configuration asks no online service; set sources.network to true, or read "
                "files with `litassist ingest FILE`"
            )
        self._chosen = chosen
        self._report = report
        folder = chosen.cache_path.expanduser()
        self._kept = KeptReplies(folder, chosen.cache_hours, fresh)
        self._turns = Turns(folder / "turns")
        self._clients: dict[str, Client] = {}

    def __enter__(self) -> Online:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for client in self._clients.values():
            client.close()

    def search(self, name: str, query: Query) -> Iterator[Batch]:
        """Yield the papers that a service finds, as their pages come.

        Raises:
            InputError: nothing is searched for.
            SourceError: the service cannot be reached, or does not do what was asked.
        """
        service, client = SERVICES[name], self._client(name)
        if not query.text.strip():
            raise InputError(f"nothing to search {client.title} for; add a query")
        if service.most is not None and query.limit > service.most:
            self._report(f"{client.title} gives the first {service.most:,} papers of a search")
            query = replace(query, limit=service.most)
        source = f"fetch {name}: {' '.join(query.text.split())}"
        return paging.batches(service.search, query, source, client, self._report)

    def named(self, asked: Sequence[Identifier]) -> Iterator[Batch]:
        """Yield the papers of identifiers; one that is not found is told as skipped.

        Raises:
            SourceError: a service cannot be reached, or does not do what was asked.
        """
        done = 0
        for found in self._found(asked):
            done += len(found)
            yield Batch(found, done, len(asked))

    def _found(self, asked: Sequence[Identifier]) -> Iterator[list[by_name.Found]]:
        if some := [one for one in asked if one.scheme == "arxiv"]:
            yield from by_name.of_numbers(some, arxiv.named, self._client("arxiv"))
        if some := [one for one in asked if one.scheme == "pmid"]:
            yield from by_name.of_numbers(some, pubmed.named, self._client("pubmed"))
        if some := [one for one in asked if one.scheme == "doi"]:
            yield from by_name.of_dois(some, self._places(), self._report)

    def _places(self) -> list[by_name.Place]:
        """Return where works are asked for by DOI: where they are registered, then elsewhere."""
        places: list[by_name.Place] = [
            (crossref.work, self._client("crossref")),
            (europepmc.work, self._client("europepmc")),
            (semanticscholar.work, self._client("semanticscholar")),
        ]
        if self._chosen.openalex_key.get_secret_value():
            places.append((openalex.work, self._client("openalex")))
        return places

    def _client(self, name: str) -> Client:
        if name not in self._clients:
            chosen = self._chosen
            access = SERVICES[name].access(chosen)
            self._clients[name] = Client(
                access,
                Connection(access, chosen.mailto, chosen.timeout_seconds),
                Patience(
                    chosen.retries, chosen.first_wait_seconds, chosen.longest_wait_seconds, _SPREAD
                ),
                self._kept,
                self._turns,
                self._report,
            )
        return self._clients[name]
