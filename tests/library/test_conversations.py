"""Conversations in the catalog: kept, found, undone, judged, and there after a migration."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from assistant import resources
from assistant.errors import ConversationNotFound
from assistant.library.catalog import SCHEMA_VERSION, Catalog


@pytest.fixture
def catalog(tmp_path: Path) -> Catalog:
    Catalog.create(tmp_path / "catalog.sqlite", {"embedder": "e"})
    return Catalog(tmp_path / "catalog.sqlite")


def test_a_conversation_is_kept_with_its_answers(catalog: Catalog) -> None:
    kept = catalog.conversations
    id = kept.begin("What  does\nHyDE do?")
    number = kept.add(id, "What does HyDE do?", {"schema": "answer/1", "text": "It «writes»."})
    kept.judge(number, "wrong", "not so")
    (turn,) = kept.turns(id)
    assert (turn.question, turn.answer["text"]) == ("What does HyDE do?", "It «writes».")
    assert [(one.label, one.note) for one in turn.feedback] == [("wrong", "not so")]
    (known,) = kept.all()
    assert (known.id, known.title, known.turns) == (id, "What does HyDE do?", 1)


def test_the_last_turns_of_many_come_in_order(catalog: Catalog) -> None:
    kept = catalog.conversations
    id = kept.begin("1?")
    for number in range(1, 6):
        kept.add(id, f"{number}?", {})
    assert [turn.question for turn in kept.turns(id, 2)] == ["4?", "5?"]
    assert len(kept.turns(id)) == 5


def test_the_last_turn_can_be_undone(catalog: Catalog) -> None:
    kept = catalog.conversations
    id = kept.begin("One?")
    kept.judge(kept.add(id, "One?", {}), "good")
    kept.add(id, "Two?", {})
    assert kept.undo(id)
    assert [turn.question for turn in kept.turns(id)] == ["One?"]
    assert kept.undo(id)
    assert not kept.undo(id)


def test_a_conversation_is_found_by_the_beginning_of_its_id(catalog: Catalog) -> None:
    kept = catalog.conversations
    id = kept.begin("One?")
    assert kept.find(id[:6]).id == kept.find(id).id == id
    for wrong in ("", "nothing"):
        with pytest.raises(ConversationNotFound, match="list them with /sessions"):
            kept.find(wrong)
    kept.begin("Two?")
    kept.remove(id)
    assert [one.title for one in kept.all()] == ["Two?"]


def test_a_catalog_of_the_first_version_is_brought_up_to_date(tmp_path: Path) -> None:
    path = tmp_path / "catalog.sqlite"
    script = (resources.PACKAGE / "library" / "schema.sql").read_text(encoding="utf-8")
    with sqlite3.connect(path) as connection:
        connection.executescript(script)
        connection.execute("INSERT INTO facts VALUES ('schema_version', '1')")
    connection.close()
    catalog = Catalog(path)
    catalog.migrate()
    assert catalog.facts()["schema_version"] == SCHEMA_VERSION
    assert catalog.conversations.all() == []
    assert catalog.tags.counts() == {}
    catalog.migrate()  # nothing left to do
    catalog.close()
