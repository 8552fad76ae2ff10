"""What is remembered of a file is what is in it, whoever changes it."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path

import pytest

from assistant.library.database import Database
from assistant.library.remembered import Remembered


class Words:
    """A table of words; counts how often it is read."""

    def __init__(self, path: Path, most: int = 10) -> None:
        self.database = Database(path)
        self.database.run_script("CREATE TABLE IF NOT EXISTS words (id TEXT, said TEXT)")
        self.reads = 0
        self.remembered = Remembered(self.database, self._read, most)

    def say(self, id: str, said: str) -> None:
        with self.database.transaction() as connection:
            connection.execute("DELETE FROM words WHERE id = ?", (id,))
            connection.execute("INSERT INTO words VALUES (?, ?)", (id, said))

    def get(self, *ids: str) -> dict[str, str]:
        return self.remembered.get(ids)

    def _read(self, ids: Sequence[str]) -> dict[str, str]:
        self.reads += 1
        return dict(self.database.rows_in("SELECT id, said FROM words WHERE id", ids))


@pytest.fixture
def words(tmp_path: Path) -> Words:
    words = Words(tmp_path / "words.sqlite")
    words.say("a", "one")
    words.say("b", "two")
    return words


def test_what_was_read_is_not_read_again(words: Words) -> None:
    assert words.get("b", "a") == {"b": "two", "a": "one"}
    assert list(words.get("a", "b")) == ["a", "b"]
    assert words.reads == 1


def test_a_change_of_ones_own_is_seen(words: Words) -> None:
    words.get("a")
    words.say("a", "other")
    assert words.get("a", "c") == {"a": "other"}


def test_a_change_of_another_thread_is_seen(words: Words) -> None:
    words.get("a")
    other = threading.Thread(target=words.say, args=("a", "other"))
    other.start()
    other.join()
    assert words.get("a") == {"a": "other"}


def test_a_change_from_outside_is_seen(words: Words) -> None:
    words.get("a")
    other = Database(words.database.path)
    with other.transaction() as connection:
        connection.execute("DELETE FROM words WHERE id = 'a'")
    other.close()
    assert words.get("a") == {}


def test_what_a_transaction_took_back_is_not_remembered(words: Words) -> None:
    words.get("a")
    with pytest.raises(RuntimeError), words.database.transaction():  # noqa: PT012
        words.say("a", "other")
        assert words.get("a") == {"a": "other"}
        raise RuntimeError
    assert words.get("a") == {"a": "one"}


def test_more_than_is_remembered_is_read_each_time(tmp_path: Path) -> None:
    words = Words(tmp_path / "words.sqlite", most=1)
    words.say("a", "one")
    words.say("b", "two")
    for _ in range(2):
        assert words.get("a", "b") == {"a": "one", "b": "two"}
    assert words.reads == 2
