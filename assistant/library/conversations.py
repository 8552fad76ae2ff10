"""Conversations kept in the catalog: they survive a restart, with answers and feedback."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from datetime import UTC, datetime

from assistant.errors import ConversationNotFound
from assistant.kept import Feedback, FeedbackLabel, KeptConversation, KeptTurn
from assistant.library.database import Database, Row
from assistant.types import Document

_TITLE = 80  # characters of the first question that name a conversation


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


class Conversations:
    """All conversations about one library; safe to share between threads."""

    def __init__(self, database: Database, now: Callable[[], str] = _now) -> None:
        self._database = database
        self._now = now

    def all(self) -> list[KeptConversation]:
        """Return all conversations, the one last changed first."""
        rows = self._database.rows(
            "SELECT id, title, started, changed,"
            " (SELECT count(*) FROM turns WHERE conversation_id = conversations.id)"
            " FROM conversations ORDER BY changed DESC, rowid DESC"
        )
        return [KeptConversation(*row) for row in rows]

    def find(self, id: str) -> KeptConversation:
        """Return the conversation that an id or the beginning of one names.

        Raises:
            ConversationNotFound: none does, or several do.
        """
        found = [one for one in self.all() if one.id == id] or [
            one for one in self.all() if id and one.id.startswith(id)
        ]
        if len(found) != 1:
            said = "several conversations begin with" if found else "no conversation is called"
            raise ConversationNotFound(f"{said} {id!r}; list them with /sessions")
        return found[0]

    def begin(self, question: str) -> str:
        """Begin a conversation and return its id."""
        id = uuid.uuid4().hex[:12]
        title, now = " ".join(question.split())[:_TITLE], self._now()
        with self._database.transaction() as connection:
            connection.execute(
                "INSERT INTO conversations VALUES (?, ?, ?, ?)",
                (id, title, now, now),
            )
        return id

    def turns(self, id: str, last: int = -1) -> list[KeptTurn]:
        """Return the turns of a conversation in order, all or so many of the last ones.

        None for an id that is not known.
        """
        rows = self._database.rows(
            "SELECT number, question, answer, asked FROM turns WHERE conversation_id = ?"
            " ORDER BY number DESC LIMIT ?",
            (id, last),
        )[::-1]
        feedback: dict[int, list[Feedback]] = {}
        for turn, *given in self._database.rows(
            "SELECT turn, label, note, given FROM feedback WHERE turn IN"
            " (SELECT number FROM turns WHERE conversation_id = ?) ORDER BY number",
            (id,),
        ):
            feedback.setdefault(turn, []).append(Feedback(*given))
        return [_turn(row, feedback.get(row[0], [])) for row in rows]

    def add(self, id: str, question: str, answer: Document) -> int:
        """Append a turn and return its number."""
        with self._database.transaction() as connection:
            cursor = connection.execute(
                "INSERT INTO turns (conversation_id, question, answer, asked) VALUES (?, ?, ?, ?)",
                (id, question, json.dumps(answer, ensure_ascii=False), self._now()),
            )
            connection.execute(
                "UPDATE conversations SET changed = ? WHERE id = ?", (self._now(), id)
            )
            return int(cursor.lastrowid or 0)

    def undo(self, id: str) -> bool:
        """Take the last turn away; return whether there was one."""
        turns = self.turns(id)
        if turns:
            with self._database.transaction() as connection:
                connection.execute("DELETE FROM turns WHERE number = ?", (turns[-1].number,))
        return bool(turns)

    def remove(self, id: str) -> None:
        """Remove a conversation with its turns."""
        with self._database.transaction() as connection:
            connection.execute("DELETE FROM conversations WHERE id = ?", (id,))

    def judge(self, turn: int, label: FeedbackLabel, note: str = "") -> None:
        """Keep what a user thinks of an answer, beside the answer and its evidence."""
        with self._database.transaction() as connection:
            connection.execute(
                "INSERT INTO feedback (turn, label, note, given) VALUES (?, ?, ?, ?)",
                (turn, label, note, self._now()),
            )


def _turn(row: Row, feedback: list[Feedback]) -> KeptTurn:
    number, question, answer, asked = row
    return KeptTurn(number, question, json.loads(answer), asked, tuple(feedback))
