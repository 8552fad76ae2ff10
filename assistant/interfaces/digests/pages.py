"""Digests and reports on kept work as Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from assistant.answering.digesting.digester import Digest, Entry
from assistant.answering.digesting.kept_work import Stale
from assistant.answering.staleness import Loss
from assistant.interfaces.export import layout, telling
from assistant.interfaces.export.escaping import markdown as escaped
from assistant.interfaces.export.markdown import entry, section
from assistant.interfaces.export.style_names import NUMERIC, style_of
from assistant.interfaces.render import counted
from assistant.review import Review, Sentence
from assistant.types import Document, Reference

_KINDS = {"answer": "Answer", "review": "Review", "turn": "Answer in a conversation"}


def digest_page(digest: Digest, date: str) -> str:
    """Return the digest of a topic as Markdown."""
    return "\n\n".join(_digest(digest, date)) + "\n"


def kept_page(stale: Sequence[Stale], date: str) -> str:
    """Return a report on kept work as Markdown."""
    return "\n\n".join(_kept(stale, date)) + "\n"


def index_page(documents: Mapping[str, Document]) -> str:
    """Return the index of digests, the last first; `documents` by the names of their pages."""
    lines = ["# Digests"]
    day = ""
    in_order = sorted(documents.items(), key=lambda one: (one[1]["number"], one[0]))
    for name, document in sorted(in_order, key=lambda one: one[1]["date"], reverse=True):
        if document["date"] != day:
            day = document["date"]
            lines += ["", f"## {day}", ""]
        lines.append(f"- [{escaped(_title(document))}]({name}): {tally(document)}")
    return "\n".join(lines) + "\n"


def tally(document: Document) -> str:
    """Return how much a digest or a report tells of: "3 new, 1 removed"."""
    if "stale" in document:
        return counted(len(document["stale"]), "work") + " to look at again"
    counts = {
        "new": len(document["new"]) + len(document["further"]),
        "updated": len(document["updated"]),
        "removed": len(document["removed"]),
    }
    return ", ".join(f"{count} {what}" for what, count in counts.items() if count)


def _title(document: Document) -> str:
    return "Kept answers and reviews" if "stale" in document else str(document["topic"])


def _digest(digest: Digest, date: str) -> Iterator[str]:
    yield f"# {escaped(digest.topic.name)}, {date}"
    since = f"since {digest.since[:10]}" if digest.since else "the first digest of this topic"
    holds = f"The library holds {counted(digest.held, 'paper')}."
    yield f"What is new on: {escaped(digest.topic.text)} ({since}). {holds}"
    if not digest.topic.filters.empty:
        yield escaped(telling.limits(digest.topic.filters))
    listed = _listed((*digest.new, *digest.updated))
    if digest.new:
        yield f"## {counted(len(digest.new), 'new paper')}"
        yield from _by_theme(digest, listed)
    if digest.updated:
        yield f"## {counted(len(digest.updated), 'paper')} with another abstract than before"
        yield "\n".join(listed[one.number] for one in digest.updated)
    if digest.removed:
        yield f"## {counted(len(digest.removed), 'paper')} removed from the library"
        yield "\n".join(
            f"- {escaped(one.title)} ({escaped(one.paper_id)})" for one in digest.removed
        )
    if digest.further:
        yield "## New as well"
        yield "\n".join(
            f"- {escaped(one.paper.title)} ({escaped(one.paper.id)}): {telling.LEFT_OUT[one.why]}"
            for one in digest.further
        )
    if digest.review:
        yield from _review(digest.review)


def _by_theme(digest: Digest, listed: Mapping[int, str]) -> Iterator[str]:
    """Yield the new papers under the themes that a review in exact words groups them in.

    Its themes are made of the papers' notes: they are not told once more below.
    """
    rest = {one.number: listed[one.number] for one in digest.new}
    if digest.review and telling.in_exact_words(digest.review):
        for theme in digest.review.themes:
            told = [rest.pop(number) for number in theme.papers if number in rest]
            if told:
                yield f"### {escaped(theme.title)}"
                yield "\n".join(told)
        if rest and len(rest) < len(digest.new):
            yield "### Others"
    if rest:
        yield "\n".join(rest.values())


def _listed(entries: Sequence[Entry]) -> dict[int, str]:
    """Return each paper as the item of a list with its note, by its number."""
    style = style_of(NUMERIC, [Reference(one.number, one.paper) for one in entries])
    notes = {one.number: one.note for one in entries}
    return {
        one.number: "\n".join([f"- {entry(one)}", *map(_noted, notes[one.number])])
        for one in style.entries
    }


def _noted(sentence: Sentence) -> str:
    one = sentence.statement
    sign = "✓" if telling.verified(one.verdict) else telling.doubt(one.verdict)[0]
    places = [f"characters {quote.start}–{quote.end}" for quote in one.evidence]
    if not telling.verified(one.verdict):
        places = [
            f"“{escaped(quote.quote)}”, {place}"
            for quote, place in zip(one.evidence, places, strict=True)
        ]
    said = f" (abstract: {'; '.join(places)})" if places else ""
    return f"  - {sign} {escaped(one.text)}{said}"


def _review(review: Review) -> Iterator[str]:
    for part in layout.sections(review, style_of(NUMERIC, review.references)):
        told_above = part.id.startswith("theme-") and telling.in_exact_words(review)
        if part.id != "notes" and not told_above:
            yield from section(part)
    yield "## How this was made"
    yield from map(escaped, telling.made(review))
    if review.message:
        yield escaped(review.message)


def _kept(stale: Sequence[Stale], date: str) -> Iterator[str]:
    yield f"# Kept answers and reviews, {date}"
    yield "What was kept rests on abstracts that have changed since, or new papers bear on it."
    for one in stale:
        yield f"## {_KINDS[one.kind]}: {escaped(one.title)}"
        begun = {"answer": "ask", "review": "summarize"}
        again = f" To make it anew: `litassist {begun[one.kind]} …`." if one.kind in begun else ""
        yield f"{_KINDS[one.kind]} {escaped(one.id)} of {one.when[:10]}.{again}"
        lines = [*map(_lost, one.losses)]
        lines += [f"- New: {escaped(paper.title)} ({escaped(paper.id)})" for paper in one.bearing]
        yield "\n".join(lines)


def _lost(loss: Loss) -> str:
    what = "was removed from the library" if loss.why == "removed" else "has another abstract now"
    lines = [f"- {escaped(loss.title)} ({escaped(loss.paper_id)}) {what}"]
    lines += [f"  - no longer there: “{escaped(quote)}”" for quote in loss.quotes]
    lines += [f"  - to be checked again: {escaped(text)}" for text in loss.unquoted]
    return "\n".join(lines)
