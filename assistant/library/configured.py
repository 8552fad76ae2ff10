"""Where the settings have a library keep its vectors."""

from __future__ import annotations

from assistant.library.indexes import VectorServer
from assistant.settings import LibrarySettings


def vector_server(chosen: LibrarySettings) -> VectorServer | None:
    """Return the Chroma server that the settings name, None where vectors stay in the folder."""
    if chosen.vectors == "chroma":
        return None
    return VectorServer(
        chosen.vectors_url,
        chosen.vectors_tenant,
        chosen.vectors_database,
        chosen.vectors_key.get_secret_value(),
    )
