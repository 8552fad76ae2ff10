"""Digests and reports on kept work as JSON documents: `digest/1` and `kept-work/1`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from assistant.answering.digesting.digester import Digest, Entry
from assistant.answering.digesting.kept_work import Stale
from assistant.answering.documents import reference_document, statement_document
from assistant.answering.review_documents import review_document
from assistant.corpus.identity import abstract_hash
from assistant.types import Document, Reference

DIGEST = "digest/1"
KEPT = "kept-work/1"


def digest_document(digest: Digest, date: str) -> Document:
    """Return the digest as `digest/1`; its review is a whole `review/1`."""
    return {
        "schema": DIGEST,
        "topic": digest.topic.name,
        "text": digest.topic.text,
        "filters": asdict(digest.topic.filters),
        "number": digest.number,
        "date": date,
        "since": digest.since,
        "held": digest.held,
        "new": [_entry(one) for one in digest.new],
        "updated": [_entry(one) for one in digest.updated],
        "removed": [{"paper_id": one.paper_id, "title": one.title} for one in digest.removed],
        "further": [
            {"paper_id": one.paper.id, "title": one.paper.title, "why": one.why}
            for one in digest.further
        ],
        "review": review_document(digest.review) if digest.review else None,
    }


def kept_document(stale: Sequence[Stale], number: int, date: str) -> Document:
    """Return a report on kept work as `kept-work/1`."""
    return {
        "schema": KEPT,
        "number": number,
        "date": date,
        "stale": [stale_document(one) for one in stale],
    }


def stale_document(one: Stale) -> Document:
    """Return what is stale of a kept work."""
    return {
        "kind": one.kind,
        "id": one.id,
        "title": one.title,
        "when": one.when,
        "losses": [asdict(loss) for loss in one.losses],
        "bearing": [{"paper_id": paper.id, "title": paper.title} for paper in one.bearing],
    }


def _entry(entry: Entry) -> Document:
    return {
        **reference_document(Reference(entry.number, entry.paper)),
        "abstract_hash": abstract_hash(entry.paper.abstract),
        "note": [{"lead": one.lead, **statement_document(one.statement)} for one in entry.note],
    }
