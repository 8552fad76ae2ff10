"""What of a paper a name may be: its id, an identifier, its title or a part of that."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.corpus.identity import normalised_title


def conditions(name: str, parts: bool) -> Iterator[tuple[str, tuple[object, ...]]]:
    """Yield what to ask the papers for, with its values, in order of precedence."""
    title = normalised_title(name)
    if not title:
        return
    bare = name.strip().removeprefix("doi:").removeprefix("arxiv:").removeprefix("pmid:")
    yield "id = ?", (name.strip(),)
    yield "doi = ? OR arxiv_id = ? OR pmid = ?", (bare.lower(), bare, bare)
    yield "normalised_title = ?", (title,)
    if parts:
        yield "instr(normalised_title, ?) > 0", (title,)
