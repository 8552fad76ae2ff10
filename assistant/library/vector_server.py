"""The Chroma server that keeps the vectors of a library, where they are not in its folder."""

from __future__ import annotations

from dataclasses import dataclass, field

from assistant.settings import LibrarySettings


@dataclass(frozen=True, slots=True)
class VectorServer:
    """A Chroma server that keeps the vectors, and where in it."""

    url: str
    tenant: str
    database: str
    key: str = field(repr=False)


def vector_server(chosen: LibrarySettings) -> VectorServer | None:
    """Return the server that the settings name, None where vectors stay in the folder."""
    if chosen.vectors == "chroma":
        return None
    return VectorServer(
        chosen.vectors_url,
        chosen.vectors_tenant,
        chosen.vectors_database,
        chosen.vectors_key.get_secret_value(),
    )
