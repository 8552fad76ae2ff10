"""A client of the package that the server is built on, and the server: here, or as a process."""

from __future__ import annotations

import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import anyio
import pytest

pytest.importorskip("mcp", reason="the extra [mcp] is not installed")

from mcp import ClientSession, StdioServerParameters, stdio_client
from mcp.shared.memory import create_client_server_memory_streams
from mcp_types import CallToolResult, TextContent

from assistant import settings
from assistant.app import App
from assistant.interfaces.mcp.server import create_server
from assistant.interfaces.opened import OpenedLibrary

OFFLINE = Path(__file__).parent.parent.parent / "offline"


@asynccontextmanager
async def connected(library: Path, **chosen: str) -> AsyncIterator[ClientSession]:
    """Connect to a server in this process: one of its own takes a second to start."""
    values = {"library.path": str(library), "review.candidates": "20"}  # reading takes long
    values |= {name.replace("__", "."): value for name, value in chosen.items()}
    opened = OpenedLibrary(App(settings.load(None, values, {}), print))
    server = create_server(opened)
    try:
        async with (
            create_client_server_memory_streams() as (client, served),
            anyio.create_task_group() as tasks,
        ):
            tasks.start_soon(server.run, *served, server.create_initialization_options())
            async with ClientSession(*client) as session:
                await session.initialize()
                yield session
            tasks.cancel_scope.cancel()
    finally:
        opened.close()


@asynccontextmanager
async def started(library: Path, **variables: str) -> AsyncIterator[ClientSession]:
    """Run `litassist mcp` as a process that may not look outside this machine; connect to it."""
    path = os.pathsep.join(filter(None, [str(OFFLINE), os.environ.get("PYTHONPATH")]))
    parameters = StdioServerParameters(
        command=sys.executable,
        args=["-m", "assistant", "--library", str(library), "mcp"],
        env={**os.environ, "PYTHONPATH": path, **variables},
        cwd=library.parent,
    )
    async with (
        stdio_client(parameters, errlog=sys.__stderr__ or sys.stderr) as (read, write),
        ClientSession(read, write) as session,
    ):
        await session.initialize()
        yield session


def text(result: CallToolResult) -> str:
    """Return the text of a result."""
    (block,) = result.content
    assert isinstance(block, TextContent)
    return block.text


def found(result: CallToolResult) -> dict[str, Any]:
    """Return the document of a result that is no error."""
    assert not result.is_error, text(result)
    document: dict[str, Any] = result.structured_content
    return document


def refused(result: CallToolResult) -> str:
    """Return the one line of a result that is an error."""
    assert result.is_error
    assert result.structured_content is None
    assert "\n" not in text(result)
    return text(result)
