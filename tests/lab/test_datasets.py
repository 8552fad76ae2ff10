"""Data sets: what each holds, how it is versioned, and what is said when one is absent or wrong."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path

import pytest

from assistant.corpus.identity import normalised_title, paper_id
from assistant.types import Turn
from eval.datasets import catalog, files, own, ragtruth, scale, scifact, wice
from eval.datasets.catalog import InvalidSet, MissingData, UnknownSet
from eval.types import Case, Nugget, Source
from tests.lab.conftest import CLAIM, MakeOwn, papers, write

KNOWN = "demo gold scifact checkcovid pubmedqa wice ragtruth scitldr acl arxiv".split()


# The catalog


def test_the_demo_set_is_first_and_needs_no_other_files() -> None:
    assert catalog.names() == tuple(KNOWN)
    demo = catalog.load("demo")
    assert (demo.name, demo.asks) == ("demo", "answers")
    assert (len(demo.cases), len(demo.claims), len(papers(demo))) == (48, 80, 64)
    assert Counter(claim.label for claim in demo.claims) == {
        "supported": 40,
        "contradicted": 32,
        "unsupported": 8,
    }
    assert len({claim.cluster for claim in demo.claims}) == 40
    assert sum(not case.answerable for case in demo.cases) == 8
    assert len(papers(demo)) == 64, "papers can be read again"


def test_a_demo_question_keeps_all_its_fields() -> None:
    cases = {case.id: case for case in catalog.load("demo").cases}
    assert cases["d02"] == Case(
        id="d02",
        type="fact",
        question="What share of sentences from AI search engines is completely backed by their "
        "references?",
        gold=("Evaluating Verifiability in Generative Search Engines",),
        acceptable=("Enabling Large Language Models to Generate Text with Citations",),
        nuggets=(
            Nugget("51.5% of sentences are fully supported (citation recall)"),
            Nugget("74.5% citation precision"),
        ),
        answer="On average 51.5% of the sentences are fully supported by their citations; 74.5% of "
        "the citations back their sentence.",
        cluster="d02",
    )
    followup = next(case for case in cases.values() if case.history)
    assert followup.history[0] == Turn("user", "What does HyDE do?")


def test_demo_claims_come_in_pairs_against_the_abstract() -> None:
    demo = catalog.load("demo")
    right, wrong = demo.claims[:2]
    assert (right.label, right.edit, right.cluster) == ("supported", "none", "v01")
    assert (wrong.label, wrong.edit, wrong.cluster) == ("contradicted", "direction", "v01")
    assert right.evidence == wrong.evidence
    assert right.text in right.evidence[0].text


@pytest.mark.parametrize("name", ["demo", "gold"])
def test_every_paper_that_a_question_names_is_there(
    name: str, request: pytest.FixtureRequest
) -> None:
    data = catalog.load(name, None if name == "demo" else request.getfixturevalue("shared_data"))
    titles = {normalised_title(record.paper.title) for record in papers(data)}
    named = {normalised_title(title) for case in data.cases for title in case.gold}
    assert named <= titles
    assert all(bool(case.gold) == case.answerable for case in data.cases)


def test_absent_data_says_what_is_missing_where_and_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "bench/scifact/corpus.jsonl")
    with pytest.raises(MissingData) as caught:
        catalog.load("scifact", tmp_path)
    assert str(caught.value) == (
        "data set scifact is not here: no bench/scifact/claims_train.jsonl, "
        f"bench/scifact/qrels_train.tsv in {tmp_path}; "
        "give the folder that holds it with --data DIR or set LITASSIST_EVAL_DATA"
    )
    with pytest.raises(MissingData, match=r"no gold/questions\.jsonl, .*, corpus in any folder; "):
        catalog.load("gold")
    monkeypatch.setenv("LITASSIST_EVAL_DATA", str(tmp_path))
    with pytest.raises(MissingData, match=f"in {tmp_path};"):
        catalog.load("gold")


@pytest.mark.parametrize("name", KNOWN[1:])
def test_every_set_but_the_demo_can_be_absent(name: str, tmp_path: Path) -> None:
    with pytest.raises(MissingData, match=f"^data set {name} is not here: no "):
        catalog.load(name, tmp_path)


def test_an_unknown_name_is_answered_with_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(UnknownSet) as caught:
        catalog.load("scifct")
    message = str(caught.value)
    assert message.startswith("no data set scifct; did you mean scifact? known: demo, gold, ")
    assert "\n" not in message
    with pytest.raises(UnknownSet, match=r"is no data set: it holds no questions\.jsonl"):
        catalog.load(str(tmp_path))


# Digests


def test_the_digest_stands_for_content_not_place(make_own: MakeOwn, tmp_path: Path) -> None:
    folder = make_own(claims=[CLAIM])
    digest = catalog.load(str(folder)).digest
    assert len(digest) == 16
    assert set(digest) <= set("0123456789abcdef")
    moved = shutil.copytree(folder, tmp_path / "elsewhere" / "deeper")
    assert catalog.load(str(moved)).digest == digest


@pytest.mark.parametrize("name", ["library.jsonl", "questions.jsonl", "claims.jsonl"])
def test_the_digest_changes_with_any_byte_of_any_file(make_own: MakeOwn, name: str) -> None:
    folder = make_own(claims=[CLAIM])
    before = own.load(folder).digest
    with (folder / name).open("a", encoding="utf-8") as file:
        file.write("\n")
    assert own.load(folder).digest != before


def test_the_digest_changes_with_a_name_and_with_where_a_file_ends(tmp_path: Path) -> None:
    one, two, three = (tmp_path / name for name in ("a", "b", "c"))
    for place, text in ((one, "xy"), (two, "z"), (three, "xy")):
        place.write_text(text)
    digests = {files.digest(places) for places in ([one, two], [two, one], [three, two], [one])}
    one.write_text("x")
    two.write_text("yz")
    assert len(digests | {files.digest([one, two])}) == 5


# Sets outside the checkout


@pytest.mark.parametrize(
    ("name", "cases", "claims", "records"),
    [
        ("gold", 110, 240, 387),
        ("scifact", 809, 894, 5183),
        ("checkcovid", 1275, 1275, 347),
        ("pubmedqa", 500, 0, 500),
        ("wice", 0, 349, 0),
        ("ragtruth", 0, 3678, 0),
        ("scitldr", 619, 0, 2611),
        ("acl", 200, 0, 12034),
        ("arxiv", 200, 0, 20000),
    ],
)
def test_sets_hold_what_their_sources_say(
    name: str, cases: int, claims: int, records: int, shared_data: Path
) -> None:
    data = catalog.load(name, shared_data)
    found = papers(data)
    assert (len(data.cases), len(data.claims), len(found)) == (cases, claims, records)
    assert len({case.id for case in data.cases}) == cases
    assert len({claim.id for claim in data.claims}) == claims
    assert all(record.paper.abstract for record in found)
    names = {name for one in found for name in (one.source, one.paper.id, one.paper.title)}
    assert {gold for case in data.cases for gold in case.gold} <= names
    assert all(claim.cluster and claim.evidence[0].text for claim in data.claims)


def test_pubmedqa_papers_do_not_bear_the_question_as_title(shared_data: Path) -> None:
    data = catalog.load("pubmedqa", shared_data)
    first = papers(data)[0]
    assert first.paper.id == "pmid:10808977"
    assert first.paper.title == "PubMed 10808977"
    assert data.cases[0].gold == (first.source,) == ("pubmedqa:10808977",)


def test_gold_is_read_from_a_copy_with_the_same_digest(shared_data: Path, tmp_path: Path) -> None:
    for name in ("gold", "corpus"):
        shutil.copytree(shared_data / name, tmp_path / name)
    assert catalog.load("gold", tmp_path).digest == catalog.load("gold", shared_data).digest


# Formats, on small files


def test_scifact_holds_claims_against_evidence_or_else_against_what_they_cite(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "bench" / "scifact"
    write(
        folder / "corpus.jsonl",
        *({"doc_id": n, "title": "Summary", "abstract": [f"A{n}.", "B."]} for n in (10, 11, 12)),
    )
    evidence = {
        "10": [{"sentences": [0], "label": "SUPPORT"}],
        "11": [{"sentences": [1], "label": "CONTRADICT"}],
    }
    write(
        folder / "claims_train.jsonl",
        {"id": 1, "claim": "One.", "evidence": evidence, "cited_doc_ids": [10, 11, 12]},
        {"id": 2, "claim": "Two.", "evidence": {}, "cited_doc_ids": [12]},
    )
    (folder / "qrels_train.tsv").write_text(
        "query-id\tcorpus-id\tscore\n1\t10\t1\n1\t11\t1\n1\t12\t0\n2\t12\t0\n"
    )
    data = scifact.read(tmp_path)
    assert data.cases == (Case("1", "claim", "One.", ("scifact:10", "scifact:11"), cluster="1"),)
    assert [(claim.id, claim.label, claim.cluster) for claim in data.claims] == [
        ("1:10", "supported", "10"),
        ("1:11", "contradicted", "11"),
        ("2:12", "unsupported", "12"),
    ]
    assert data.claims[0].evidence == (Source("scifact:10", "A10. B."),)
    assert [(one.source, one.line) for one in papers(data)] == [
        ("scifact:10", 1),
        ("scifact:11", 2),
        ("scifact:12", 3),
    ]


def test_a_sentence_that_touches_a_mark_is_not_supported(tmp_path: Path) -> None:
    #                  0         1         2         3         4         5         6         7
    #                  0123456789012345678901234567890123456789012345678901234567890123456789
    response = "Cats sleep all day. They eat at night. Too short. They have three tails."
    marks = [
        {"start": 29, "end": 37, "label_type": "Evident Baseless Info"},
        {"start": 60, "end": 71, "label_type": "Subtle Baseless Info"},
        {"start": 60, "end": 65, "label_type": "Evident Conflict"},
    ]
    row = {"source_id": 7, "model": "m", "response": response, "source": {"a": "é"}}
    write(tmp_path / "bench/ragtruth/dev.jsonl", {**row, "labels": marks})
    claims = ragtruth.read(tmp_path).claims
    assert [(claim.id, claim.text, claim.label) for claim in claims] == [
        ("7:m:0", "Cats sleep all day.", "supported"),
        ("7:m:1", "They eat at night.", "unsupported"),
        ("7:m:3", "They have three tails.", "contradicted"),
    ]
    assert claims[0].evidence == (Source("ragtruth:7", '{\n "a": "é"\n}'),)
    assert {claim.cluster for claim in claims} == {"7"}


def test_wice_claims_on_one_page_are_one_cluster(tmp_path: Path) -> None:
    write(
        tmp_path / "bench/wice/claim_dev.jsonl",
        *(
            {"meta": {"id": name}, "claim": "C.", "evidence": page, "label": label}
            for name, page, label in (
                ("a", ["One.", "Two."], "supported"),
                ("b", ["One.", "Two."], "partially_supported"),
                ("c", ["Three."], "not_supported"),
            )
        ),
    )
    data = wice.read(tmp_path)
    assert [claim.label for claim in data.claims] == ["supported", "partial", "unsupported"]
    assert [claim.evidence[0].text for claim in data.claims] == ["One.\nTwo."] * 2 + ["Three."]
    first, second, third = (claim.cluster for claim in data.claims)
    assert first == second != third
    assert papers(data) == []


def test_large_libraries_are_asked_with_last_sentences_of_papers_that_are_sure(
    tmp_path: Path,
) -> None:
    last = "The last sentence tells what the whole paper found."
    rows = [
        {"title": "Good", "abstract": f"First. {last}"},
        {"title": "Twin", "abstract": f"One. {last}"},
        {"title": "TWIN!", "abstract": f"Other. {last}"},
        {"title": "Short end", "abstract": "This sentence is long enough to be asked about. Done."},
        {"title": "One sentence", "abstract": last},
    ]
    write(tmp_path / "bench/acl_anthology/acl_2016_2019.jsonl", *rows)
    name = paper_id("Good")
    assert scale.read("acl", tmp_path).cases == (
        Case(name, "last sentence", last, (name,), cluster=name),
    )


def test_a_broken_line_of_a_set_is_named(tmp_path: Path) -> None:
    place = write(tmp_path / "bench/wice/claim_dev.jsonl", [1])
    with pytest.raises(InvalidSet, match=f"{place}:1: not an object with named fields"):
        wice.read(tmp_path)
