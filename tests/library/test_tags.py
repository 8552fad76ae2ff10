"""Tags of papers: which words can be one, and that they stay with their paper."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.app import App
from assistant.errors import InputError
from assistant.library.library import Library
from assistant.library.tags import checked
from assistant.types import Filters
from tests.conftest import MakeApp

HEN = {"title": "Hens lay eggs", "abstract": "Hens lay eggs each day.", "doi": "10.1000/hen"}
FOX = {"title": "Foxes like hens", "abstract": "Foxes are fond of hens.", "doi": "10.1000/fox"}


def take_in(app: App, folder: Path, name: str, *records: dict[str, Any]) -> None:
    file = folder / name
    file.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    app.ingest([file])


@pytest.fixture
def app(make_app: MakeApp, tmp_path: Path) -> App:
    app = make_app()
    take_in(app, tmp_path, "a.jsonl", HEN, FOX)
    return app


@pytest.fixture
def library(app: App) -> Iterator[Library]:
    with app.library() as library:
        yield library


@pytest.mark.parametrize(
    "tag", ["x", "to-read", "thesis/ch.2:intro", "Größe", "2024", "हिन्दी", "文献", "t" * 64]
)
def test_a_word_is_a_tag(tag: str) -> None:
    assert checked(tag) == tag


@pytest.mark.parametrize(
    "tag", ["", " ", "two words", "-x", "/", "a,b", "a\n", "\x1b[31m", "a\u200b", "t" * 65, "🙂"]
)
def test_what_cannot_be_a_tag_is_refused_in_one_line(tag: str) -> None:
    with pytest.raises(InputError, match="write one word of at most 64") as raised:
        checked(tag)
    assert "\n" not in str(raised.value)


def test_case_and_composition_make_no_difference(library: Library) -> None:
    tags = library.catalog.tags
    tags.add("doi:10.1000/hen", ["Café", "Birds"])
    tags.add("doi:10.1000/fox", ["cafe\u0301"])
    assert tags.bearing(["CAFÉ"]) == {"doi:10.1000/hen", "doi:10.1000/fox"}
    assert list(tags.counts().values()) == [1, 2]
    tags.add("doi:10.1000/hen", ["birds"])
    assert library.paper("doi:10.1000/hen").tags == ("birds", "Café")
    tags.remove("doi:10.1000/hen", ["BIRDS"])
    assert library.paper("doi:10.1000/hen").tags == ("Café",)


def test_all_of_a_change_happens_or_nothing(library: Library) -> None:
    tags = library.catalog.tags
    with pytest.raises(InputError, match="'no good'"):
        tags.add("doi:10.1000/hen", ["good", "no good"])
    assert tags.counts() == {}
    tags.add("doi:10.1000/hen", ["good"])
    with pytest.raises(InputError, match="does not bear the tag better"):
        tags.remove("doi:10.1000/hen", ["good", "better"])
    assert tags.counts() == {"good": 1}
    tags.add("no such paper", ["lost"])
    assert tags.counts() == {"good": 1}


def test_a_filter_admits_papers_that_bear_any_of_its_tags(app: App, library: Library) -> None:
    library.catalog.tags.add("doi:10.1000/hen", ["birds"])
    library.catalog.tags.add("doi:10.1000/fox", ["birds", "red"])

    def found(**filters: Any) -> list[str]:
        return [hit.paper.id for hit in app.search("hens", 5, Filters(**filters)).hits]

    assert sorted(found(tags=("red", "none"))) == ["doi:10.1000/fox"]
    assert len(found(tags=("BIRDS",))) == 2
    assert found(tags=("bird",)) == []
    assert found(tags=("birds",), year_from=1900) == []
    with pytest.raises(InputError, match="cannot be a tag"):
        found(tags=("two words",))


def test_tags_stay_when_a_paper_is_updated_or_merged_and_go_with_it(
    app: App, library: Library, tmp_path: Path
) -> None:
    tags = library.catalog.tags
    tags.add("doi:10.1000/hen", ["birds"])
    before = library.catalog.papers_by_id(["doi:10.1000/hen"])["doi:10.1000/hen"]
    take_in(app, tmp_path, "a.jsonl", HEN | {"abstract": "Hens lay eggs at times."}, FOX)
    take_in(app, tmp_path, "b.jsonl", {"title": HEN["title"], "year": 2020, "keywords": ["egg"]})
    after = library.paper("Hens lay eggs")
    assert (after.tags, after.year, len(after.sources)) == (("birds",), 2020, 2)
    assert after.abstract != before.abstract
    app.reindex()
    assert library.paper("Hens lay eggs").tags == ("birds",)
    with library.writing():
        library.remove([after.id])
    assert tags.counts() == {}
    take_in(app, tmp_path, "a.jsonl", HEN)
    assert library.paper("Hens lay eggs").tags == ()


def test_giving_a_tag_makes_no_paper_a_changed_one(
    app: App, library: Library, tmp_path: Path
) -> None:
    library.catalog.tags.add("doi:10.1000/hen", ["birds"])
    take_in(app, tmp_path, "c.jsonl", HEN)
    assert library.catalog.count_to_index() == 0
    assert app.ingest([tmp_path / "a.jsonl"]).unchanged == 2
