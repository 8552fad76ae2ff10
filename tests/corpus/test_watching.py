"""Which files of a watched folder are to be read, and when."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.corpus.watching import FolderWatch, State
from assistant.errors import InputError

A, B = Path("a.bib"), Path("b.bib")


class Folder:
    """A folder whose files are what a test says."""

    def __init__(self) -> None:
        self.now: dict[Path, State] = {}
        self.watch = FolderWatch(Path("folder"), lambda _: dict(self.now))

    def looks(self) -> list[Path]:
        return self.watch.look()


def test_a_file_is_read_when_it_has_stopped_growing_and_once() -> None:
    folder = Folder()
    folder.now = {A: (1, 10)}
    assert folder.looks() == []
    folder.now = {A: (2, 20), B: (2, 5)}
    assert folder.looks() == []
    assert not folder.watch.settled
    assert folder.looks() == [A, B]
    assert folder.watch.settled
    assert folder.looks() == [A, B], "it could not be read then, and is tried again"
    folder.watch.done([A, B])
    assert folder.looks() == []


def test_a_changed_file_is_read_again_and_one_that_went_is_told_of_once() -> None:
    folder = Folder()
    folder.now = {A: (1, 10), B: (1, 10)}
    folder.looks()
    folder.watch.done(folder.looks())
    folder.now = {A: (3, 10)}
    assert folder.looks() == []
    assert folder.watch.gone() == [B]
    assert folder.looks() == [A]
    folder.watch.done([A])
    assert folder.looks() == []
    assert folder.watch.gone() == []


def test_what_is_no_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no folder"):
        FolderWatch(tmp_path / "nothing").look()
    (tmp_path / "a.bib").write_text("@misc{a, title={A}}")
    watch = FolderWatch(tmp_path)
    watch.look()
    assert watch.look() == [tmp_path / "a.bib"]
