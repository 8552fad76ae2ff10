"""The vector index in a Chroma server: `chroma run`, or Chroma Cloud, through its HTTP client.

A library has a collection there of its own, whose name stands in its index folder.  The server
owns its files: there is nothing to lock, and readers see at once what others write.
"""

from __future__ import annotations

import contextlib
import uuid
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, cast
from urllib.parse import urlsplit

import httpx
from chromadb.api import ServerAPI
from chromadb.api.fastapi import FastAPI
from chromadb.api.models.Collection import Collection
from chromadb.config import Settings, System
from chromadb.errors import ChromaError, InvalidDimensionException, NotFoundError

from assistant.errors import IndexBroken, StorageError
from assistant.library.vectors import CONFIGURATION, VectorIndex
from assistant.settings import without_password

if TYPE_CHECKING:
    from assistant.library.vector_server import VectorServer

_HEADER = "x-chroma-token"  # as Chroma Cloud asks for it
_LONGEST_REPLY_SECONDS = 60.0  # Chroma sets no limit of its own
_HTTPS_PORT, _CHROMA_PORT = 443, 8000


def new_name() -> str:
    """Return the name of a collection that nobody has."""
    return f"litassist-{uuid.uuid4().hex}"


class ServedVectorIndex(VectorIndex):
    """Chunk vectors in a collection of a server."""

    def __init__(self, server: VectorServer, name: str, create: bool = False) -> None:
        """Open a collection, or with `create` make it, empty.

        Raises:
            IndexBroken: the server has no such collection.
            StorageError: it does not answer, or refuses.
        """
        self._server = server
        with self._errors():
            system = System(_settings(server))
            api = system.instance(ServerAPI)  # type: ignore[type-abstract]  # made as set
            session = cast(FastAPI, api)._session
            session.timeout = httpx.Timeout(_LONGEST_REPLY_SECONDS)
            system.start()
            self._release = weakref.finalize(self, session.close)
            if create:
                api.create_collection(
                    name,
                    configuration=CONFIGURATION,
                    tenant=server.tenant,
                    database=server.database,
                )
            found = api.get_collection(name, tenant=server.tenant, database=server.database)
            self._collection = Collection(api, found, embedding_function=None)
            self._api = api

    @classmethod
    def discard(cls, server: VectorServer, name: str) -> None:
        """Remove a collection; one that is gone, or cannot be asked for, is left."""
        with contextlib.suppress(IndexBroken, StorageError):
            index = cls(server, name)
            with index._errors():
                index._api.delete_collection(name, tenant=server.tenant, database=server.database)

    @contextmanager
    def _changing(self) -> Iterator[None]:
        with self._errors():
            yield

    @contextmanager
    def _errors(self) -> Iterator[None]:
        where = f"the Chroma server at {without_password(self._server.url)}"
        try:
            yield
        except (NotFoundError, InvalidDimensionException) as error:
            raise IndexBroken(
                f"{where} does not hold the library's vectors ({error}); "
                "run `litassist reindex` to send them again"
            ) from error
        except httpx.HTTPError as error:
            raise StorageError(
                f"{where} does not answer ({type(error).__name__}); start it with `chroma run`, "
                "or set library.vectors_url to where it is"
            ) from error
        except (ChromaError, ValueError) as error:
            raise StorageError(
                f"{where} refuses ({str(error) or type(error).__name__}); look at its log, and at "
                "library.vectors_url, vectors_tenant, vectors_database and vectors_key"
            ) from error


def _settings(server: VectorServer) -> Settings:
    address = urlsplit(server.url)
    secure = address.scheme == "https"
    return Settings(
        chroma_api_impl="chromadb.api.fastapi.FastAPI",
        chroma_server_host=address.hostname,
        chroma_server_http_port=address.port or (_HTTPS_PORT if secure else _CHROMA_PORT),
        chroma_server_ssl_enabled=secure,
        chroma_server_headers={_HEADER: server.key} if server.key else {},
        anonymized_telemetry=False,
    )
