"""An answer written by a language model from the abstracts that were found."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence

from assistant import prompts
from assistant.answering import language
from assistant.grounding import emphasis, marks
from assistant.grounding.fencing import fenced
from assistant.grounding.marks import MarkedSentence
from assistant.types import ChatModel, Conclusion, Message, Paper, Reply

REFUSAL = "NOT_IN_LIBRARY"
OnSentence = Callable[[MarkedSentence], object]
_UNCLEAR_WORDS = 40
# Signs that a model may set around the word of refusal.
_MARKUP = " *_`#>\"'\n"


def messages(
    question: str,
    papers: Sequence[Paper],
    concluded: Sequence[Conclusion] = (),
    named_language: str | None = None,
) -> list[Message]:
    """Return what the model is told: the rules, then the question with the numbered passages.

    With the conclusions of the answer before whose papers are among the passages, and the language
    to write in, where it must be named.
    """
    numbers = {paper.id: number for number, paper in enumerate(papers, 1)}
    return [
        Message("system", prompts.render("answer_rules", refusal=REFUSAL)),
        Message(
            "user",
            prompts.render(
                "answer_question",
                question=question,
                passages=[
                    {
                        "number": number,
                        "title": fenced(paper.title),
                        "text": fenced(paper.abstract),
                    }
                    for number, paper in enumerate(papers, 1)
                ],
                conclusions=[
                    {
                        "text": fenced(" ".join(one.text.split())),
                        "numbers": [numbers[paper.id] for paper in one.papers],
                    }
                    for one in concluded
                    if all(paper.id in numbers for paper in one.papers)
                ],
                language=named_language,
            ),
        ),
    ]


def write(
    chat: ChatModel,
    asked: Sequence[Message],
    passages: int,
    on_sentence: OnSentence,
    wanted: str | None = None,
) -> Reply:
    """Have what was asked answered; hand on each sentence as soon as the next one has begun.

    Sentences before the first that cites a passage are held back until it comes: a reply that
    cites none is no answer, and nothing of it is handed on.  So are those before a word tells the
    language, where one is wanted: nothing is handed on of a reply in another one.
    """
    text = ""
    handed = 0

    def hand_on(sentences: Sequence[MarkedSentence], ended: bool = False) -> None:
        nonlocal handed
        ready = handed or (
            _cites(sentences, passages) and (not wanted or _in_language(sentences, wanted, ended))
        )
        if ready:
            for sentence in sentences[handed:]:
                on_sentence(sentence)
            handed = max(handed, len(sentences))

    def receive(piece: str) -> None:
        nonlocal text
        text += piece
        if any(sign in piece for sign in ".!?]\n"):
            hand_on(marks.parse(answer_and_gap(text)[0], ended=False))

    reply = chat.reply(asked, receive)
    if reply.cut == "connection":
        hand_on(marks.parse(answer_and_gap(text)[0])[:-1], ended=True)
    if reply.cut == "connection" and not handed:
        # Of what is lost nothing was shown: it can be taken back and asked for again.
        text = ""
        reply = _paid_with(reply, chat.reply(asked, receive))
    hand_on(_whole_sentences(reply), ended=True)
    return reply


def hand_over(reply: Reply, passages: int, on_sentence: OnSentence) -> None:
    """Hand on the sentences of a reply that `write` has held back for its language."""
    sentences = _whole_sentences(reply)
    if _cites(sentences, passages):
        for sentence in sentences:
            on_sentence(sentence)


def language_of(reply: Reply) -> str | None:
    """Return the language of what a reply answers, its quotes left out; None where unclear."""
    return language.detect(_said(_whole_sentences(reply)))


def _whole_sentences(reply: Reply) -> list[MarkedSentence]:
    """Return the sentences of a reply; half a one may say the opposite of the whole."""
    sentences = marks.parse(answer_and_gap(reply.text)[0])
    whole = reply.complete or reply.text.rstrip().endswith((".", "!", "?", "]"))
    return sentences if whole else sentences[:-1]


def _cites(sentences: Sequence[MarkedSentence], passages: int) -> bool:
    return any(
        1 <= citation.number <= passages
        for sentence in sentences
        for citation in sentence.citations
    )


def _in_language(sentences: Sequence[MarkedSentence], wanted: str, ended: bool) -> bool:
    """Tell whether they are in that language, or so many that it will not become clear."""
    said = _said(sentences)
    found = language.detect(said)
    if found is None:
        return ended or language.leads(wanted, said) or len(said.split()) >= _UNCLEAR_WORDS
    return found == wanted


def _said(sentences: Sequence[MarkedSentence]) -> str:
    return " ".join(sentence.text for sentence in sentences)


def _paid_with(lost: Reply, reply: Reply) -> Reply:
    """Return a reply with what the lost one before it took as well."""
    return dataclasses.replace(
        reply,
        calls=lost.calls + reply.calls,
        tokens_in=lost.tokens_in + reply.tokens_in,
        tokens_out=lost.tokens_out + reply.tokens_out,
        cost_usd=None if reply.cost_usd is None else (lost.cost_usd or 0.0) + reply.cost_usd,
    )


def answer_and_gap(text: str) -> tuple[str, str | None]:
    """Split a reply at the word of refusal: what it answers, and what it says is missing.

    Without that word nothing is missing (None); "" when the model does not say what is.
    """
    answer, refusal, missing = text.partition(REFUSAL)
    if not refusal:
        return text, None
    said = emphasis.removed(missing.lstrip(_MARKUP + ":-").rstrip(_MARKUP))
    return answer.rstrip(_MARKUP), said
