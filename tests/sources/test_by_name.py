"""Papers by DOI, arXiv identifier and PubMed number."""

from __future__ import annotations

import json

import pytest

from assistant.corpus.records import Record, Skipped
from assistant.errors import InputError, SourceError
from assistant.sources import identifiers
from assistant.sources.identifiers import Identifier
from tests.sources import made_up
from tests.sources.conftest import Asking, titles
from tests.sources.replay import Answer, Asked, Replay


def fetched(asking: Asking, *names: str, **overrides: str) -> list[Record | Skipped]:
    with asking.online(False, **overrides) as online:
        batches = list(online.named(identifiers.parsed(names)))
    found = [one for batch in batches for one in batch.records]
    assert [batch.total for batch in batches] == [len(found)] * len(batches)
    return found


@pytest.mark.parametrize(
    ("written", "scheme", "value"),
    [
        ("doi:10.1000/182", "doi", "10.1000/182"),
        ("DOI: 10.1000/ABC", "doi", "10.1000/abc"),
        ("10.1000/182", "doi", "10.1000/182"),
        ("https://doi.org/10.1000/a%28b%29c", "doi", "10.1000/a(b)c"),
        ("doi:10.48550/arXiv.2005.11401", "arxiv", "2005.11401"),
        ("arxiv:2005.11401v2", "arxiv", "2005.11401"),
        ("arXiv:hep-th/9901001", "arxiv", "hep-th/9901001"),
        ("https://arxiv.org/pdf/2005.11401.pdf", "arxiv", "2005.11401"),
        ("pmid:31452104", "pmid", "31452104"),
        ("https://pubmed.ncbi.nlm.nih.gov/31452104/", "pmid", "31452104"),
    ],
)
def test_identifiers_are_read_as_they_are_written(written: str, scheme: str, value: str) -> None:
    assert identifiers.parsed([written, written]) == [Identifier(scheme, value)]  # type: ignore[arg-type]


@pytest.mark.parametrize("written", ["doi:none", "arxiv:", "pmid:12x", "isbn:12", ""])
def test_what_is_no_identifier_is_named(written: str) -> None:
    with pytest.raises(InputError, match="is no identifier; write doi:"):
        identifiers.parsed(["pmid:1", written])


@pytest.mark.parametrize(
    ("service", "write"), [("arxiv", "arxiv:2101.{:05}".format), ("pubmed", "pmid:{}".format)]
)
def test_numbers_are_asked_for_together_and_told_singly(
    service: str, write: object, asking: Asking, replay: Replay
) -> None:
    assert callable(write)
    replay.respond = made_up.SERVICES[service](120)
    names = [write(n) for n in (*range(119, 0, -1), 777)]
    found = fetched(asking, *names)
    assert len(replay.asked) == 2
    assert titles(found[:119]) == [made_up.title(n) for n in range(119, 0, -1)]
    assert [one.source for one in found] == [f"fetch {name}" for name in names]
    assert isinstance(found[119], Skipped)
    assert "has no such paper" in found[119].reason


class Elsewhere:
    """Services of which each holds some DOIs, Crossref without abstracts."""

    def __init__(self, **held: set[int]) -> None:
        self.held = held

    def __call__(self, asked: Asked) -> Answer | str:
        if asked.path == "/search":
            return self._europepmc(asked)
        service, _, rest = {
            "/paper": ("semanticscholar", "", asked.path.removeprefix("/paper/DOI:")),
            "/works": ("crossref", "", asked.path.removeprefix("/works/")),
        }[asked.path[:6]]
        if rest.startswith("doi:"):
            service, rest = "openalex", rest.removeprefix("doi:")
        n = int(rest.rpartition(".")[2])
        if n not in self.held.get(service, set()):
            return Answer('{"error": "not found"}', 404)
        if service == "crossref":
            return made_up.crossref_single(made_up.crossref_work(n) | {"abstract": ""})
        make = {"semanticscholar": made_up.semanticscholar_work, "openalex": made_up.openalex_work}
        return json.dumps(make[service](n))

    def _europepmc(self, asked: Asked) -> str:
        n = int(asked.parameters["query"].rpartition(".")[2].rstrip('"'))
        # Another paper, which only mentions the DOI, is not taken for it.
        works = [made_up.europepmc_work(n if n in self.held.get("europepmc", set()) else 999)]
        return json.dumps(made_up.europepmc_list(works, 1, "c"))


def test_an_abstract_that_crossref_lacks_comes_from_where_it_is(
    asking: Asking, replay: Replay
) -> None:
    replay.respond = Elsewhere(
        crossref={1, 2, 3, 4}, europepmc={1}, semanticscholar={2}, openalex={3}
    )
    names = [f"doi:{made_up.doi(n)}" for n in range(1, 6)]
    found = fetched(asking, *names, openalex_key="key")
    papers = [one.paper for one in found if isinstance(one, Record)]
    assert [one.abstract for one in papers] == [*map(made_up.abstract, (1, 2, 3)), ""]
    assert [one.source for one in found] == [f"fetch {name}" for name in names]
    assert papers[0].pmid == "1"  # what else Europe PMC knows
    assert isinstance(found[4], Skipped)
    said = "none of Crossref, Europe PMC, Semantic Scholar, OpenAlex has it; check the DOI"
    assert found[4].reason == said


def test_a_doi_that_crossref_does_not_register_comes_from_elsewhere(
    asking: Asking, replay: Replay
) -> None:
    replay.respond = Elsewhere(semanticscholar={7})
    assert titles(fetched(asking, f"doi:{made_up.doi(7)}")) == [made_up.title(7)]
    assert not any("doi:" in asked.path for asked in replay.asked)  # OpenAlex, without a key


def test_a_doi_that_stands_for_another_one_gives_the_work_of_that(
    asking: Asking, replay: Replay
) -> None:
    replay.respond = lambda asked: made_up.crossref_single(made_up.crossref_work(8))
    assert titles(fetched(asking, "doi:10.1234/old.name")) == [made_up.title(8)]


def test_a_place_that_fails_is_told_once_and_the_others_are_asked(
    asking: Asking, replay: Replay
) -> None:
    elsewhere = Elsewhere(crossref={1}, semanticscholar={1})

    def respond(asked: Asked) -> Answer | str:
        return Answer("", 500) if asked.path == "/search" else elsewhere(asked)

    replay.respond = respond
    found, _ = fetched(asking, *(f"doi:{made_up.doi(n)}" for n in (1, 2)), retries="0")
    assert isinstance(found, Record)
    assert found.paper.abstract == made_up.abstract(1)
    assert sum("Europe PMC failed (500)" in remark for remark in asking.remarks) == 1
    assert [asked.path for asked in replay.asked].count("/search") == 1


def test_where_crossref_itself_fails_nothing_is_made_up(asking: Asking, replay: Replay) -> None:
    replay.respond = lambda asked: Answer("", 500)
    with pytest.raises(SourceError, match="Crossref failed"):
        fetched(asking, "doi:10.1000/182", retries="0")
