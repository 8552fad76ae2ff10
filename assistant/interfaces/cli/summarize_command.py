"""The command summarize: a literature review of a topic."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from assistant.errors import InputError
from assistant.interfaces.cli.options import Author, Json, Source, Tag, Venue, Year, filters
from assistant.interfaces.cli.pack_commands import Pack, Packing
from assistant.interfaces.cli.question_commands import ABSTAINED
from assistant.interfaces.cli.saved_commands import Save, keep_review
from assistant.interfaces.cli.session import Session, echo_json

if TYPE_CHECKING:
    from assistant.answering.reviewing.generative import Estimate
    from assistant.answering.reviewing.reviewer import Reviewer
    from assistant.models.prices import Price
    from assistant.review import Outline, Review

_EXAMPLES = (
    'Examples:  litassist summarize "reward model overoptimization" --out review.html  |  '
    'litassist summarize "web agents" --outline plan.md, edit it, '
    "litassist summarize --from plan.md --out review.docx"
)
_PRINTED = Path("-")


def register(cli: typer.Typer) -> None:
    """Add the commands of this module."""
    cli.command("summarize", epilog=_EXAMPLES)(summarize)


def summarize(
    context: typer.Context,
    topic: Annotated[
        str | None, typer.Argument(metavar="TOPIC", help="Words or a question.")
    ] = None,
    depth: Annotated[
        Literal["brief", "standard", "deep"],
        typer.Option("--depth", help="How much is told of each paper."),
    ] = "standard",
    words: Annotated[
        int | None, typer.Option("--words", min=50, metavar="N", help="About how long.")
    ] = None,
    papers: Annotated[
        int | None, typer.Option("--papers", "-n", min=1, metavar="N", help="At most so many.")
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Every relevant paper, however many there are.")
    ] = False,
    outline: Annotated[
        Path | None,
        typer.Option("--outline", metavar="FILE", help="Write the plan only, to edit; - prints."),
    ] = None,
    plan: Annotated[
        Path | None, typer.Option("--from", metavar="FILE", help="Write what this plan says.")
    ] = None,
    out: Annotated[
        list[Path] | None,
        typer.Option(
            "--out",
            metavar="FILE",
            help="Write .md .html .tex .docx .json …; repeatable.",
        ),
    ] = None,
    style: Annotated[
        str, typer.Option("--style", help="numeric, author-year, or a .csl file.")
    ] = "numeric",
    yes: Annotated[
        bool, typer.Option("--yes", "-y", help="Do not ask before a costly --all.")
    ] = False,
    year: Year = None,
    author: Author = None,
    venue: Venue = None,
    source: Source = None,
    tag: Tag = None,
    save: Save = False,
    pack: Pack = None,
    as_json: Json = False,
) -> None:
    """Write a literature review of a topic: themes, agreements, gaps; every sentence cited."""
    from assistant.answering.review_documents import review_document
    from assistant.interfaces.export import writing
    from assistant.interfaces.export.style_names import style_of

    session: Session = context.obj
    for path in out or ():
        writing.format_of(path.name, writing.REVIEW_FORMATS)
    style_of(style, ())  # here, so that a mistake costs no model call
    choosing = papers or everything or year or author or venue or source or tag
    _refuse_mixtures(
        [
            (plan and choosing, "--from FILE names the papers; leave out what would choose them"),
            (outline and (out or words or as_json), "--outline FILE writes the plan only"),
            (everything and papers, "--all takes every relevant paper; leave out --papers"),
        ]
    )
    admitted = filters(year, author, venue, source, tag)
    planned_text = _plan_text(plan, topic) if plan is not None else None
    with session.app.searcher() as searcher:
        packing = Packing(session, searcher) if pack else None
        reviewer = packing.reviewer() if packing else session.app.reviewer_over(searcher)
        if planned_text is not None:
            planned = reviewer.outline_of(planned_text)
        elif topic and topic.strip():
            with session.stages("Reading abstracts") as progress:
                planned = reviewer.outline(topic.strip(), admitted, papers, everything, progress)
        else:
            raise InputError('no topic; write it in quotes: litassist summarize "dense retrieval"')
        if outline is not None:
            _write_outline(session, planned, outline)
            return
        _tell_cost(session, reviewer, planned, depth, words, ask=everything and not yes)
        with session.stages("Writing") as progress:
            review = reviewer.review(planned, depth, words, progress)
        if save:
            keep_review(session, searcher.library.catalog.saved, review, planned.filters)
        if packing and pack:
            asked = {
                "topic": (topic or "").strip(),
                "filters": asdict(admitted),
                "papers": papers,
                "everything": everything,
                "depth": depth,
                "words": words,
                "plan": planned_text,
            }
            packing.write(pack, "review", asked, review_document(review))
    _tell(session, review, out or [], style, as_json)
    if review.abstained:
        raise typer.Exit(ABSTAINED)


def _refuse_mixtures(mixtures: Sequence[tuple[object, str]]) -> None:
    for given, said in mixtures:
        if given:
            raise InputError(said)


def _tell(session: Session, review: Review, out: list[Path], style: str, as_json: bool) -> None:
    from assistant.answering.review_documents import review_document
    from assistant.interfaces.export import writing

    for path in out:
        for written in writing.write(review, path, style):
            session.remark(f"wrote {written}")
    if as_json:
        echo_json(review_document(review))
    elif not out:
        typer.echo(_text(review, style))


def _text(review: Review, style: str) -> str:
    from assistant.interfaces.export import writing

    (text,) = writing.files(review, "review.txt", style).values()
    return text.decode().rstrip("\n")


def _plan_text(plan: Path, topic: str | None) -> str:
    if topic:
        raise InputError("the topic stands in the plan that --from names; leave it out")
    try:
        return sys.stdin.read() if plan == _PRINTED else plan.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise InputError(f"{plan} cannot be read ({why})") from error


def _write_outline(session: Session, outline: Outline, path: Path) -> None:
    from assistant.answering.reviewing.outline_text import written

    if not outline.papers:
        typer.echo(outline.message or "No relevant paper was found.")
        raise typer.Exit(ABSTAINED)
    if path == _PRINTED:
        typer.echo(written(outline), nl=False)
        return
    try:
        path.write_text(written(outline), encoding="utf-8")
    except OSError as error:
        raise InputError(f"{path} cannot be written ({error.strerror})") from error
    session.remark(f"edit {path}, then: litassist summarize --from {path}")


def _amount(one: Estimate, price: Price | None, about: str) -> str:
    from assistant.interfaces import render

    cost = f"{about} ${price.cost(one.tokens_in, one.tokens_out):.2f}" if price else ""
    calls = render.counted(one.calls, "call")
    return f"{calls}, {one.tokens_in:,} tokens read, {one.tokens_out:,} written{cost}"


def _tell_cost(
    session: Session,
    reviewer: Reviewer,
    outline: Outline,
    depth: Literal["brief", "standard", "deep"],
    words: int | None,
    ask: bool,
) -> None:
    """Say what a model will take before it is asked; for a review of everything, ask first."""
    taken = reviewer.estimate(outline, depth, words)
    if taken is None:
        return
    price = session.app.price()
    said = f"{len(outline.papers)} papers: about {_amount(taken, price, ', about')}"
    checks = reviewer.checks_estimate(outline, depth, words)
    if checks:
        most = _amount(checks, price, ", at most")
        said += f"; sentences to be judged and put right may take up to {most} more"
    session.remark(said)
    if ask and sys.stdin.isatty():
        typer.confirm("Go on?", abort=True, err=True)
    elif ask:
        raise InputError(f"{said}; add --yes to go on with --all")
