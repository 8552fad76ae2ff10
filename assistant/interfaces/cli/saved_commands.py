"""Commands on kept answers and reviews: saved, saved show, saved remove."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.interfaces.cli.options import Json
from assistant.interfaces.cli.session import Session, echo_json

if TYPE_CHECKING:
    from assistant.answering.staleness import Loss
    from assistant.library.saved import SavedWork, SavedWorks
    from assistant.review import Review
    from assistant.types import Answer, Document, Filters

_EXAMPLES = 'Examples:  litassist ask --save "How large is WebShop?"  |  litassist saved show 3f2a'
Save = Annotated[
    bool, typer.Option("--save", help="Keep it; `litassist saved` says when it is stale.")
]
_Id = Annotated[str, typer.Argument(metavar="ID", help="Its id, or how that begins.")]


def register(cli: typer.Typer) -> None:
    """Add the commands of this module."""
    commands = typer.Typer(help="Kept answers and reviews: list, show, remove.", epilog=_EXAMPLES)
    commands.callback(invoke_without_command=True)(saved)
    commands.command("show", epilog="Example:  litassist saved show 3f2a")(show)
    commands.command("remove", epilog="Example:  litassist saved remove 3f2a")(remove)
    cli.add_typer(commands, name="saved")


def saved(context: typer.Context, as_json: Json = False) -> None:
    """List kept answers and reviews, a line each; those that no longer stand are marked."""
    from assistant.answering.digesting.kept_work import of_saved
    from assistant.interfaces import kept

    if context.invoked_subcommand is not None:
        return
    session: Session = context.obj
    with session.app.library() as library:
        found = [(work, of_saved(library.catalog, work)) for work in library.catalog.saved.all()]
    if as_json:
        echo_json({"saved": [_document(work, lost) for work, lost in found]})
    elif found:
        typer.echo("\n".join(kept.work_line(work, lost) for work, lost in found))
    else:
        typer.echo("Nothing is kept; `litassist ask --save` and `summarize --save` keep something.")


def show(context: typer.Context, id: _Id, as_json: Json = False) -> None:
    """Show a kept answer or review, and what of it no longer stands."""
    from assistant.answering.digesting.kept_work import of_saved
    from assistant.interfaces import kept

    session: Session = context.obj
    with session.app.library() as library:
        work = library.catalog.saved.find(id)
        lost = of_saved(library.catalog, work)
    if as_json:
        echo_json({**_document(work, lost), "document": work.document})
    else:
        typer.echo(kept.work_text(work, lost))


def remove(context: typer.Context, id: _Id) -> None:
    """Keep an answer or review no longer."""
    session: Session = context.obj
    with session.app.library() as library:
        work = library.catalog.saved.find(id)
        library.catalog.saved.remove(work.id)
    session.remark(f"{work.id} is kept no longer")


def keep_answer(session: Session, kept: SavedWorks, answer: Answer, filters: Filters) -> None:
    """Keep an answer in the library and say under which id."""
    from assistant.answering.documents import answer_document

    papers = [one.paper for one in answer.references]
    id = kept.add("answer", answer.question, answer_document(answer), papers, filters)
    session.remark(f"kept as {id}; litassist saved show {id}")


def keep_review(session: Session, kept: SavedWorks, review: Review, filters: Filters) -> None:
    """Keep a review in the library and say under which id."""
    from assistant.answering.review_documents import review_document

    papers = [one.paper for one in review.references]
    id = kept.add("review", review.topic, review_document(review), papers, filters)
    session.remark(f"kept as {id}; litassist saved show {id}")


def _document(work: SavedWork, lost: tuple[Loss, ...]) -> Document:
    return {
        "id": work.id,
        "kind": work.kind,
        "title": work.title,
        "saved": work.saved,
        "stale": bool(lost),
        "losses": [asdict(one) for one in lost],
    }
