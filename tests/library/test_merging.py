"""Which records are one paper, what they say together, and which only look like one."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from assistant.corpus.identity import normalised_title
from assistant.library.accounts import Account
from assistant.library.combining import combine, conflicts, givers
from assistant.library.merging import known_as, place_of
from assistant.library.near_misses import NearMiss, Outline, near_misses
from assistant.types import Paper

SHIPS = "Ships carry most goods of the world over the sea, slowly and at low cost."
BASE = Paper("p", "Ships at sea", SHIPS, ("Ann Lee", "Bob Roe"), 2020)


def account(number: int, paper: Paper, source: str = "a.bib", paper_id: str = "known") -> Account:
    return Account(number, paper_id, source, paper)


def one_paper(given: Paper, *records: Paper) -> bool:
    accounts = [account(number, one) for number, one in enumerate(records)]
    return known_as(given, "b.bib", {"known": accounts}, set()) == "known"


@pytest.mark.parametrize(
    ("known", "given"),
    [
        ({}, {}),
        ({"year": 2019}, {"year": 2020}),
        ({"authors": ("Lee A", "Roe B.")}, {}),
        ({"authors": ("Lee, Ann",)}, {}),
        ({"authors": ("Lee Ann", "Roe Bob")}, {}),
        ({"authors": ()}, {"year": None}),
        ({"abstract": "Ships carry most goods of the world …"}, {}),
        ({"year": 2018, "venue": "arXiv preprint"}, {"year": 2021, "venue": "Sea Letters"}),
        ({"doi": "10.48550/arxiv.2001.00001", "arxiv_id": "2001.00001"}, {"doi": "10.1/pub"}),
        ({"doi": "10.1101/2020.01.01.123456"}, {"doi": "10.1/pub"}),
        ({"doi": "10.1/same", "title": "Vessels", "authors": ()}, {"doi": "10.1/same"}),
        ({"doi": "10.1/same", "title": "Vessels"}, {"doi": "10.1/same"}),
        ({"title": "SHIPS -- at Sea!"}, {}),
    ],
)
def test_records_of_one_paper(known: dict[str, Any], given: dict[str, Any]) -> None:
    assert one_paper(replace(BASE, **given), replace(BASE, **known))
    assert one_paper(replace(BASE, **known), replace(BASE, **given))


@pytest.mark.parametrize(
    ("known", "given"),
    [
        ({"authors": ("Ann Poe", "Bob Moe")}, {}),
        ({"authors": ("Ann Roe",)}, {"authors": ("Ann Lee",)}),
        ({"year": 2014}, {}),
        ({"year": 2018, "venue": "Sea Letters"}, {"venue": "Journal of the Sea"}),
        ({"doi": "10.1/one"}, {"doi": "10.1/other"}),
        ({"doi": "10.1101/2020.01.01.123456"}, {"doi": "10.1101/2020.01.01.654321"}),
        ({"arxiv_id": "2001.00001"}, {"arxiv_id": "2001.00002"}),
        ({"pmid": "1"}, {"pmid": "2"}),
        ({"abstract": "On trains, which are fast, loud, punctual and red."}, {}),
        ({"title": "Editorial", "authors": ()}, {"title": "Editorial"}),
        ({"title": "Editorial", "year": 2019}, {"title": "Editorial", "year": None}),
        ({"title": "Editorial", "year": 2019}, {"title": "Editorial"}),
        # The DOI of a volume, which all of its papers bear.
        ({"doi": "10.1/v", "title": "Trains", "authors": ("Cy Poe",)}, {"doi": "10.1/v"}),
    ],
)
def test_records_of_two_papers(known: dict[str, Any], given: dict[str, Any]) -> None:
    assert not one_paper(replace(BASE, **given), replace(BASE, **known))
    assert not one_paper(replace(BASE, **known), replace(BASE, **given))


def test_every_record_of_a_paper_counts_against_another() -> None:
    preprint = replace(BASE, doi="10.48550/arxiv.2001.00001", arxiv_id="2001.00001")
    journal = replace(BASE, doi="10.1/journal", venue="Sea Letters")
    assert one_paper(journal, preprint)
    assert not one_paper(replace(BASE, doi="10.1/conference"), preprint, journal)


def test_of_papers_kept_apart_in_spite_of_an_identifier_the_nearest_is_taken() -> None:
    one, other = replace(BASE, doi="10.1/x"), replace(BASE, doi="10.1/x", title="Ships at rest")
    papers = {
        "one": [account(1, one, paper_id="one")],
        "other": [account(2, other, "c.bib", "other")],
    }
    assert known_as(replace(other, year=2021), "new.bib", papers, set()) == "other"
    assert known_as(replace(one, year=2021), "new.bib", papers, set()) == "one"


def test_a_source_replaces_what_it_said_before_of_this_paper_and_nothing_twice() -> None:
    first, second = replace(BASE, doi="10.1/x"), replace(BASE, doi="10.1/x", title="Ships")
    accounts = [account(1, first), account(2, second), account(3, first, "other.bib")]
    changed = replace(second, year=2021)
    assert place_of(changed, "a.bib", accounts, set()) == accounts[1]
    assert place_of(changed, "a.bib", accounts, {2}) == accounts[0]
    assert place_of(changed, "a.bib", accounts, {1, 2}) is None
    assert place_of(first, "new.bib", accounts, set()) is None


PREPRINT = Paper(
    "arxiv:2001.00001", "SHIPS AT SEA", "Ships carry most goods of the world over …",
    ("A. Lee", "B. Roe"), 2019, "arXiv preprint", "10.48550/arxiv.2001.00001", "2001.00001",
    keywords=("ships",),
)  # fmt: skip
PUBLISHED = Paper(
    "doi:10.1/pub", "Ships at Sea", SHIPS, ("Ann Lee", "Bob Roe"), 2020, "Sea Letters",
    "10.1/pub", pmid="7", url="https://sea.example/1", keywords=("sea",),
)  # fmt: skip
PDF = Paper("title:x", "Ships at Sea Ann Lee", SHIPS * 9, ("Ann Lee", "Bob Roe", "Sea University"))


def test_each_field_is_of_the_better_account_and_knows_which() -> None:
    accounts = [account(1, PREPRINT), account(2, PDF, "x.pdf"), account(3, PUBLISHED, "b.ris")]
    paper = combine("arxiv:2001.00001", accounts)
    assert paper == replace(
        PUBLISHED, id="arxiv:2001.00001", arxiv_id="2001.00001", keywords=("ships", "sea")
    )
    sources = {field: one.source for field, one in givers(accounts).items()}
    assert sources.pop("arxiv_id") == "a.bib"
    assert set(sources.values()) == {"b.ris"}


def test_among_equals_the_first_account_counts() -> None:
    other = replace(BASE, title="Ships: at Sea", venue="Lakes", year=2021, url="https://b")
    here = replace(BASE, venue="Sea Letters")
    assert combine("p", [account(1, here), account(2, other)]) == replace(here, url="https://b")


def test_an_abstract_that_is_cut_off_gives_way_to_a_whole_one() -> None:
    cut = replace(BASE, abstract=SHIPS[:-8] + " and they carry them for weeks...")
    assert combine("p", [account(1, cut), account(2, BASE)]).abstract == SHIPS


def test_fields_of_which_sources_disagree_are_listed_with_what_was_taken_first() -> None:
    told = {
        one.field: one.values
        for one in conflicts([account(1, PREPRINT), account(2, PUBLISHED, "b.ris")])
    }
    # The preprint has another venue and DOI than the paper, which is no contradiction.
    assert told == {"year": ((2020, "b.ris"), (2019, "a.bib"))}
    other = replace(PUBLISHED, authors=("Ann Lee", "Cy Poe"), venue="Lakes", pmid="8", title="Sea")
    fields = {one.field for one in conflicts([account(1, PUBLISHED), account(2, other)])}
    assert fields == {"title", "authors", "venue", "pmid"}
    initials = replace(BASE, authors=("Lee A", "Roe B"))
    assert conflicts([account(1, PUBLISHED), account(2, initials)]) == []


def outline(id: str, title: str, abstract: str = "", *authors: str) -> Outline:
    return Outline(id, normalised_title(title), abstract, authors)


def why(*outlines: Outline) -> list[str]:
    return [one.why for one in near_misses(outlines)]


def test_near_misses_are_papers_that_share_abstract_title_or_most_of_it() -> None:
    long = " ".join(f"word{number}" for number in range(40))
    assert why(outline("a", "Ships", long), outline("b", "Trains", long + " more")) == [
        "same abstract"
    ]
    assert why(outline("a", "Ships at sea"), outline("b", "SHIPS at Sea.")) == ["same title"]
    lee = ("Ann Lee", "Bob Roe")
    assert why(
        outline("a", "Ships at sea in winter storms", "", *lee),
        outline("b", "Ships at sea in winter storm", "", *lee),
    ) == ["similar titles"]
    assert why(
        outline("a", "Ships at sea", "", *lee), outline("b", "Ships at sea: a survey", "", *lee)
    ) == ["title and subtitle"]
    assert near_misses([outline("b", "Ships"), outline("a", "Ships")]) == [
        NearMiss("a", "b", "same title", 1.0)
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Ships at sea in winter storms", "Ann Lee"), ("Ships at sea in winter storm", "Cy Poe")),
        (("Ships in the winter of 2019", "Ann Lee"), ("Ships in the winter of 2020", "Ann Lee")),
        (("Ships of the sea, part I", "Ann Lee"), ("Ships of the sea, part II", "Ann Lee")),
        (("The fifth report on ships", "Ann Lee"), ("The sixth report on ships", "Ann Lee")),
        (("Ships", "Ann Lee"), ("Trains", "Ann Lee")),
    ],
)
def test_what_other_people_wrote_or_counts_on_is_no_near_miss(
    one: tuple[str, str], other: tuple[str, str]
) -> None:
    assert why(outline("a", one[0], "", one[1]), outline("b", other[0], "", other[1])) == []


def test_papers_kept_apart_are_no_near_miss() -> None:
    assert near_misses([outline("b", "Ships"), outline("a", "Ships")], {("a", "b")}) == []
