"""The command check: a draft, or a file of claims, against the library."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.errors import InputError, StorageError
from assistant.interfaces.cli.options import Json
from assistant.interfaces.cli.question_commands import ABSTAINED
from assistant.interfaces.cli.session import Session, echo_json, json_text

if TYPE_CHECKING:
    from assistant.interfaces.claims import Claim
    from assistant.interfaces.claims_file import BadLine
    from assistant.types import Document

_BATCH = 60  # claims between two looks at how far it is: a few calls to a judge, side by side
_EXAMPLES = (
    "Examples:  litassist check draft.md  |  litassist check paper.tex --bib refs.bib "
    "--out report.html  |  litassist check claims.jsonl --out verdicts.jsonl  |  "
    'litassist check --agreement "Dropout reduces overfitting"'
)


def register(cli: typer.Typer) -> None:
    """Add the commands of this module."""
    cli.command("check", epilog=_EXAMPLES)(check)


def check(
    context: typer.Context,
    given: Annotated[
        str,
        typer.Argument(
            metavar="FILE",
            help='A draft (.md, .tex, .txt), or JSON Lines of {"id", "claim", and "paper_id", '
            '"title" or "evidence"}; with --agreement a claim, or JSON Lines of {"id", "claim"}.',
        ),
    ],
    bib: Annotated[
        list[Path] | None,
        typer.Option("--bib", metavar="FILE", help="The draft's BibTeX; by default what it names."),
    ] = None,
    all_sentences: Annotated[
        bool, typer.Option("--all", help="Show every sentence, not only those to look at.")
    ] = False,
    out: Annotated[
        list[Path] | None,
        typer.Option(
            "--out", metavar="FILE", help="Write .md .html .json; verdicts on claims as .jsonl."
        ),
    ] = None,
    agreement: Annotated[
        bool,
        typer.Option("--agreement", help="Tell which papers support a claim and which contradict."),
    ] = False,
    as_json: Json = False,
) -> None:
    """Check a draft: which sentences are supported, cite nothing, or cite the wrong paper.

    Exit status: 0 all is supported, 3 something is not or could not be checked, 2 a mistake; with
    --agreement 0 where a paper takes a stance, 3 where none does.
    """
    from assistant.interfaces import claims_file
    from assistant.interfaces.cli import agreement_command

    session: Session = context.obj
    if agreement:
        if bib or all_sentences or out:
            raise InputError("--agreement takes a claim, or a file of claims, and --json only")
        if not agreement_command.show(session, given, as_json):
            raise typer.Exit(ABSTAINED)
        return
    file = Path(given)
    if claims_file.holds_claims(file):
        if bib or all_sentences:
            raise InputError("--bib and --all go with a draft; this is a file of claims")
        supported = _check_claims(session, file, out or [])
    else:
        supported = _check_draft(session, file, bib or [], out or [], all_sentences, as_json)
    if not supported:
        raise typer.Exit(ABSTAINED)


def _check_draft(
    session: Session, file: Path, bib: list[Path], out: list[Path], every: bool, as_json: bool
) -> bool:
    from assistant.answering.checking import reading
    from assistant.answering.checking.documents import check_document
    from assistant.interfaces import render_check
    from assistant.interfaces.export import check as export
    from assistant.interfaces.export import writing

    for path in out:
        writing.format_of(path.name, export.FORMATS)  # before any work
        _refuse_overwriting(path, file)
    draft = reading.read(file, bib)
    for name in draft.elsewhere:
        session.remark(f"{name}, which {file.name} asks for, was not read; check it by itself")
    with session.app.searcher() as searcher, session.progress("Checking") as progress:
        checked = session.app.draft_checker_over(searcher).check(draft, file.name, progress)
    for path in out:
        for written in writing.put(export.files(checked, path.name), path):
            session.remark(f"wrote {written}")
    if as_json:
        echo_json(check_document(checked))
    elif not out:
        typer.echo(render_check.report(checked, every))
    return checked.supported


def _check_claims(session: Session, file: Path, out: list[Path]) -> bool:
    from assistant.interfaces import claims_file

    if len(out) > 1:
        raise InputError("verdicts on claims go into one file; give --out once")
    claims = claims_file.read(file)
    supported = True
    with ExitStack() as stack:
        write = stack.enter_context(_written(out[0], file)) if out else typer.echo
        progress = stack.enter_context(session.progress("Checking"))
        for number, document in enumerate(_judged(session, claims, stack), 1):
            write(json_text(document))
            supported &= document["verdict"] in ("verbatim", "supported")
            if progress:
                progress(number, len(claims))
    if complaint := claims_file.complaint(file, claims):
        raise InputError(complaint)
    return supported


def _judged(
    session: Session, claims: Sequence[Claim | BadLine], stack: ExitStack
) -> Iterator[Document]:
    """Yield a document a line; the library is opened only where a claim names a paper of it."""
    from assistant.interfaces.claims import Claim, judged

    wanted = any(isinstance(one, Claim) and one.names_a_paper for one in claims)
    library = stack.enter_context(session.app.library()) if wanted else None
    checker, judge = session.app.checker, session.app.judge()
    size = _BATCH if judge else 1
    for start in range(0, len(claims), size):
        lines = claims[start : start + size]
        batch = [one if isinstance(one, Claim) else Claim(None, "") for one in lines]
        for one, said in zip(lines, judged(batch, library, checker, judge), strict=True):
            if isinstance(one, Claim):
                yield said
            else:
                yield said | {"line": one.line, "problem": one.problem}


@contextmanager
def _written(path: Path, file: Path) -> Iterator[Callable[[str], object]]:
    """Open a file for lines, each of which is there as soon as it is known."""
    _refuse_overwriting(path, file)
    try:
        with path.open("w", encoding="utf-8", errors="replace") as opened:
            yield lambda line: print(line, file=opened, flush=True)
    except OSError as error:
        raise StorageError(
            f"{path} cannot be written ({error.strerror}); name a place that can"
        ) from error


def _refuse_overwriting(path: Path, file: Path) -> None:
    if path.resolve() == file.resolve():
        raise InputError(f"--out {path} is the file to check; name another")
