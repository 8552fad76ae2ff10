"""Questions to the demo library: in exact words, by a scripted model, and abstentions."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.answering.assistant import Assistant
from assistant.answering.documents import answer_document, text
from assistant.app import App
from assistant.errors import ModelError
from assistant.types import Answer, Filters, Question, Statement, Turn
from eval.scripted_server import Script, ScriptedServer
from tests.conftest import AS_WRITTEN, MakeApp

DPR_QUESTION = "How much better is DPR than BM25 at finding passages?"
DPR_TITLE = "Dense Passage Retrieval for Open-Domain Question Answering"
DPR_QUOTE = "raises top-20 retrieval accuracy by 9 to 19 points over a strong Lucene BM25 system"


@pytest.fixture
def app(make_app: MakeApp, demo_folder: Path) -> App:
    made = make_app(llm__provider="extractive")
    shutil.copytree(demo_folder, made.folder)
    return made


@pytest.fixture
def extractive(app: App) -> Iterator[Assistant]:
    with app.assistant() as assistant:
        yield assistant


@pytest.fixture
def generative(app: App, make_app: MakeApp, server: ScriptedServer) -> Iterator[Assistant]:
    made = make_app(
        llm__provider="openai", llm__base_url=server.base_url, llm__model="scripted-model",
        llm__retries="0", **AS_WRITTEN,
    )  # fmt: skip
    with made.assistant() as assistant:
        yield assistant


def assert_quotes_are_real(answer: Answer) -> None:
    papers = {reference.number: reference.paper for reference in answer.references}
    for statement in answer.statements:
        assert set(statement.citations) <= set(papers)
        for quote in statement.evidence:
            assert papers[quote.number].abstract[quote.start : quote.end] == quote.quote


def test_answers_in_exact_sentences_with_their_places(extractive: Assistant) -> None:
    answer = extractive.ask(Question(DPR_QUESTION))
    assert not answer.abstained
    assert any("9 to 19 points" in statement.text for statement in answer.statements)
    assert {statement.verdict for statement in answer.statements} == {"verbatim"}
    assert all(statement.evidence for statement in answer.statements)
    assert_quotes_are_real(answer)
    assert answer.usage.calls == 0


def test_numbers_are_given_by_first_appearance(extractive: Assistant) -> None:
    answer = extractive.ask(Question("Which approaches decide adaptively whether to retrieve?"))
    seen = [number for statement in answer.statements for number in statement.citations]
    assert list(dict.fromkeys(seen)) == list(range(1, len(answer.references) + 1))
    assert [reference.number for reference in answer.references] == sorted(set(seen))


def test_the_same_question_has_the_same_answer(extractive: Assistant) -> None:
    first, second = (extractive.ask(Question(DPR_QUESTION)) for _ in range(2))
    assert first.statements == second.statements


def test_statements_are_told_as_they_are_checked(extractive: Assistant) -> None:
    told: list[Statement] = []
    answer = extractive.ask(Question(DPR_QUESTION), told.append)
    assert tuple(told) == answer.statements


def test_a_filter_holds_for_all_that_is_cited(extractive: Assistant) -> None:
    question = Question("How is dense retrieval trained?", filters=Filters(year_from=2021))
    answer = extractive.ask(question)
    assert answer.references
    assert all((reference.paper.year or 0) >= 2021 for reference in answer.references)


def test_a_follow_up_carries_the_subject_of_the_turn_before(extractive: Assistant) -> None:
    history = (
        Turn("user", "What does HyDE do?"),
        Turn("assistant", "It embeds an invented passage."),
    )
    answer = extractive.ask(Question("And what does that cost?", history))
    assert answer.question == "And what does that cost?"
    assert answer.standalone_question == "What does HyDE do? And what does that cost?"
    titles = [hit.paper.title for hit in answer.retrieved[:3]]
    assert "Precise Zero-Shot Dense Retrieval without Relevance Labels" in titles


@pytest.mark.parametrize(
    ("question", "reason", "said"),
    [
        ("How does DeepSeek-R1 score?", "not_in_library", "DeepSeek-R1"),
        ("Which learning rate was used to train DPR?", "needs_full_text", "learning rate"),
        ("How do I bake sourdough bread?", "not_in_library", "no abstract that is close"),
        ("Who wrote the DPR paper?", "not_in_library", "authors Vladimir Karpukhin"),
    ],
)
def test_says_that_and_why_the_library_does_not_answer(
    extractive: Assistant, question: str, reason: str, said: str
) -> None:
    answer = extractive.ask(Question(question))
    assert answer.abstained
    assert answer.reason == reason
    assert said in (answer.message or "")
    assert answer.statements == ()
    assert answer.references == ()
    assert answer.retrieved


def test_a_model_is_told_the_passages_as_fenced_data(
    generative: Assistant, server: ScriptedServer
) -> None:
    server.say("DPR wins [1].")
    generative.ask(Question(DPR_QUESTION))
    (request,) = server.chat_requests
    rules, asked = (message["content"] for message in request["messages"])
    assert "never orders" in rules
    assert '<passage number="1">' in asked
    assert 2 <= asked.count("</passage>") == asked.count("<passage number=") <= 12
    assert asked.endswith(f"Question: {DPR_QUESTION}")


def test_a_written_sentence_shows_the_quote_it_rests_on(
    generative: Assistant, server: ScriptedServer
) -> None:
    server.say(f'DPR beats BM25 by 9 to 19 points [1 "{DPR_QUOTE}"]. It is free of charge [1].')
    answer = generative.ask(Question(DPR_QUESTION))
    first, second = answer.statements
    assert first.text == "DPR beats BM25 by 9 to 19 points."
    assert [quote.quote for quote in first.evidence] == [DPR_QUOTE]
    assert (first.verdict, first.action) == ("unsure", "flagged")
    assert (second.verdict, second.evidence) == ("unsure", ())
    assert answer.references[0].paper.title == DPR_TITLE
    assert answer.usage.calls == 1
    assert answer.usage.tokens_in == 100
    assert_quotes_are_real(answer)


def test_a_copied_sentence_is_verbatim(generative: Assistant, server: ScriptedServer) -> None:
    sentence = (
        "Better retrieval carries over to better answers, with an end-to-end exact match of 41.5 "
        "on Natural Questions"
    )
    server.say(f"{sentence} [1].")
    (statement,) = generative.ask(Question(DPR_QUESTION)).statements
    assert (statement.verdict, statement.action) == ("verbatim", "shown")


def test_numbers_that_were_never_offered_are_dropped_and_counted(
    generative: Assistant, server: ScriptedServer
) -> None:
    server.say("DPR wins [1][42]. Nobody knows [99]. It is so.")
    answer = generative.ask(Question(DPR_QUESTION))
    assert [statement.citations for statement in answer.statements] == [(1,), (), ()]
    assert [statement.verdict for statement in answer.statements] == [
        "unsure",
        "uncited",
        "uncited",
    ]
    assert answer.checks.numbers_dropped == 2
    assert text(answer.statements) == "DPR wins. [1] Nobody knows. It is so."


def test_what_claims_nothing_bears_no_doubt_but_statements_do(
    generative: Assistant, server: ScriptedServer
) -> None:
    server.say(
        "DPR wins [1]. In summary, DPR wins. The abstracts do not mention the cost. Is that so?"
    )
    statements = generative.ask(Question(DPR_QUESTION)).statements
    assert [(one.verdict, one.action) for one in statements] == [
        ("unsure", "flagged"),
        ("uncited", "flagged"),
        ("no_claim", "shown"),
        ("no_claim", "shown"),
    ]


def test_an_invented_quote_is_dropped_and_counted(
    generative: Assistant, server: ScriptedServer
) -> None:
    server.say('DPR wins by 50 points [1 "wins by a margin of 50 points"].')
    answer = generative.ask(Question(DPR_QUESTION))
    assert answer.statements[0].evidence == ()
    assert answer.checks.quotes_dropped == 1


def test_a_model_that_refuses_is_an_abstention(
    generative: Assistant, server: ScriptedServer
) -> None:
    server.say("NOT_IN_LIBRARY: the training cost of DPR")
    told: list[Statement] = []
    answer = generative.ask(Question(DPR_QUESTION), told.append)
    assert answer.abstained
    assert answer.message == "The abstracts found do not answer this: the training cost of DPR"
    assert told == []


def test_sentences_are_told_while_the_model_is_still_writing(
    generative: Assistant, server: ScriptedServer
) -> None:
    server.say("One is here [1]. Two is there [2]. Three is last [1].")
    told: list[str] = []
    answer = generative.ask(Question(DPR_QUESTION), lambda one: told.append(one.text))
    assert told == [statement.text for statement in answer.statements]
    assert told == ["One is here.", "Two is there.", "Three is last."]


def test_nothing_found_never_reaches_the_model(
    generative: Assistant, server: ScriptedServer
) -> None:
    nowhere = Filters(authors=("Nobody at all",))
    answer = generative.ask(Question(DPR_QUESTION, filters=nowhere))
    assert answer.abstained
    assert server.chat_requests == []


def test_a_reply_cut_at_its_limit_is_called_partial(
    generative: Assistant, server: ScriptedServer
) -> None:
    server.say(Script("DPR wins [1]. It also", finish="length"))
    answer = generative.ask(Question(DPR_QUESTION))
    assert "partial" in (answer.message or "")


def test_a_model_that_fails_is_one_line(generative: Assistant, server: ScriptedServer) -> None:
    server.say(Script(status=401, error="bad key"))
    with pytest.raises(ModelError, match="OPENAI_API_KEY"):
        generative.ask(Question(DPR_QUESTION))


def test_the_document_has_the_fields_of_the_contract(extractive: Assistant) -> None:
    document = answer_document(extractive.ask(Question(DPR_QUESTION)))
    assert list(document) == [
        "schema", "question", "standalone_question", "abstained", "reason", "message", "text",
        "statements", "dropped", "references", "retrieved", "disagreements", "checks", "usage",
        "trace_id",
    ]  # fmt: skip
    assert document["schema"] == "answer/1"
    statement = document["statements"][0]
    assert list(statement) == [
        "text",
        "citations",
        "verdict",
        "score",
        "action",
        "evidence",
        "reason",
    ]
    assert list(statement["evidence"][0]) == ["number", "quote", "start", "end"]
    assert list(document["references"][0]) == [
        "number", "paper_id", "title", "authors", "year", "venue", "doi", "url",
    ]  # fmt: skip
    assert list(document["retrieved"][0]) == ["rank", "paper_id", "title", "score"]
    assert list(document["usage"]) == [
        "model", "calls", "tokens_in", "tokens_out", "cost_usd", "seconds",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "reply",
    ["**NOT_IN_LIBRARY**: the cost", "The passages do not say. NOT_IN_LIBRARY: the cost", "Sorry!"],
)
def test_a_reply_that_cites_nothing_is_an_abstention_with_a_reason(
    generative: Assistant, server: ScriptedServer, reply: str
) -> None:
    server.say(reply)
    told: list[Statement] = []
    answer = generative.ask(Question(DPR_QUESTION), told.append)
    assert answer.abstained
    assert answer.reason == "not_in_library"
    assert "do not answer this" in (answer.message or "")
    assert told == []


def test_a_reply_that_answers_in_part_says_what_is_missing(
    generative: Assistant, server: ScriptedServer
) -> None:
    server.say("DPR wins [1]. NOT_IN_LIBRARY: the cost")
    answer = generative.ask(Question(DPR_QUESTION))
    assert [statement.text for statement in answer.statements] == ["DPR wins."]
    assert answer.reason == "partly_in_library"
    assert (answer.message or "").endswith("missing: the cost")


def test_a_verbatim_sentence_keeps_only_the_citation_that_holds_it(
    generative: Assistant, server: ScriptedServer
) -> None:
    sentence = "SQuAD is the exception: there BM25 stays ahead, partly because annotators wrote"
    sentence += " the questions while looking at the passage"
    server.say(f"{sentence} [2][1].")
    answer = generative.ask(Question(DPR_QUESTION))
    (statement,) = answer.statements
    assert statement.verdict == "verbatim"
    assert [answer.references[number - 1].paper.title for number in statement.citations] == [
        DPR_TITLE
    ]
    assert answer.checks.citations_dropped == 1


@pytest.mark.parametrize(
    "question",
    [
        "Does contrastive learning raise the success rate of dense retrieval?",
        "What do the authors of the BEIR benchmark conclude about BM25?",
        "Can retrieval help PhD students find papers?",
        "How does GPT4 judge answers?",
    ],
)
def test_a_question_on_content_is_not_taken_for_one_on_details(
    extractive: Assistant, question: str
) -> None:
    assert not extractive.ask(Question(question)).abstained
