"""A file of the user's that is held open: it may vanish, be shared, and fail."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from assistant.errors import StorageError
from assistant.models.user_file import UserFile

SCHEMA = "CREATE TABLE IF NOT EXISTS notes (said TEXT NOT NULL)"


def note(file: UserFile, said: str) -> None:
    with file.transaction() as connection:
        connection.execute("INSERT INTO notes VALUES (?)", (said,))


def notes(file: UserFile) -> list[str]:
    with file.transaction() as connection:
        return [said for (said,) in connection.execute("SELECT said FROM notes ORDER BY rowid")]


def test_a_file_that_is_removed_is_made_anew(tmp_path: Path) -> None:
    file = UserFile(tmp_path / "notes.sqlite", SCHEMA)
    note(file, "before")
    file.path.unlink()
    note(file, "after")
    assert file.path.is_file()
    assert notes(file) == notes(UserFile(file.path, SCHEMA)) == ["after"]


def test_what_fails_is_undone_and_the_file_goes_on(tmp_path: Path) -> None:
    file = UserFile(tmp_path / "notes.sqlite", SCHEMA)
    note(file, "first")
    with pytest.raises(RuntimeError), file.transaction() as connection:  # noqa: PT012
        connection.execute("INSERT INTO notes VALUES ('lost')")
        raise RuntimeError
    with pytest.raises(StorageError, match="no such table"), file.transaction() as connection:
        connection.execute("INSERT INTO elsewhere VALUES (1)")
    note(file, "second")
    assert notes(file) == ["first", "second"]


def test_threads_and_other_holders_of_the_file_see_each_other(tmp_path: Path) -> None:
    files = [UserFile(tmp_path / "notes.sqlite", SCHEMA) for _ in range(2)]
    threads = [
        threading.Thread(target=note, args=(files[place % 2], str(place))) for place in range(12)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(notes(files[0]), key=int) == [str(place) for place in range(12)]
