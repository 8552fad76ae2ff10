"""A library written into a file and read again is the same library."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.corpus import files, identity
from assistant.corpus.fields import paper_from, readable
from assistant.corpus.records import Record
from assistant.interfaces.export.library_files import FORMATS, library_file
from assistant.resources import DEMO_LIBRARY
from assistant.types import Paper
from tests.interfaces.export.samples import demo_papers

_LETTERS = "abcdeXYZ éøß中Ωα 019 .,:;!?()[]'\"-–—/+=*<>&%$#_^~{}|\\`@"
_WORDS = (
    st.text(_LETTERS, min_size=1, max_size=40)
    .map(lambda text: " ".join(text.split()))
    .filter(lambda text: readable(readable(f"On {text} there")) == readable(f"On {text} there"))
)
_NAMES = st.sampled_from(
    ("Ann Lee", "Vincent van der Berg", "Barlas Oğuz", "J.-P. de la Cruz", "NLLB Team", "Plato",
     "Ming-Wei Chang", "Research and Development Group", "Martin Luther King Jr.", "Smith, J. A.",
     "O'Neil, Pat", "Zhao, H. S. SUPA, St Andrews", "Łukasz Kaiser", "Xu, Y")
)  # fmt: skip
# As any reader yields them: what comes in has been made readable.
_PAPERS = st.builds(
    lambda **fields: paper_from(fields),
    title=_WORDS.map(lambda text: f"On {text} there"),
    abstract=_WORDS | st.just(""),
    authors=st.lists(_NAMES, max_size=4),
    year=st.none() | st.integers(1900, 2030),
    venue=st.none()
    | st.sampled_from(("Journal of Ships & Trains", "EMNLP 2020", "arXiv preprint", "Nature {A}")),
    doi=st.none() | st.sampled_from(("10.1234/a_b.c", "10.1002/(sici)1:2<3::aid-x4>3.0.co;2-5")),
    arxiv_id=st.none() | st.sampled_from(("2004.04906", "cs/0101001")),
    pmid=st.none() | st.sampled_from(("123", "30000001")),
    url=st.none() | st.sampled_from(("https://a.example/b_c?d=1&e=%20#f~g",)),
    keywords=st.lists(st.sampled_from(("deep nets", "R&D", "a, b", "Ω", "50%")), unique=True),
)


def read_again(papers: Sequence[Paper], name: str, folder: Path) -> list[Record]:
    path = folder / name
    (content,) = library_file(papers, {}, name).values()
    path.write_bytes(content)
    found = list(files.read(path))
    assert all(isinstance(one, Record) for one in found), found
    return [one for one in found if isinstance(one, Record)]


@pytest.mark.parametrize("ending", FORMATS)
def test_the_demo_papers_come_back_as_they_were(ending: str, tmp_path: Path) -> None:
    papers = [one.paper for one in files.read(DEMO_LIBRARY) if isinstance(one, Record)]
    assert len(papers) == 64
    found = read_again(papers, f"library{ending}", tmp_path)
    assert [one.paper for one in found] == papers


@pytest.mark.parametrize("ending", FORMATS)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(papers=st.lists(_PAPERS, min_size=1, max_size=3))
def test_whatever_a_paper_holds_comes_back(
    ending: str, papers: list[Paper], tmp_path: Path
) -> None:
    found = read_again(papers, f"library{ending}", tmp_path)
    assert [one.paper for one in found] == papers


@pytest.mark.parametrize("ending", FORMATS)
def test_an_id_that_does_not_follow_from_the_paper_comes_back(ending: str, tmp_path: Path) -> None:
    paper = Paper(
        "arxiv:2001.00001", "Ships", "They float.", doi="10.1234/x", arxiv_id="2001.00001"
    )
    twin = Paper(identity.paper_id("Ships", distinct="1"), "Ships", "They sink.", year=2020)
    found = read_again([paper, twin], f"library{ending}", tmp_path)
    assert [one.paper for one in found] == [paper, twin]


def test_breaks_between_paragraphs_are_kept_by_json_lines_alone(tmp_path: Path) -> None:
    paper = replace(demo_papers()[0], abstract="First.\n\nSecond.")
    abstracts = {
        ending: read_again([paper], f"a{ending}", tmp_path)[0].paper.abstract for ending in FORMATS
    }
    assert abstracts.pop(".jsonl") == "First.\n\nSecond."
    assert set(abstracts.values()) == {"First. Second."}
