"""The catalog: papers, their sources, chunks and vectors, in one SQLite file.

It is the truth; the vector index and the word index can be rebuilt from it at any time.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from functools import cached_property, partial
from pathlib import Path

from assistant.corpus.identity import normalised_title
from assistant.library import admission, derived, naming, schema, spread
from assistant.library.accounts import Accounts
from assistant.library.admission import Admission
from assistant.library.census import Census
from assistant.library.conversations import Conversations
from assistant.library.database import Database
from assistant.library.decisions import Decisions
from assistant.library.digests import Digests
from assistant.library.embedded import EmbeddedChunks
from assistant.library.notes import Notes
from assistant.library.remembered import Remembered
from assistant.library.rows import COLUMNS, papers_of, row_of
from assistant.library.saved import SavedWorks
from assistant.library.short_forms import ShortForms
from assistant.library.tags import Tags
from assistant.library.token_vectors import TokenVectors
from assistant.types import EVERYTHING, Chunk, Filters, Paper

SCHEMA_VERSION = "9"
_TAGS = "(SELECT group_concat(tag, ' ') FROM tags WHERE paper_id = papers.id)"
_CHUNK_COLUMNS = "id, paper_id, start, end"
_NOT_INDEXED = "(SELECT id FROM papers WHERE indexed = 0)"  # few, and from an index of their own


class Catalog:
    """An open catalog; safe to share between threads."""

    def __init__(self, path: Path) -> None:
        self._database = Database(path)
        self._papers = Remembered(self._database, self._read_papers, 1_000)
        self._chunks = Remembered(self._database, self._read_chunks, 20_000)  # some MB
        self._admitted = Remembered(self._database, partial(admission.each, self._database), 8)

    @classmethod
    def create(cls, path: Path, facts: dict[str, str]) -> None:
        """Create an empty catalog that remembers `facts`; a kill leaves all of it or nothing."""
        unfinished = path.with_suffix(".unfinished")
        unfinished.unlink(missing_ok=True)
        database = Database(unfinished)
        database.run_script(schema.tables())
        with database.transaction() as connection:
            connection.executemany(
                "INSERT INTO facts VALUES (?, ?)", {"schema_version": "1", **facts}.items()
            )
        database.close()
        catalog = cls(unfinished)
        catalog.migrate()
        catalog.close()
        unfinished.replace(path)

    def migrate(self) -> None:
        """Bring a catalog of an earlier version up to this one; each step happens whole or not."""
        for version in range(int(self.facts()["schema_version"]) + 1, int(SCHEMA_VERSION) + 1):
            with self._database.transaction() as connection:
                if int(self.facts()["schema_version"]) < version:  # no other process was faster
                    schema.bring_to(connection, version)
                    self.remember(schema_version=str(version))

    @cached_property
    def conversations(self) -> Conversations:
        """The conversations about this library."""
        return Conversations(self._database)

    @cached_property
    def accounts(self) -> Accounts:
        """What each source says of each paper."""
        return Accounts(self._database)

    @cached_property
    def decisions(self) -> Decisions:
        """What users decided on which records are one paper."""
        return Decisions(self._database)

    @cached_property
    def census(self) -> Census:
        """How many papers there are of which kind."""
        return Census(self._database)

    @cached_property
    def tags(self) -> Tags:
        """The tags of the papers."""
        return Tags(self._database)

    @cached_property
    def notes(self) -> Notes:
        """The notes on the papers."""
        return Notes(self._database)

    @cached_property
    def tokens(self) -> TokenVectors:
        """The vectors of the tokens of chunks."""
        return TokenVectors(self._database)

    @cached_property
    def embedded(self) -> EmbeddedChunks:
        """The chunks of papers with their vectors and what is kept of their tokens."""
        return EmbeddedChunks(self._database)

    @cached_property
    def short_forms(self) -> ShortForms:
        """The short forms that the papers spell out."""
        return ShortForms(self._database)

    @cached_property
    def saved(self) -> SavedWorks:
        """The answers and reviews that are kept."""
        return SavedWorks(self._database)

    @cached_property
    def digests(self) -> Digests:
        """What digests have told of."""
        return Digests(self._database)

    def state(self) -> int:
        """Return a number that is another one whenever anybody has changed the catalog."""
        return self._database.state()

    def close(self) -> None:
        """Close the file, but for the connections of other threads."""
        self._database.close()

    def leave(self) -> None:
        """Close the connection of a thread that ends before the catalog is closed."""
        self._database.leave()

    # What the library remembers about itself

    def facts(self) -> dict[str, str]:
        """Return all facts by key."""
        return dict(self._database.rows("SELECT key, value FROM facts"))

    def remember(self, **facts: str) -> None:
        """Set facts, replacing earlier values, all at once."""
        with self._database.transaction() as connection:
            connection.executemany("INSERT OR REPLACE INTO facts VALUES (?, ?)", facts.items())

    # Papers

    def has(self, paper_id: str) -> bool:
        """Tell whether there is a paper with this id."""
        return bool(self._database.rows("SELECT 1 FROM papers WHERE id = ?", (paper_id,)))

    def count_papers(self) -> int:
        """Return the number of papers."""
        return int(self._database.rows("SELECT count(*) FROM papers")[0][0])

    def papers(self) -> list[Paper]:
        """Return all papers in order of arrival."""
        return papers_of(
            self._database.rows(f"SELECT {COLUMNS}, {_TAGS} FROM papers ORDER BY number"),
            self._database.rows("SELECT DISTINCT paper_id, source FROM records"),
        )

    def papers_by_id(self, ids: Sequence[str]) -> dict[str, Paper]:
        """Return the papers that exist among these ids, in the order of the ids."""
        return self._papers.get(ids)

    def papers_once(self, ids: Sequence[str]) -> dict[str, Paper]:
        """Return the papers that have or had these ids: one that was merged is what it is now."""
        found = self.papers_by_id(ids)
        merged = self.accounts.merged_into([id for id in ids if id not in found])
        now = self.papers_by_id(list(merged.values()))
        return found | {id: now[whole] for id, whole in merged.items() if whole in now}

    def ids(self, words: str = "", filters: Filters = EVERYTHING) -> list[str]:
        """Return the ids of the papers whose title, names, year or id hold all these words."""
        return admission.bearing(self._database, words, self.admitted(filters))

    def newest(self, admitted: Admission, most: int) -> list[str]:
        """Return the ids of papers by year, the newest first, then by arrival, the last first."""
        return admission.newest(self._database, admitted, most)

    def identified(self, name: str) -> set[str]:
        """Return the ids of the papers that an id, identifier or address names."""
        return admission.identified(self._database, name)

    def spread(self, most: int) -> list[str]:
        """Return the ids of papers spread evenly over all by id, at most so many."""
        return spread.spread(self._database, most)

    def papers_like(self, paper: Paper) -> list[Paper]:
        """Return the papers that share an identifier or the normalised title with this one."""
        return self._papers_where(
            "doi = ? OR arxiv_id = ? OR pmid = ? OR normalised_title = ?",
            (paper.doi, paper.arxiv_id, paper.pmid, normalised_title(paper.title)),
        )

    def papers_named(self, name: str, parts: bool = True, most: int = 10) -> list[Paper]:
        """Return the papers that an id, identifier, title or, with `parts`, part of a title names.

        An exact id or identifier wins over a whole title, and that over a part of one.
        """
        for condition, values in naming.conditions(name, parts):
            found = self._papers_where(f"({condition}) LIMIT {most}", values)
            if found:
                return found
        return []

    def admitted(self, filters: Filters) -> frozenset[str] | None:
        """Return the ids of the papers that satisfy the filters; None when all do."""
        return None if filters.empty else self._admitted.get([filters])[filters]

    def transaction(self) -> AbstractContextManager[object]:
        """Group the writes of a `with` block: all of them happen, or none."""
        return self._database.transaction()

    def add_paper(self, paper: Paper) -> None:
        """Insert a paper; its chunks are yet to be made."""
        places = ", ".join("?" * 12)
        with self._database.transaction() as connection:
            cursor = connection.execute(
                f"INSERT INTO papers ({COLUMNS}, normalised_title) VALUES ({places})",
                (*row_of(paper), normalised_title(paper.title)),
            )
            number = cursor.lastrowid or 0
            derived.derive(connection, number, paper.title, paper.abstract, paper.authors)

    def change_paper(self, paper: Paper) -> None:
        """Replace what is known of a paper; its chunks are to be made anew."""
        columns = ", ".join(f"{name} = ?" for name in COLUMNS.split(", "))
        with self._database.transaction() as connection:
            accounts = self.accounts.of(paper.id)
            connection.execute(
                f"UPDATE papers SET indexed = 0, {columns}, normalised_title = ? WHERE id = ?",
                (*row_of(paper), normalised_title(paper.title), paper.id),
            )
            self.accounts.keep_of_changed(accounts, paper)
            for (number,) in self._database.rows(
                "SELECT number FROM papers WHERE id = ?", (paper.id,)
            ):
                derived.forget(connection, number)
                derived.derive(connection, number, paper.title, paper.abstract, paper.authors)

    def remove(self, paper_ids: Sequence[str]) -> list[str]:
        """Remove papers with their sources and chunks; return the ids of those chunks."""
        chunk_ids = [chunk.id for chunk in self.chunks_of(paper_ids)]
        with self._database.transaction() as connection:
            connection.executemany("DELETE FROM papers WHERE id = ?", [(id,) for id in paper_ids])
        return chunk_ids

    # Chunks and vectors

    def count_chunks(self) -> int:
        """Return the number of chunks."""
        return int(self._database.rows("SELECT count(*) FROM chunks")[0][0])

    def count_stored(self) -> int:
        """Return the number of papers that have chunks, if perhaps those of an older abstract."""
        return int(self._database.rows("SELECT count(DISTINCT paper_id) FROM chunks")[0][0])

    def count_to_index(self) -> int:
        """Return the number of papers whose chunks are yet to be made."""
        return int(self._database.rows("SELECT count(*) FROM papers WHERE indexed = 0")[0][0])

    def papers_to_index(self, most: int, behind: int = 0) -> list[Paper]:
        """Return the first papers whose chunks are yet to be made, behind so many others."""
        return self._papers_where(f"indexed = 0 ORDER BY number LIMIT {most} OFFSET {behind}", ())

    def papers_stored(self) -> list[Paper]:
        """Return all papers that have chunks."""
        return self._papers_where("id IN (SELECT paper_id FROM chunks) ORDER BY number", ())

    def forget_chunks(self, **facts: str) -> None:
        """Have the chunks and vectors of all papers made anew, in another manner."""
        with self._database.transaction() as connection:
            connection.execute("DELETE FROM chunks")
            connection.execute("UPDATE papers SET indexed = 0")
            self.remember(**facts)

    def chunks(self, ids: Sequence[str]) -> dict[str, Chunk]:
        """Return the chunks among these ids whose offsets are those of the abstract as it is."""
        return self._chunks.get(ids)

    def chunks_of(self, paper_ids: Sequence[str]) -> list[Chunk]:
        """Return all chunks of these papers, by paper and offset."""
        rows = self._database.rows_in(
            f"SELECT {_CHUNK_COLUMNS} FROM chunks WHERE paper_id", paper_ids
        )
        return sorted(
            (Chunk(*row) for row in rows), key=lambda chunk: (chunk.paper_id, chunk.start)
        )

    def _papers_where(self, condition: str, values: Sequence[object]) -> list[Paper]:
        rows = self._database.rows(f"SELECT id FROM papers WHERE {condition}", values)
        return list(self.papers_by_id([row[0] for row in rows]).values())

    def _read_papers(self, ids: Sequence[str]) -> dict[str, Paper]:
        found = papers_of(
            self._database.rows_in(f"SELECT {COLUMNS}, {_TAGS} FROM papers WHERE id", ids),
            self._database.rows_in(
                "SELECT DISTINCT paper_id, source FROM records WHERE paper_id", ids
            ),
        )
        return {paper.id: paper for paper in found}

    def _read_chunks(self, ids: Sequence[str]) -> dict[str, Chunk]:
        rows = self._database.rows_in(
            f"SELECT {_CHUNK_COLUMNS} FROM chunks INDEXED BY chunks_found"
            f" WHERE paper_id NOT IN {_NOT_INDEXED} AND id",
            ids,
        )
        return {row[0]: Chunk(*row) for row in rows}
