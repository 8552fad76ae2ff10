"""Records -> library, in two steps that can each be cut short and taken up again.

`take_in` compares each record with the catalog and stores what is new; `index` makes the chunks
and vectors of all papers that lack them.  Neither embeds what did not change.
"""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

import numpy

from assistant.corpus import identity
from assistant.corpus.records import Record, Skipped
from assistant.library import catalog as catalogs
from assistant.library.chunking import Tokenizer, spans
from assistant.library.library import Library
from assistant.types import Chunk, Embedder, Paper

Progress = Callable[[int, int], None]
"""Called with the number of papers done and their total."""


@dataclass(slots=True)
class Counts:
    """What became of the records of an ingest; the six add up to `read`."""

    read: int = 0
    new: int = 0
    updated: int = 0
    unchanged: int = 0
    merged: int = 0
    skipped: list[Skipped] = field(default_factory=list)


def take_in(library: Library, records: Iterable[Record | Skipped]) -> Counts:
    """Store records in the catalog; a paper known under another source becomes one with it.

    Call it while holding the library for writing.
    """
    counts = Counts()
    seen: dict[tuple[str, str], set[str]] = {}
    with library.catalog.transaction():
        for record in records:
            counts.read += 1
            if isinstance(record, Skipped):
                counts.skipped.append(record)
                continue
            outcome = _take_in(library.catalog, record, seen)
            setattr(counts, outcome, getattr(counts, outcome) + 1)
    return counts


def _take_in(
    catalog: catalogs.Catalog, record: Record, seen: dict[tuple[str, str], set[str]]
) -> str:
    given, source = record.paper, record.source
    digest = catalogs.digest(given)
    known = _same_paper(catalog, given)
    paper_id = known.id if known else _free_id(catalog, given)
    seen_here = seen.setdefault((paper_id, source), set())
    said_before = catalog.digests(paper_id)
    outdated = said_before.get(source, set()) - seen_here - {digest}
    seen_here.add(digest)
    if known is None:
        catalog.save_paper(dataclasses.replace(given, id=paper_id))
        catalog.save_source(paper_id, source, digest)
        return "new"
    if digest in said_before.get(source, set()):
        return "unchanged"
    first_of_source = len(seen_here) == 1
    changed = _updated(known, given) if outdated and first_of_source else _completed(known, given)
    if changed != known:
        catalog.save_paper(changed)
    catalog.save_source(paper_id, source, digest, forget=outdated if first_of_source else ())
    return "updated" if outdated and first_of_source else "merged"


def _same_paper(catalog: catalogs.Catalog, given: Paper) -> Paper | None:
    """Return the known paper that this record is about.

    Identifiers decide; where none is shared, the title does, unless identifiers of one kind or
    all of the authors differ: two papers may share a title.
    """
    candidates = catalog.papers_like(given)
    for known in candidates:
        pairs = _identifiers(given, known)
        if any(mine == theirs for mine, theirs in pairs):
            return known
    for known in candidates:
        if not _identifiers(given, known) and not _other_authors(given, known):
            return known
    return None


def _identifiers(one: Paper, other: Paper) -> list[tuple[str, str]]:
    pairs = [(one.doi, other.doi), (one.arxiv_id, other.arxiv_id), (one.pmid, other.pmid)]
    return [(mine, theirs) for mine, theirs in pairs if mine and theirs]


def _other_authors(one: Paper, other: Paper) -> bool:
    names = [{_last_name(author) for author in paper.authors} for paper in (one, other)]
    return all(names) and not names[0] & names[1]


def _last_name(author: str) -> str:
    last = author.split(",")[0] if "," in author else (author.split() or [""])[-1]
    return identity.normalised_title(last)


def _free_id(catalog: catalogs.Catalog, given: Paper) -> str:
    if not catalog.papers_by_id([given.id]):
        return given.id
    return identity.paper_id(given.title, distinct="\n".join(given.authors))


def _completed(known: Paper, given: Paper) -> Paper:
    """Return the known paper with its empty fields filled from another source."""
    return dataclasses.replace(
        known,
        abstract=known.abstract or given.abstract,
        authors=known.authors or given.authors,
        year=known.year or given.year,
        venue=known.venue or given.venue,
        doi=known.doi or given.doi,
        arxiv_id=known.arxiv_id or given.arxiv_id,
        pmid=known.pmid or given.pmid,
        url=known.url or given.url,
        keywords=tuple(dict.fromkeys(known.keywords + given.keywords)),
    )


def _updated(known: Paper, given: Paper) -> Paper:
    """Return the known paper as its source now gives it; what it no longer gives is kept."""
    return dataclasses.replace(_completed(given, known), id=known.id, sources=known.sources)


def index(
    library: Library,
    embedder: Embedder,
    tokenizer: Tokenizer,
    chunk_tokens: int,
    batch_papers: int,
    progress: Progress | None = None,
) -> int:
    """Make chunks and vectors of all papers that lack them; return how many papers that were.

    Call it while holding the library for writing.
    """
    total, done = library.catalog.count_to_index(), 0
    while papers := library.catalog.papers_to_index(batch_papers):
        chunks: list[Chunk] = []
        texts: list[str] = []
        for paper in papers:
            for start, end in spans(paper.abstract, tokenizer, chunk_tokens):
                text = embedded_text(paper, start, end)
                chunks.append(Chunk(_chunk_id(paper.id, start, text), paper.id, start, end))
                texts.append(text)
        _store(library, embedder, papers, chunks, texts)
        done += len(papers)
        if progress:
            progress(done, total)
    return done


def embedded_text(paper: Paper, start: int, end: int) -> str:
    """Return what is embedded for a chunk: its paper's title, then its text."""
    return f"{paper.title}. {paper.abstract[start:end]}".strip()


def _store(
    library: Library,
    embedder: Embedder,
    papers: Sequence[Paper],
    chunks: Sequence[Chunk],
    texts: Sequence[str],
) -> None:
    vectors = library.catalog.vectors_by_chunk([chunk.id for chunk in chunks])
    missing = [place for place, chunk in enumerate(chunks) if chunk.id not in vectors]
    if missing:
        made = embedder.embed([texts[place] for place in missing])
        # As the catalog keeps them, so that a rebuilt index gives the same scores.
        made = made.astype(numpy.float16).astype(numpy.float32)
        vectors |= {chunks[place].id: row for place, row in zip(missing, made, strict=True)}
    library.store(papers, chunks, numpy.stack([vectors[chunk.id] for chunk in chunks]))


def _chunk_id(paper_id: str, start: int, text: str) -> str:
    return hashlib.sha256(f"{paper_id}\n{start}\n{text}".encode()).hexdigest()[:24]
