"""The folder that digests are written to.  A file is put in its place whole, or not at all."""

from __future__ import annotations

import json
from pathlib import Path

from assistant.answering.digesting.documents import DIGEST, KEPT
from assistant.errors import StorageError
from assistant.interfaces.digests.pages import index_page
from assistant.types import Document

_INDEX = "index.md"


class DigestFolder:
    """Pages (.md) and documents (.json), named by topic and date, and `index.md`."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def place(self, slug: str, page: str, document: Document) -> Path:
        """Put a page and its document in their place and return the page's.

        A second digest of one day gets a name of its own; one that was put in its place, but not
        remembered before the program was stopped, is replaced.

        Raises:
            StorageError: the disk refuses.
        """
        begun = f"{slug}-{document['date']}"
        name, count = begun, 1
        while (other := self._document(f"{name}.json")) and other["number"] != document["number"]:
            count += 1
            name = f"{begun}-{count}"
        text = json.dumps(document, ensure_ascii=False, indent=2) + "\n"
        # The document last: where it is, the page is too.
        place = self._write(f"{name}.md", page)
        self._write(f"{name}.json", text)
        return place

    def index(self) -> Path | None:
        """Write the index of all digests here; None where it is there already as it should be.

        Raises:
            StorageError: the disk refuses.
        """
        names = sorted(one.name for one in self.path.glob("*.json"))
        documents = {
            f"{name.removesuffix('.json')}.md": document
            for name in names
            if (document := self._document(name))
        }
        text = index_page(documents)
        place = self.path / _INDEX
        if not documents or (place.is_file() and place.read_bytes() == text.encode()):
            return None
        return self._write(_INDEX, text)

    def _document(self, name: str) -> Document | None:
        """Return a digest or report of ours, None for any other file."""
        try:
            document = json.loads((self.path / name).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None
        ours = isinstance(document, dict) and document.get("schema") in (DIGEST, KEPT)
        return document if ours else None

    def _write(self, name: str, text: str) -> Path:
        place = self.path / name
        unfinished = self.path / f".{name}.part"
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            unfinished.write_bytes(text.encode("utf-8", "replace"))
            unfinished.replace(place)
        except OSError as error:
            raise StorageError(
                f"{place} cannot be written ({error.strerror}); name another --out"
            ) from error
        finally:
            unfinished.unlink(missing_ok=True) if self.path.is_dir() else None
        return place
