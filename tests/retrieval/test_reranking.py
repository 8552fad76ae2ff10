"""The first papers of a search in another order."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from assistant.app import App
from assistant.retrieval.search import Searcher
from assistant.types import Hit, Question
from eval.scripted_server import ScriptedServer
from tests.conftest import AS_WRITTEN, MakeApp

QUESTION = (
    "How can one spot invented statements without any database and without token probabilities?"
)
MakeSearcher = Callable[..., Searcher]


@pytest.fixture
def make_searcher(make_app: MakeApp, demo_folder: Path) -> Iterator[MakeSearcher]:
    """Open a searcher over the demo library with a reranker."""
    with ExitStack() as stack:

        def make(rerank: str, **overrides: str) -> Searcher:
            app = make_app(library__path=str(demo_folder), retrieval__rerank=rerank, **overrides)
            return stack.enter_context(app.searcher())

        yield make


def ids(hits: list[Hit]) -> list[str]:
    return [hit.paper.id for hit in hits]


def with_model(make_searcher: MakeSearcher, server: ScriptedServer) -> Searcher:
    return make_searcher(
        "model", llm__provider="openai", llm__base_url=server.base_url,
        llm__model="scripted-model", llm__retries="0", llm__cache="false",
    )  # fmt: skip


def test_tokens_put_the_same_papers_in_a_better_order(make_searcher: MakeSearcher) -> None:
    plain = make_searcher("none").search(QUESTION, 64)
    hits = make_searcher("tokens").search(QUESTION, 64)
    assert set(ids(hits)) == set(ids(plain))
    assert set(ids(hits[:20])) == set(ids(plain[:20]))
    assert ids(hits[20:]) == ids(plain[20:])
    assert [hit.rank for hit in hits] == list(range(1, 65))
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert hits[0].paper.title.startswith("SelfCheckGPT")
    assert not plain[0].paper.title.startswith("SelfCheckGPT")


def test_fewer_papers_are_the_first_of_more(make_searcher: MakeSearcher) -> None:
    searcher = make_searcher("tokens")
    assert ids(searcher.search(QUESTION, 3)) == ids(searcher.search(QUESTION, 20))[:3]


@pytest.mark.parametrize("question", ["?!", "the of and", "漢字", "", "a" * 5000])
def test_any_text_can_be_asked_token_by_token(make_searcher: MakeSearcher, question: str) -> None:
    assert len(make_searcher("tokens").search(question, 3)) == 3


def test_tokens_come_and_go_with_their_paper_and_are_embedded_once(
    make_app: MakeApp, demo_folder: Path, tmp_path: Path
) -> None:
    app = make_app()
    shutil.copytree(demo_folder, app.folder)
    with app.library() as library:
        kept = library.catalog.tokens
        paper = library.paper("dense passage retrieval").id
        chunks = [chunk.id for chunk in library.catalog.chunks_of([paper])]
        assert kept.by_chunk(chunks).keys() == set(chunks)
        with library.writing():
            library.remove([paper])
        assert kept.by_chunk(chunks) == {}
        assert library.catalog.embedded.of_papers([paper]) == {}
    assert app.ingest_demo().new == 1
    with app.library() as library:
        assert library.catalog.tokens.by_chunk(chunks).keys() == set(chunks)


def older(app: App, demo_folder: Path) -> None:
    """Make a library as the migration from an older version leaves it."""
    shutil.copytree(demo_folder, app.folder)
    with sqlite3.connect(app.folder / "catalog.sqlite") as connection:
        connection.execute("DELETE FROM tokens")
        connection.execute("INSERT OR REPLACE INTO facts VALUES ('tokens', 'lacking')")
    connection.close()


def test_papers_of_an_older_version_are_ranked_as_they_were_until_reindexed(
    make_app: MakeApp, demo_folder: Path
) -> None:
    app, plain = make_app(), make_app(retrieval__rerank="none")
    older(app, demo_folder)
    with app.searcher() as searcher, plain.searcher() as other:
        assert ids(searcher.search(QUESTION, 10)) == ids(other.search(QUESTION, 10))
    assert "litassist reindex" in make_app.remarks[-1]  # type: ignore[attr-defined]
    assert app.reindex() is True
    assert app.reindex() is False
    with app.searcher() as searcher:
        assert searcher.search(QUESTION, 1)[0].paper.title.startswith("SelfCheckGPT")


def test_diversity_keeps_the_best_and_puts_what_is_like_it_further_down(
    make_searcher: MakeSearcher,
) -> None:
    plain = make_searcher("none").search("dense retrieval", 30)
    hits = make_searcher("diversity").search("dense retrieval", 30)
    assert sorted(ids(hits)) == sorted(ids(plain))
    assert hits[0].paper == plain[0].paper
    assert ids(hits) != ids(plain)
    assert [hit.rank for hit in hits] == list(range(1, 31))


def test_a_model_names_the_order_and_what_it_leaves_out_follows(
    make_searcher: MakeSearcher, server: ScriptedServer
) -> None:
    plain = ids(make_searcher("none").search(QUESTION, 20))
    server.say("[3, 1]")
    hits = with_model(make_searcher, server).search(QUESTION, 4)
    assert ids(hits) == [plain[2], plain[0], plain[1], plain[3]]
    asked = str(server.chat_requests[0]["messages"][-1]["content"])
    assert asked.count("<passage number=") == 20
    assert asked.endswith(f"Question: {QUESTION}")


@pytest.mark.parametrize("said", ["[1, 1]", "[0]", "[21]", '["2"]', "2, 1", "{}", "[2.0]", ""])
def test_a_reply_that_is_no_order_leaves_the_one_that_was_given(
    make_searcher: MakeSearcher, server: ScriptedServer, said: str
) -> None:
    plain = ids(make_searcher("none").search(QUESTION, 20))
    server.say(said)
    assert ids(with_model(make_searcher, server).search(QUESTION, 20)) == plain
    assert len(server.chat_requests) == 1


def test_without_a_model_there_is_nothing_to_ask(make_searcher: MakeSearcher) -> None:
    plain = make_searcher("none").search(QUESTION, 5)
    assert make_searcher("model").search(QUESTION, 5) == plain


def test_tokens_are_kept_only_where_they_are_read(make_app: MakeApp) -> None:
    app, plain = make_app(), make_app(retrieval__rerank="none")
    plain.ingest_demo()
    with plain.library() as library:
        ids = [chunk.id for chunk in library.catalog.chunks_of(library.catalog.ids())]
        assert library.catalog.tokens.by_chunk(ids) == {}
    assert app.reindex() is True
    with app.library() as library:
        assert library.catalog.tokens.by_chunk(ids).keys() == set(ids)


def test_calls_that_put_hits_in_order_are_in_the_usage(
    make_app: MakeApp, demo_folder: Path, server: ScriptedServer
) -> None:
    made = make_app(
        library__path=str(demo_folder), llm__provider="openai", llm__base_url=server.base_url,
        llm__model="scripted-model", llm__price_in="1", llm__price_out="1", llm__cache="false",
        retrieval__rerank="model", retrieval__phrasings="1", **AS_WRITTEN,
    )  # fmt: skip
    # The question is searched for, and again, deeper, beside its other phrasing.
    server.say("[2, 1]", '["Does DPR beat BM25?"]', "[2, 1]", "[2, 1]", "DPR wins [1].")
    with made.assistant() as assistant:
        usage = assistant.ask(Question(QUESTION)).usage
    requests = server.chat_requests
    assert usage.calls == len(requests) == 5
    assert usage.tokens_in == 100 * len(requests)
    assert usage.cost_usd == pytest.approx((usage.tokens_in + usage.tokens_out) / 1_000_000)
