"""Commands that keep: files of the conversation, earlier conversations, what users think."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import cast, get_args

from assistant.errors import InputError
from assistant.interfaces import bibliography, render
from assistant.interfaces.repl import transcript
from assistant.interfaces.repl.session import Session
from assistant.kept import FeedbackLabel

COMPLAINTS = tuple(label for label in get_args(FeedbackLabel) if label != "good")
_CONVERSATIONS_SHOWN = 20


def save(session: Session, name: str) -> str:
    """Write the conversation as Markdown, with its bibliography, into a new file."""
    turns = session.conversation.turns
    if not turns:
        raise InputError("nothing was answered yet; there is nothing to save")
    path = _write(name, transcript.markdown(turns))
    return render.clean(f"Saved {render.counted(len(turns), 'question')} in {path}")


def export(session: Session, text: str) -> str:
    """Write all papers that the conversation cites as BibTeX into a new file."""
    form, _, name = text.partition(" ")
    if form != "bib" or not name.strip():
        raise InputError("write it as /export bib FILE")
    papers = session.cited_papers()
    if not papers:
        raise InputError("no paper was cited yet; there is nothing to export")
    path = _write(name.strip(), bibliography.bibtex(papers))
    return render.clean(f"Wrote {render.counted(len(papers), 'paper')} to {path}")


def sessions(session: Session, _: str) -> str:
    """List the conversations about this library, the last one first."""
    kept = [one for one in session.conversation.kept.all() if one.turns]
    if not kept:
        return "No conversation is kept yet."
    lines = [
        render.wrapped(
            f"{_local(one.changed)}  {render.counted(one.turns, 'question')}: {one.title}",
            f"{'*' if one.id == session.conversation.id else ' '} {one.id}  ",
            " " * 16,
        )
        for one in kept[:_CONVERSATIONS_SHOWN]
    ]
    if len(kept) > _CONVERSATIONS_SHOWN:
        lines.append(f"… and {len(kept) - _CONVERSATIONS_SHOWN} earlier ones")
    return "\n".join([*lines, "/resume ID goes on with one; the beginning of an id will do."])


def resume(session: Session, id: str) -> str:
    """Go on with a kept conversation; return what was said last in it."""
    session.take_up(id)
    turns = session.conversation.turns
    if not turns:
        return "Resumed; all its questions were taken back."
    last = turns[-1]
    blocks = [
        f"Resumed after {render.counted(len(turns), 'question')}; the last:",
        render.wrapped(last.question, "> ", "  "),
        "\n".join(
            render.statement(one, number=number) for number, one in enumerate(session.statements, 1)
        )
        or render.wrapped(last.answer["message"] or ""),
    ]
    return "\n".join(blocks)


def begin_anew(session: Session, _: str) -> str:
    """Begin a new conversation; the one before stays kept."""
    before = session.conversation.id
    session.take_up(None)
    return "A new conversation." + (f" /resume {before} goes back." if before else "")


def undo(session: Session, _: str) -> str:
    """Take the last question and its answer away."""
    last = session.last
    if last is None or not session.conversation.undo():
        raise InputError("nothing was answered yet; there is nothing to take back")
    session.unanswered = None
    return render.wrapped(f"Taken back: “{last.question}”")


def praise(session: Session, note: str) -> str:
    """Keep that the last answer is good."""
    return _judge(session, "good", note)


def complain(session: Session, text: str) -> str:
    """Keep what is bad about the last answer."""
    label, _, note = text.partition(" ")
    if label not in COMPLAINTS:
        raise InputError(f"say what is bad: /bad {'|'.join(COMPLAINTS)} [NOTE]")
    return _judge(session, cast("FeedbackLabel", label), note.strip())


def _judge(session: Session, label: FeedbackLabel, note: str) -> str:
    if not session.conversation.judge(label, note):
        raise InputError("nothing was answered yet; there is nothing to judge")
    return f"Kept beside the answer and its evidence: {label}."


def _write(name: str, text: str) -> Path:
    path = Path(name.strip("\"'")).expanduser()
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise InputError(f"{path} exists and is not overwritten; name another file") from None
    except OSError as error:
        raise InputError(f"cannot write {path}: {error.strerror}; name another file") from None
    return path


def _local(time: str) -> str:
    return datetime.fromisoformat(time).astimezone().strftime("%Y-%m-%d %H:%M")
