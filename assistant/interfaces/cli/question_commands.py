"""Commands that ask the library something: search, ask, demo."""

from __future__ import annotations

import shlex
import shutil
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.errors import InputError
from assistant.interfaces.cli.counts_told import report
from assistant.interfaces.cli.options import Author, Json, Source, Tag, Venue, Year, filters
from assistant.interfaces.cli.pack_commands import Pack, Packing
from assistant.interfaces.cli.saved_commands import Save, keep_answer
from assistant.interfaces.cli.session import Session, echo_json

if TYPE_CHECKING:
    from assistant.answering.assistant import Assistant
    from assistant.types import Answer, Filters, Question, Step

ABSTAINED = 3
_DEMO_QUESTION = "How much better is dense retrieval than BM25, and where does BM25 stay ahead?"


def register(cli: typer.Typer) -> None:
    """Add the commands of this module."""
    cli.command("search", epilog=_SEARCH_EXAMPLES)(search)
    cli.command("ask", epilog=_ASK_EXAMPLES)(ask)
    cli.command("demo", epilog="Example:  litassist demo")(demo)


_SEARCH_EXAMPLES = (
    'Examples:  litassist search "reward hacking" --year 2022-  |  '
    "litassist search 'author:vaswani year:2017'  |  "
    "litassist search '\"exact words\" venue:acl year:2020- -vision'"
)
_ASK_EXAMPLES = (
    'Examples:  litassist ask "How large is WebShop?" --evidence  |  '
    "litassist ask --batch questions.jsonl --out answers.jsonl"
)


def search(
    context: typer.Context,
    query: Annotated[str, typer.Argument(metavar="QUERY", help="Words, a question, operators.")],
    papers: Annotated[
        int | None, typer.Option("--papers", "-n", min=1, metavar="N", help="Papers to show.")
    ] = None,
    year: Year = None,
    author: Author = None,
    venue: Venue = None,
    source: Source = None,
    tag: Tag = None,
    as_json: Json = False,
) -> None:
    """Search by meaning and by words; the best papers with their best passage."""
    from assistant.answering.documents import search_document
    from assistant.interfaces import render
    from assistant.retrieval.typed import told

    session: Session = context.obj
    _refuse_empty(query, "query")
    most = papers or session.settings.retrieval.papers
    found = session.app.search(query, most, filters(year, author, venue, source, tag))
    if as_json:
        echo_json(search_document(query, found.hits, found.corrections))
    else:
        if found.corrections:
            session.remark(told(found.corrections))
        typer.echo(render.hits(found.hits))


def ask(
    context: typer.Context,
    question: Annotated[str | None, typer.Argument(metavar="QUESTION")] = None,
    evidence: Annotated[
        bool, typer.Option("--evidence", help="Show under each sentence where its quote stands.")
    ] = False,
    batch: Annotated[
        Path | None,
        typer.Option("--batch", metavar="FILE", help='JSON Lines of {"id", "question"}.'),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE", help="Where --batch writes; taken up if it exists."),
    ] = None,
    year: Year = None,
    author: Author = None,
    venue: Venue = None,
    source: Source = None,
    tag: Tag = None,
    save: Save = False,
    pack: Pack = None,
    as_json: Json = False,
) -> None:
    """Answer a question with checked citations, or say that the library does not hold it."""
    from assistant.answering.documents import answer_document
    from assistant.retrieval import typed
    from assistant.types import Question

    session: Session = context.obj
    if batch is not None:
        if question is not None or out is None or evidence or as_json or save or pack:
            raise InputError(
                "--batch FILE needs --out FILE, and no question, --evidence, --save, --pack or "
                "--json beside it"
            )
        _ask_batch(session, batch, out, filters(year, author, venue, source, tag))
        return
    if out is not None:
        raise InputError("--out FILE goes with --batch FILE; for one answer use --json > FILE")
    if question is None:
        raise InputError('no question; write it in quotes: litassist ask "How large is WebShop?"')
    _refuse_empty(question, "question")
    asked = Question(question, filters=filters(year, author, venue, source, tag))
    with session.app.searcher() as searcher:
        packing = Packing(session, searcher) if pack else None
        assistant = packing.assistant() if packing else session.app.assistant_over(searcher)
        answer = _answer(session, assistant, asked, as_json, evidence)
        if save:
            limits = typed.question(question, asked.filters, searcher.words.knows).filters
            keep_answer(session, searcher.library.catalog.saved, answer, limits)
        if packing and pack:
            told = {"question": question, "filters": asdict(asked.filters)}
            packing.write(pack, "answer", told, answer_document(answer))
    if answer.abstained:
        raise typer.Exit(ABSTAINED)


def demo(context: typer.Context, as_json: Json = False) -> None:
    """Make a library of 64 landmark papers beside your own and ask it a question."""
    from assistant.types import Question

    session: Session = context.obj
    if session.library is None:
        beside = session.settings.library.path.with_name("demo")
        session = Session(str(beside), session.config, session.assignments, session.quiet)
    with session.progress("Indexing papers") as progress:
        counts = session.app.ingest_demo(progress)
    if not as_json:
        typer.echo(
            f"Demo library in {session.app.folder}\n"
            "(its abstracts are descriptions written for this demo: quote the papers, not these)"
        )
        report(counts)
        typer.echo(f'\n$ litassist ask --evidence "{_DEMO_QUESTION}"\n')
    with session.app.assistant() as assistant:
        _answer(session, assistant, Question(_DEMO_QUESTION), as_json, evidence=True)
    if not as_json:
        library = shlex.quote(str(session.app.folder))
        typer.echo(f'\nYour turn: {_program()} --library {library} ask "…"')


def _answer(
    session: Session, assistant: Assistant, question: Question, as_json: bool, evidence: bool
) -> Answer:
    from assistant.answering.documents import answer_document
    from assistant.interfaces import render

    def show(step: Step) -> None:
        session.remark(render.step(step))

    if as_json:
        answer = assistant.ask(question, on_step=show)
        echo_json(answer_document(answer))
        return answer
    answer = assistant.ask(
        question,
        lambda statement: typer.echo(render.statement(statement, evidence)),
        on_step=show,
    )
    typer.echo(("\n" if answer.statements else "") + render.after_statements(answer))
    return answer


def _ask_batch(session: Session, batch: Path, out: Path, admitted: Filters) -> None:
    from assistant.answering.batch import answer_all, read_questions

    questions = read_questions(batch, admitted)
    with session.app.assistant() as assistant, session.progress("Answering") as progress:
        answers = list(answer_all(questions, out, assistant.ask, progress))
    abstained = sum(answer.abstained for answer in answers)
    session.remark(
        f"answered {len(answers)} of {len(questions)} questions now ({abstained} abstentions), "
        f"{len(questions) - len(answers)} were in {out} already"
    )


def _program() -> str:
    """Return how this program can be called from here, in an environment that is active or not."""
    if shutil.which("litassist"):
        return "litassist"
    called = Path(sys.argv[0])
    return "python -m assistant" if called.name == "__main__.py" else shlex.quote(str(called))


def _refuse_empty(text: str, name: str) -> None:
    if not text.strip():
        raise InputError(f"the {name} is empty; write it in quotes")
