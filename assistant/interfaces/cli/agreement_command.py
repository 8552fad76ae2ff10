"""What `check --agreement` does: a claim, or a file of claims, before the papers of the library."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import typer

from assistant.errors import InputError
from assistant.interfaces.cli.session import Session, echo_json, json_text


def show(session: Session, given: str, as_json: bool) -> bool:
    """Show the panel of a claim, or those of a file as JSON Lines; return whether one has a stance.

    Raises:
        InputError: the claim is empty, or a line of the file holds none.
    """
    from assistant.answering.agreeing.documents import agreement_document
    from assistant.interfaces import render_agreement

    file = Path(given)
    if _is_file(file):
        return _show_each(session, file)
    if not given.strip():
        raise InputError("the claim is empty; write a sentence in quotes")
    with session.app.searcher() as searcher:
        panel = session.app.panel_over(searcher).on(given)
    if as_json:
        echo_json(agreement_document(panel))
    else:
        typer.echo(render_agreement.panel(panel))
    return not panel.abstained


def _show_each(session: Session, file: Path) -> bool:
    from assistant.answering.agreeing.documents import agreement_document
    from assistant.interfaces import claims_file
    from assistant.interfaces.claims import Claim

    claims = claims_file.read(file, bare=True)
    if complaint := claims_file.complaint(file, claims):
        raise InputError(complaint)
    taken = False
    with session.app.searcher() as searcher, session.progress("Asking the papers") as progress:
        asking = session.app.panel_over(searcher)
        for number, claim in enumerate((one for one in claims if isinstance(one, Claim)), 1):
            panel = asking.on(claim.text)
            typer.echo(json_text({"id": claim.id, **agreement_document(panel)}))
            taken |= not panel.abstained
            if progress:
                progress(number, len(claims))
    return taken


def _is_file(path: Path) -> bool:
    with suppress(OSError, ValueError):  # a claim may be too long for a name
        return path.is_file()
    return False
