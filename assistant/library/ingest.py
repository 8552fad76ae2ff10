"""Records -> library, in two steps that can each be cut short and taken up again.

`take_in` compares each record with the catalog and stores what is new; `index` makes the chunks
and vectors of all papers that lack them.  Neither embeds what did not change.
"""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import itertools
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy

from assistant.corpus import identity
from assistant.corpus.records import Record, Skipped
from assistant.errors import InputError
from assistant.library.accounts import Account
from assistant.library.catalog import Catalog
from assistant.library.chunking import Tokenizer, spans
from assistant.library.combining import combine
from assistant.library.library import Library
from assistant.library.merging import known_as, place_of
from assistant.library.storing_behind import storing_behind
from assistant.library.token_vectors import TokenEmbedder
from assistant.library.words import tells
from assistant.types import Chunk, Embedder, Paper

if TYPE_CHECKING:
    from assistant.types import Vector, Vectors

Progress = Callable[[int, int], None]
"""Called with the number of papers done and their total."""
# As many are embedded at once, so that progress is told of: more of them take no less time each.
_EMBEDDED_PAPERS = 128
# So many records are stored for good at once, whatever the file's size.
_PART = 5_000


@dataclass(slots=True)
class Counts:
    """What became of the records of an ingest; the other five add up to `read`."""

    read: int = 0
    new: int = 0
    updated: int = 0
    unchanged: int = 0
    merged: int = 0
    skipped: list[Skipped] = field(default_factory=list)


@dataclass(slots=True)
class Intake:
    """An ingest whose records come in parts, each of which is stored for good.

    `spoken` are the numbers under which what the sources said in it is kept, `arrived` the ids of
    papers that are new.
    """

    counts: Counts = field(default_factory=Counts)
    spoken: set[int] = field(default_factory=set)
    arrived: list[str] = field(default_factory=list)

    def take_in(self, library: Library, records: Iterable[Record | Skipped]) -> None:
        """Store records in the catalog; a paper known under another source becomes one with it.

        Call it while holding the library for writing.
        """
        with library.catalog.transaction():
            for record in records:
                self.counts.read += 1
                if isinstance(record, Skipped):
                    self.counts.skipped.append(record)
                    continue
                outcome, paper_id = _take_in(library.catalog, record, self.spoken)
                if outcome == "new":
                    self.arrived.append(paper_id)
                setattr(self.counts, outcome, getattr(self.counts, outcome) + 1)


def take_in(library: Library, records: Iterable[Record | Skipped]) -> Counts:
    """Store records in the catalog, part by part: few at once, all or none.

    Call it while holding the library for writing.
    """
    intake, coming = Intake(), iter(records)
    while part := list(itertools.islice(coming, _PART)):
        intake.take_in(library, part)
    return intake.counts


def _take_in(catalog: Catalog, record: Record, spoken: set[int]) -> tuple[str, str]:
    """Store a record; return what became of it, and its paper's id."""
    given, source = record.paper, record.source
    papers = catalog.accounts.about(given)
    if record.distinct:
        papers = {id: those for id, those in papers.items() if not _spoken(those, source, spoken)}
    paper_id = _said_before(record, papers, spoken) or catalog.decisions.paper_of(given)
    paper_id = paper_id or known_as(given, source, papers, spoken)
    if paper_id is None or not catalog.has(paper_id):
        paper = dataclasses.replace(given, id=paper_id or free_id(catalog, given))
        catalog.add_paper(paper)
        spoken.add(catalog.accounts.keep(paper, source, given))
        _annotate(catalog, paper.id, record)
        return "new", paper.id
    accounts = papers.get(paper_id) or catalog.accounts.of(paper_id)
    before = place_of(given, source, accounts, spoken)
    if before and before.paper == given:
        spoken.add(before.number)
        return "unchanged", paper_id
    place = before.number if before else None
    paper = catalog.papers_by_id([paper_id])[paper_id]
    # A file that was moved is read under its new name before what it said under the old one goes.
    merged = {one.paper.id: one.came_from for one in accounts if one.came_from}
    spoken.add(catalog.accounts.keep(paper, source, given, place, merged.get(given.id)))
    put_together(catalog, paper_id)
    _annotate(catalog, paper_id, record)
    return "updated" if before else "merged", paper_id


def put_together(catalog: Catalog, paper_id: str) -> None:
    """Make a paper what its accounts say together."""
    combined = combine(paper_id, catalog.accounts.of(paper_id))
    known = catalog.papers_by_id([paper_id])[paper_id]
    if combined != dataclasses.replace(known, sources=(), tags=()):
        catalog.change_paper(combined)


def _said_before(
    record: Record, papers: Mapping[str, Sequence[Account]], spoken: Collection[int]
) -> str | None:
    """Return the paper of which the source has said just this."""
    return next(
        (
            id
            for id, accounts in papers.items()
            for one in accounts
            if one.paper == record.paper
            and one.source == record.source
            and one.number not in spoken
        ),
        None,
    )


def _spoken(accounts: Iterable[Account], source: str, spoken: Collection[int]) -> bool:
    return any(one.source == source and one.number in spoken for one in accounts)


def _annotate(catalog: Catalog, paper_id: str, record: Record) -> None:
    """Give a paper the tags and notes that its record has, but for what can be neither."""
    for tag in record.tags:
        with contextlib.suppress(InputError):
            catalog.tags.add(paper_id, [tag])
    for note in record.notes:
        with contextlib.suppress(InputError):
            catalog.notes.add(paper_id, [note])


def free_id(catalog: Catalog, given: Paper) -> str:
    """Return an id that no paper has: two papers may share a title and have no identifier."""
    distinct = 0
    paper_id = given.id
    while catalog.has(paper_id):
        distinct += 1
        paper_id = identity.paper_id(given.title, distinct=str(distinct))
    return paper_id


def index(
    library: Library,
    embedder: Embedder,
    tokenizer: Tokenizer,
    chunk_tokens: int,
    batch_papers: int,
    keep_tokens: bool,
    progress: Progress | None = None,
) -> int:
    """Make chunks and vectors of all papers that lack them; return how many papers that were.

    A batch is stored while the next is embedded.  The vectors of tokens are kept with
    `keep_tokens`, where the embedder gives them.  Call it while holding the library for writing.
    """
    catalog = library.catalog
    total, done = catalog.count_to_index(), 0
    with storing_behind(library) as storing:
        papers = catalog.papers_to_index(batch_papers)
        while papers:
            chunks: list[Chunk] = []
            vectors: dict[str, Vector] = {}
            tokens: dict[str, bytes] = {}
            for start in range(0, len(papers), _EMBEDDED_PAPERS):
                part = papers[start : start + _EMBEDDED_PAPERS]
                made, texts = chunked(part, tokenizer, chunk_tokens)
                chunks += made
                _embed(catalog, embedder, made, texts, keep_tokens, vectors, tokens)
                done += len(part)
                if progress:
                    progress(done, total)
            storing.wait()
            following = catalog.papers_to_index(batch_papers, behind=len(papers))
            of_chunks = numpy.stack([vectors[chunk.id] for chunk in chunks])
            storing.store(papers, chunks, of_chunks, tokens)
            papers = following
    return done


def embedded_text(paper: Paper, start: int, end: int) -> str:
    """Return what is embedded for a chunk: its paper's title, then its text."""
    return f"{paper.title}. {paper.abstract[start:end]}".strip()


def chunked(
    papers: Sequence[Paper], tokenizer: Tokenizer, chunk_tokens: int
) -> tuple[list[Chunk], list[str]]:
    """Return the chunks of papers, and of each what is embedded."""
    chunks: list[Chunk] = []
    texts: list[str] = []
    for paper in papers:
        for start, end in spans(paper.abstract, tokenizer, chunk_tokens):
            text = embedded_text(paper, start, end)
            chunks.append(Chunk(_chunk_id(paper.id, start, text), paper.id, start, end))
            texts.append(text)
    return chunks, texts


def _embed(
    catalog: Catalog,
    embedder: Embedder,
    chunks: Sequence[Chunk],
    texts: Sequence[str],
    keep_tokens: bool,
    vectors: dict[str, Vector],
    tokens: dict[str, bytes],
) -> None:
    """Add the vectors of chunks, and what is kept of their tokens; those that exist are taken."""
    ids = [chunk.id for chunk in chunks]
    known = catalog.embedded.vectors_by_chunk(ids)
    vectors |= known
    if keep_tokens:
        tokens |= catalog.tokens.by_chunk(ids)
    missing = [place for place, id in enumerate(ids) if id not in known]
    if missing:
        made, kept = embed(embedder, [texts[place] for place in missing], keep_tokens)
        vectors |= {ids[place]: row for place, row in zip(missing, made, strict=True)}
        tokens |= {ids[place]: one for place, one in zip(missing, kept, strict=False)}


def embed(
    embedder: Embedder, texts: Sequence[str], keep_tokens: bool
) -> tuple[Vectors, list[bytes]]:
    """Return the vectors of texts, and what is kept of their tokens, nothing where none are."""
    kept: list[bytes] = []
    if keep_tokens and isinstance(embedder, TokenEmbedder):
        made, kept = embedder.embed_with_tokens(texts, tells)
    else:
        made = embedder.embed(texts)
    # As the catalog keeps them, so that a rebuilt index gives the same scores.
    return made.astype(numpy.float16).astype(numpy.float32), kept


def _chunk_id(paper_id: str, start: int, text: str) -> str:
    return hashlib.sha256(f"{paper_id}\n{start}\n{text}".encode()).hexdigest()[:24]
