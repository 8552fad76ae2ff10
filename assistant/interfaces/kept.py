"""Kept answers and reviews as terminal text, with what of them no longer stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.answering.staleness import Loss
from assistant.interfaces.render import clean, counted, wrapped
from assistant.library.saved import SavedWork


def work_line(work: SavedWork, lost: Sequence[Loss]) -> str:
    """Return a kept work on one line, with a mark and the reason where it is stale."""
    title = " ".join(work.title.split())
    begun = f"{work.id}  {work.saved[:10]}  {work.kind:<6}  {clean(title)}"
    return f"{begun}  (stale: {reason(lost)})" if lost else begun


def reason(lost: Sequence[Loss]) -> str:
    """Return in a few words why a work is stale: "1 cited paper removed, 2 quotes gone"."""
    removed = sum(one.why == "removed" for one in lost)
    quotes = sum(len(one.quotes) for one in lost if one.why == "changed")
    unquoted = sum(len(one.unquoted) for one in lost)
    parts = [
        f"{counted(removed, 'cited paper')} removed" if removed else "",
        f"{counted(quotes, 'quote')} gone" if quotes else "",
        f"{counted(unquoted, 'sentence')} to be checked again" if unquoted else "",
    ]
    return ", ".join(part for part in parts if part)


def work_text(work: SavedWork, lost: Sequence[Loss]) -> str:
    """Return a kept work: what was asked, the text, its references, what no longer stands."""
    paragraphs = [wrapped(part) for part in work.document["text"].split("\n") if part.strip()]
    lines = [
        wrapped(f"{one['title']} ({one['paper_id']})", f"  [{one['number']}] ", "      ")
        for one in work.document["references"]
    ]
    blocks = [
        wrapped(f"{work.kind.capitalize()} of {work.saved[:10]}: {work.title}"),
        *paragraphs,
        "\n".join(["References", *lines]) if lines else "",
        "\n".join(["No longer standing", *_losses(lost)]) if lost else "",
    ]
    return "\n\n".join(block for block in blocks if block)


def _losses(lost: Sequence[Loss]) -> Iterator[str]:
    for one in lost:
        what = "was removed" if one.why == "removed" else "has another abstract now"
        yield wrapped(f"{one.title} ({one.paper_id}) {what}", "  ✗ ", "    ")
        for quote in one.quotes:
            yield wrapped(f"“{quote}”", "    ", "    ")
        for text in one.unquoted:
            yield wrapped(f"to be checked again: {text}", "    ", "    ")
