"""What of a paper a name may be: its id, an identifier, its title or a part of that."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.corpus.identity import normalised_title

_OF_NAMES = (
    "SELECT paper_id FROM records WHERE number IN"
    " (SELECT record FROM record_names WHERE name IN (?, ?, ?))"
)


def conditions(name: str, parts: bool) -> Iterator[tuple[str, tuple[object, ...]]]:
    """Yield what to ask the papers for, with its values, in order of precedence."""
    title = normalised_title(name)
    if not title:
        return
    bare = name.strip().removeprefix("doi:").removeprefix("arxiv:").removeprefix("pmid:")
    yield "id = ?", (name.strip(),)
    yield "doi = ? OR arxiv_id = ? OR pmid = ?", (bare.lower(), bare, bare)
    # What only one of its sources says, or what it was before it was merged with another.
    named = (f"doi:{bare.lower()}", f"arxiv:{bare}", f"pmid:{bare}")
    yield f"id IN ({_OF_NAMES})", named
    yield "id IN (SELECT paper_id FROM records WHERE came_from = ?)", (name.strip(),)
    yield "normalised_title = ?", (title,)
    if parts:
        yield "instr(normalised_title, ?) > 0", (title,)
