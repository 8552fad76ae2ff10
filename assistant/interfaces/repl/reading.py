"""Commands that read: what an answer rests on, and what the library holds."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from typing import TYPE_CHECKING, cast

from assistant.errors import InputError
from assistant.interfaces import render, render_why
from assistant.interfaces.repl.session import Session
from assistant.retrieval import typed
from assistant.retrieval.why import explain
from assistant.types import Document, Evidence, Paper, Reference, Statement

if TYPE_CHECKING:
    from assistant.retrieval.search import Searcher

_PAPERS_SHOWN = 40
_NOTHING_ASKED = "nothing was answered yet; type a question"
_WITHHELD = "withheld"


def sources(session: Session, _: str) -> str:
    """Return the references of the last answer."""
    if session.last is None:
        raise InputError(_NOTHING_ASKED)
    cited = session.references
    if not cited:
        return "The last answer cites no paper; /search WORDS shows what the library has."
    return render.references(cited)


def open_paper(session: Session, name: str) -> str:
    """Return a paper with its abstract, marked where the last answer quotes it."""
    cited = session.references
    number = _number(name)
    if number is None:
        paper = session.paper(name)
        number = next((one.number for one in cited if one.paper.id == paper.id), None)
    else:
        paper = referenced(cited, number)
    quotes = [
        quote for one in session.statements for quote in one.evidence if quote.number == number
    ]
    marked = marked_abstract(paper.abstract, quotes)
    shown = render.paper(dataclasses.replace(paper, abstract=marked))
    return (
        f"{shown}\n\n« » stands around what the last answer quotes."
        if marked != paper.abstract
        else shown
    )


def marked_abstract(abstract: str, quotes: Iterable[Evidence]) -> str:
    """Return an abstract with « » around what is quoted of it.

    A quote that does not stand at its place, because the abstract has changed since, is not marked.
    """
    quoted = {
        place
        for one in quotes
        if one.quote and abstract[one.start : one.end] == one.quote
        for place in range(len(abstract))[one.start : one.end]
    }
    pieces = []
    for place, letter in enumerate(abstract):
        before = "«" if place in quoted and place - 1 not in quoted else ""
        after = "»" if place in quoted and place + 1 not in quoted else ""
        pieces.append(before + letter + after)
    return "".join(pieces)


def why(session: Session, name: str) -> str:
    """Return the evidence of a sentence, what was withheld, or what became of a paper.

    Of a paper: where the last answer cites it, and each stage of the search for its question.
    """
    if session.last is None:
        raise InputError(_NOTHING_ASKED)
    if name == _WITHHELD:
        return _why_withheld(session.last.answer["dropped"])
    number = _number(name)
    if number is None:
        paper = session.paper(name)
        return f"{_in_the_answer(session, paper)}\n\n{_in_the_search(session, paper)}"
    statements = session.statements
    if not 1 <= number <= len(statements):
        raise InputError(_no_such(number, len(statements), "sentence"))
    return _why_sentence(number, statements[number - 1], session.references)


def search(session: Session, words: str) -> str:
    """Return the papers that match best, under the filters."""
    assistant, filters = session.conversation.assistant, session.conversation.filters
    most = assistant.retrieval.papers
    found = typed.search(assistant.searcher, session.library, words, most, filters)
    said = typed.told(found.corrections)
    return (f"({said})\n" if said else "") + render.hits(found.hits)


def papers(session: Session, part: str) -> str:
    """Return the papers of the library, a line each: those with a part in title, authors or id."""
    catalog = session.library.catalog
    admission = session.library.admission(session.conversation.filters)
    found = [
        one
        for one in catalog.papers()
        if admission.admits(one.id)
        and part.casefold() in "\n".join((one.title, one.id, *one.authors)).casefold()
    ]
    if not found:
        return "No paper has that in its title, authors or id, and passes the filters."
    lines = [
        render.wrapped(f"{one.title} ({one.id})", f"{one.year or '-':<4}  ", "      ")
        for one in found[:_PAPERS_SHOWN]
    ]
    if len(found) > _PAPERS_SHOWN:
        lines.append(f"… and {len(found) - _PAPERS_SHOWN} more; narrow with /papers PART")
    else:
        lines.append(f"{len(found)} of {catalog.count_papers()} papers")
    return "\n".join(lines)


def _why_sentence(number: int, one: Statement, references: list[Reference]) -> str:
    score = "" if one.score is None else f"; score {one.score:.2f}"
    lines = [
        render.wrapped(f"“{one.text}”", f"Sentence {number}: ", "  "),
        f"  {render.VERDICTS[one.verdict]}{score}{f': {one.reason}' if one.reason else ''}",
    ]
    if one.action == "repaired":
        lines.append("  rewritten by the model: what it wrote here first did not pass its check")
    for reference in references:
        if reference.number in one.citations:
            title = reference.paper.title
            lines.append(render.wrapped(title, f"  [{reference.number}] ", "      "))
            lines += [_quoted(quote) for quote in one.evidence if quote.number == reference.number]
    if one.citations and not one.evidence:
        lines.append("  no words of the cited abstracts were found to quote for it")
    return "\n".join(lines)


def _why_withheld(dropped: list[Document]) -> str:
    if not dropped:
        return "The last answer withholds nothing."
    lines: list[str] = []
    for one in dropped:
        lines.append(render.wrapped(f"“{one['text']}”", "✗ ", "  "))
        lines.append(render.wrapped(one["why"], "    ", "    "))
    return "\n".join(lines)


def _quoted(quote: Evidence) -> str:
    said = f"characters {quote.start}-{quote.end}: “{quote.quote}”"
    return render.wrapped(said, "      ↳ ", "        ")


def _in_the_answer(session: Session, paper: Paper) -> str:
    title = f"“{paper.title}”"
    number = next((one.number for one in session.references if one.paper.id == paper.id), None)
    if number is not None:
        places = [
            str(place) for place, one in enumerate(session.statements, 1) if number in one.citations
        ]
        noun = "sentence" if len(places) == 1 else "sentences"
        return render.wrapped(f"{title} is [{number}], cited by {noun} {', '.join(places)}.")
    retrieved = session.last.answer["retrieved"] if session.last else []
    rank = next((one["rank"] for one in retrieved if one["paper_id"] == paper.id), None)
    if rank is None:
        return render.wrapped(f"{title} is not among the {len(retrieved)} papers found.")
    said = f"{title} was found at rank {rank} of {len(retrieved)}, but no sentence cites it."
    return render.wrapped(said)


def _in_the_search(session: Session, paper: Paper) -> str:
    """Return at which stage a search for the last question finds or loses a paper.

    Under the filters in force: answers do not keep those that they were searched under.
    """
    asked = session.last.answer if session.last else {}
    assistant, filters = session.conversation.assistant, session.conversation.filters
    # The words that need no conversation have lost the operators that were typed.
    limits = typed.question(asked["question"], filters, assistant.searcher.words.knows).filters
    searcher = cast("Searcher", assistant.searcher)  # a chat has a library, and no recording of one
    told = explain(
        searcher,
        asked["standalone_question"],
        paper,
        assistant.retrieval,
        assistant.answer,
        limits,
    )
    return render_why.why(told)


def _number(name: str) -> int | None:
    bare = name.strip("[] ")
    return int(bare) if bare.isdecimal() else None


def referenced(cited: list[Reference], number: int) -> Paper:
    """Return the paper that an answer cites under this number.

    Raises:
        InputError: it cites none under it.
    """
    for one in cited:
        if one.number == number:
            return one.paper
    raise InputError(_no_such(number, len(cited), "reference"))


def _no_such(number: int, count: int, noun: str) -> str:
    if not count:
        return f"the last answer has no {noun}s; ask a question first"
    plural = "s" if count > 1 else ""
    return f"there is no {noun} {number}; the last answer has {count} {noun}{plural}"
