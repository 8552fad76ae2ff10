"""Digests: what is new since the last one, told once, whatever happens on the way."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answering.digesting import topics_file
from assistant.answering.digesting.changes import changes, told_of
from assistant.answering.digesting.digester import Digester
from assistant.answering.documents import answer_document
from assistant.answering.review_documents import review_of
from assistant.app import App
from assistant.errors import InputError, SettingsError
from assistant.interfaces.digests import folder as digest_folder
from assistant.interfaces.digests.running import Done, run
from assistant.library.digests import Told
from assistant.types import Paper, Question
from eval.scripted_server import serving
from tests.conftest import AS_WRITTEN, MakeApp

DPR = "doi:10.18653/v1/2020.emnlp-main.550"
DAY = date(2026, 3, 9)
TOPICS = """
[[topic]]
name = "Dense retrieval"
text = "dense retrieval on new domains"
[[topic]]
name = "Hallucination"
text = "hallucination of language models"
"""
DENSE = TOPICS.rpartition("[[topic]]")[0]
NEW = {
    "title": "Dense retrieval for court rulings",
    "abstract": "We study dense retrieval on a new domain, court rulings. "
    "We find that dense retrievers trained on web questions lose to BM25 on rulings.",
    "year": 2024,
}


@pytest.fixture
def app(make_app: MakeApp, demo_folder: Path) -> App:
    # Few candidates: each is read by the embedding model.
    made = make_app(llm__provider="extractive", review__candidates="15")
    shutil.copytree(demo_folder, made.folder)
    return made


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "digests"


def topics(folder: Path, text: str = TOPICS) -> list[topics_file.Topic]:
    file = folder / "topics.toml"
    file.write_text(text, encoding="utf-8")
    return topics_file.read(file)


def digests(app: App, out: Path, text: str = TOPICS, day: date = DAY) -> list[Done]:
    with app.searcher() as searcher:
        digester = Digester(app.reviewer_over(searcher), searcher.library.catalog)
        return list(run(digester, topics(out.parent, text), 8, out, None, lambda: day))


def add(app: App, folder: Path, **changed: object) -> None:
    file = folder / "new.jsonl"
    file.write_text(json.dumps({**NEW, **changed}) + "\n", encoding="utf-8")
    app.ingest([file])


def told(out: Path, name: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads((out / f"{name}.json").read_text(encoding="utf-8"))
    return document


def contents(out: Path) -> dict[str, tuple[bytes, int]]:
    return {one.name: (one.read_bytes(), one.stat().st_mtime_ns) for one in out.iterdir()}


def titles(entries: list[dict[str, Any]]) -> list[str]:
    return [one["title"] for one in entries]


def test_the_first_digest_tells_of_all_relevant_papers(app: App, out: Path) -> None:
    first, second, kept = digests(app, out)
    assert first.page == out / "dense-retrieval-2026-03-09.md"
    assert second.page == out / "hallucination-2026-03-09.md"
    assert (kept.page, kept.error) == (None, None)
    document = told(out, "dense-retrieval-2026-03-09")
    assert document["since"] is None
    assert DPR in [one["paper_id"] for one in document["new"]]
    review = review_of(document["review"])
    abstracts = {one.number: one.paper.abstract for one in review.references}
    page = first.page.read_text(encoding="utf-8")
    for entry in document["new"]:
        assert entry["note"]
        assert entry["title"] in page
        for sentence in entry["note"]:
            for quote in sentence["evidence"]:
                found = abstracts[quote["number"]][quote["start"] : quote["end"]]
                assert found == quote["quote"]
    index = (out / "index.md").read_text(encoding="utf-8")
    assert f"(dense-retrieval-2026-03-09.md): {len(document['new'])} new" in index


def test_two_runs_in_a_row_write_nothing_the_second_time(
    app: App, out: Path, demo_file: Path
) -> None:
    digests(app, out)
    before = contents(out)
    app.ingest([demo_file])  # the same papers once more
    again = digests(app, out, day=date(2026, 3, 16))
    assert [(one.page, one.error) for one in again] == [(None, None)] * 3
    assert contents(out) == before


def test_only_what_is_new_is_told_and_then_what_changed(
    app: App, out: Path, tmp_path: Path
) -> None:
    digests(app, out, DENSE)
    add(app, tmp_path)
    digests(app, out, DENSE)
    # A second digest of one day leaves the first as it is.
    second = told(out, "dense-retrieval-2026-03-09-2")
    assert titles(second["new"]) == [NEW["title"]]
    assert second["since"]
    (reference,) = second["review"]["references"]
    assert reference["title"] == NEW["title"]

    add(
        app,
        tmp_path,
        abstract="We study dense retrieval on court rulings. BM25 wins clearly there.",
    )
    digests(app, out, DENSE, day=date(2026, 3, 10))
    third = told(out, "dense-retrieval-2026-03-10")
    assert (titles(third["new"]), titles(third["updated"])) == ([], [NEW["title"]])


def test_what_is_gone_is_told_once_and_is_not_new_when_it_comes_back(
    app: App, out: Path, tmp_path: Path
) -> None:
    add(app, tmp_path)
    digests(app, out, DENSE)
    with app.library() as library, library.writing():
        paper = library.paper(str(NEW["title"]))
        library.remove([paper.id])
    digests(app, out, DENSE, day=date(2026, 3, 11))
    gone = told(out, "dense-retrieval-2026-03-11")
    assert (titles(gone["removed"]), gone["review"]) == ([NEW["title"]], None)
    # It is back as it was: that is no news.
    (tmp_path / "new.jsonl").rename(tmp_path / "again.jsonl")
    app.ingest([tmp_path / "again.jsonl"])
    before = contents(out)
    digests(app, out, DENSE, day=date(2026, 3, 12))
    assert contents(out) == before


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_run_that_was_killed_goes_on_where_it_was(
    app: App, out: Path, monkeypatch: pytest.MonkeyPatch, when: str
) -> None:
    place = digest_folder.DigestFolder.place

    def killed(self: Any, slug: str, page: str, document: Any) -> Path:
        if slug == "hallucination" and when == "before":
            raise KeyboardInterrupt
        placed = place(self, slug, page, document)
        if slug == "hallucination":
            raise KeyboardInterrupt  # in its place, and not remembered
        return placed

    with monkeypatch.context() as patch:
        patch.setattr(digest_folder.DigestFolder, "place", killed)
        with pytest.raises(KeyboardInterrupt):
            digests(app, out)
    assert not (out / "index.md").exists()
    first = (out / "dense-retrieval-2026-03-09.json").stat().st_mtime_ns
    done = digests(app, out)
    assert [one.page is None for one in done] == [True, False, True]
    assert (out / "dense-retrieval-2026-03-09.json").stat().st_mtime_ns == first
    assert sorted(one.name for one in out.iterdir()) == [
        "dense-retrieval-2026-03-09.json", "dense-retrieval-2026-03-09.md",
        "hallucination-2026-03-09.json", "hallucination-2026-03-09.md", "index.md",
    ]  # fmt: skip
    index = (out / "index.md").read_text(encoding="utf-8")
    assert index.count("2026-03-09.md") == 2


def test_papers_beyond_the_limit_are_listed_and_not_new_again(app: App, out: Path) -> None:
    text = DENSE + "papers = 2\n"
    digests(app, out, text)
    document = told(out, "dense-retrieval-2026-03-09")
    assert len(document["new"]) == 2
    assert {one["why"] for one in document["further"]} == {"limit"}
    assert digests(app, out, text)[0].page is None


def test_a_topic_that_the_library_does_not_hold_has_no_digest(app: App, out: Path) -> None:
    text = '[[topic]]\nname = "Bread"\ntext = "sourdough bread baking times"\n'
    assert [one.page for one in digests(app, out, text)] == [None, None]
    assert not out.exists()


def writes(request: dict[str, Any]) -> str:
    """Write the part of a review that is asked for."""
    asked = str(request["messages"][-1]["content"])
    return "## Gaps\nIt is open [1]." if "disagreements" in asked.lower() else "A note [1]."


def test_a_topic_that_fails_does_not_keep_the_others_back(
    app: App, out: Path, make_app: MakeApp
) -> None:
    text = TOPICS.replace('new domains"\n', 'new domains"\ntags = ["?!"]\n') + "papers = 1\n"
    with serving(respond=writes) as server:
        generative = make_app(
            llm__provider="openai", llm__base_url=server.base_url, llm__model="scripted-model",
            **AS_WRITTEN,
        )  # fmt: skip
        dense, reward, _ = digests(generative, out, text)
    assert "cannot be a tag" in str(dense.error)
    # A model's note bears the sign of a sentence whose wording was not checked.
    assert reward.page is not None
    assert "  - [?] A note." in reward.page.read_text(encoding="utf-8")
    # What failed is still new.
    with app.library() as library:
        assert library.catalog.digests.memory("Dense retrieval").told == {}


def test_kept_work_that_is_stale_is_told_with_the_difference(
    app: App, out: Path, tmp_path: Path
) -> None:
    question = "How do dense retrievers do on court rulings?"
    add(app, tmp_path)
    with app.searcher() as searcher:
        assistant = app.assistant_over(searcher)
        answer = assistant.ask(Question(question))
        assert NEW["title"] in [one.paper.title for one in answer.references]
        papers = [one.paper for one in answer.references]
        catalog = searcher.library.catalog
        id = catalog.saved.add("answer", question, answer_document(answer), papers)
        catalog.conversations.add(
            catalog.conversations.begin(question), question, answer_document(answer)
        )
    assert digests(app, out)[2].page is None
    add(app, tmp_path, abstract="Dense retrievers do well on court rulings now. This is new.")
    newer = {**NEW, "title": "Court rulings and dense retrievers", "abstract": NEW["abstract"]}
    (tmp_path / "newer.jsonl").write_text(json.dumps(newer) + "\n", encoding="utf-8")
    app.ingest([tmp_path / "newer.jsonl"])
    assert digests(app, out, day=date(2026, 3, 10))[2].page == out / "kept-work-2026-03-10.md"
    kept, turn = told(out, "kept-work-2026-03-10")["stale"]
    assert (kept["kind"], kept["id"], turn["kind"]) == ("answer", id, "turn")
    (loss,) = kept["losses"]
    assert loss["why"] == "changed"
    assert any("lose to BM25" in quote for quote in loss["quotes"])
    assert titles(kept["bearing"]) == [newer["title"]]
    assert digests(app, out, day=date(2026, 3, 11))[2].page is None


def told_papers() -> st.SearchStrategy[dict[str, tuple[str, bool]]]:
    return st.dictionaries(
        st.sampled_from("abcdef"), st.tuples(st.sampled_from("xy"), st.booleans())
    )


@given(told_papers(), st.dictionaries(st.sampled_from("abcdef"), st.sampled_from("xy")), st.data())
def test_what_was_told_is_not_told_again(
    known: dict[str, tuple[str, bool]], library: dict[str, str], data: st.DataObject
) -> None:
    papers = {id: Paper(id, f"Title {id}", abstract) for id, abstract in library.items()}
    memory = {
        id: Told(id, id, told_of(Paper(id, id, abstract)).abstract_hash, gone)
        for id, (abstract, gone) in known.items()
    }
    chosen = data.draw(st.sets(st.sampled_from(sorted(papers)))) if papers else set()
    relevant = [papers[id] for id in sorted(chosen)]

    def present() -> dict[str, Paper]:
        return {id: papers[id] for id in memory if id in papers}

    first = changes(memory, relevant, present())
    assert {one.id for one in first.new} == chosen - known.keys()
    for paper in (*first.new, *first.updated, *first.returned):
        memory[paper.id] = told_of(paper)
    for one in first.removed:
        memory[one.paper_id] = Told(one.paper_id, one.title, one.abstract_hash, gone=True)
    second = changes(memory, relevant, present())
    assert second.none
    assert second.returned == ()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "names no topic"),
        ('[[topic]]\nname = "A"\n', "topic.1.text: field required"),
        ('[[topic]]\nname = "A"\ntext = "b"\nquestion = "c"\n', "question: extra inputs"),
        ('[[topic]]\nname = "A"\ntext = "b"\nyears = "soon"\n', "cannot read the years"),
        ('[[topic]]\nname = "A b"\ntext = "c"\n' * 2, "cannot be named 'a-b'"),
        ('[[topic]]\nname = "Index"\ntext = "c"\n', "cannot be named 'index'"),
        ('[[topic]]\nname = "?!"\ntext = "c"\n', "cannot be named ''"),
    ],
)
def test_a_file_of_topics_that_cannot_be_used_is_refused_in_one_line(
    tmp_path: Path, text: str, says: str
) -> None:
    with pytest.raises(InputError) as raised:
        topics(tmp_path, text)
    assert says in str(raised.value)
    assert "\n" not in str(raised.value)


def test_topics_are_chosen_by_name(tmp_path: Path) -> None:
    known = topics(tmp_path)
    assert topics_file.chosen(known, []) == known
    assert topics_file.chosen(known, ["hallucination", "Hallucination"]) == [known[1]] * 2
    with pytest.raises(InputError, match="there are: Dense retrieval, Hallucination"):
        topics_file.chosen(known, ["Bread"])
    with pytest.raises(InputError, match="digest --init"):
        topics_file.read(tmp_path / "nothing.toml")
    with pytest.raises(SettingsError, match="not valid TOML"):
        topics(tmp_path, "[[topic")
