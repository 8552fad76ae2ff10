"""Looks over an installation: what is configured, what works, what is missing, what mends it."""

from __future__ import annotations

import os
import platform
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Literal

from assistant import __version__
from assistant.app import App
from assistant.errors import AssistantError, LibraryMissing

State = Literal["ok", "note", "problem"]
_LOW_DISK_BYTES = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: fine, worth knowing, or a problem with the command that mends it."""

    state: State
    part: str
    said: str


def examine(app: App) -> list[Finding]:
    """Return the findings, from the ground up; no finding stops the next."""
    parts: tuple[tuple[str, Callable[[App], Iterator[Finding]]], ...] = (
        ("program", _program),
        ("settings", _settings),
        ("embedding", _embedding),
        ("tokens", _tokens),
        ("library", _library),
        ("disk", _disk),
        ("sources", _sources),
        ("answers", _answers),
        ("checks", _checks),
    )
    return [finding for name, look in parts for finding in _safely(name, look, app)]


def _safely(name: str, look: Callable[[App], Iterator[Finding]], app: App) -> list[Finding]:
    try:
        return list(look(app))
    except AssistantError as error:
        return [Finding("problem", name, str(error))]
    except Exception as error:  # noqa: BLE001 - the doctor reports what is broken, whatever it is
        return [Finding("problem", name, f"{type(error).__name__}: {error}; reinstall the package")]


def _program(_: App) -> Iterator[Finding]:
    parts = ", ".join(f"{name} {version(name)}" for name in ("chromadb", "tantivy", "onnxruntime"))
    yield Finding(
        "ok",
        "program",
        f"litassist {__version__}, Python {platform.python_version()}, "
        f"SQLite {sqlite3.sqlite_version}, {parts}",
    )


def _settings(_: App) -> Iterator[Finding]:
    yield Finding("ok", "settings", "valid; `litassist config show` lists them")


def _embedding(app: App) -> Iterator[Finding]:
    embedder = app.embedder
    # One text through the model says more than the presence of its file.
    rows = embedder.embed(["Does the embedding model work?"])
    where = "on this machine" if app.settings.embedding.provider == "local" else "on a server"
    yield Finding("ok", "embedding", f"{embedder.name}, {rows.shape[1]} dimensions, {where}")


def _tokens(_: App) -> Iterator[Finding]:
    from assistant.models import tokens

    tokens.count("Does the tokenizer work?")
    yield Finding("ok", "tokens", "tiktoken counts without the network")


def _library(app: App) -> Iterator[Finding]:
    try:
        with app.library() as library:
            papers, chunks = library.catalog.count_papers(), library.catalog.count_chunks()
            problem = library.problem()
            waiting = library.catalog.count_to_index()
    except LibraryMissing as error:
        yield Finding("note", "library", str(error))
        return
    if problem:
        yield Finding("problem", "library", f"{app.folder}: {problem}; run `litassist reindex`")
    elif waiting:
        yield Finding(
            "problem", "library", f"{waiting} papers are not indexed yet; run `litassist reindex`"
        )
    elif papers == 0:
        yield Finding("note", "library", f"{app.folder} is empty; run `litassist ingest FILE…`")
    else:
        yield Finding(
            "ok", "library", f"{app.folder}: {papers} papers, {chunks} chunks, indexes whole"
        )


def _disk(app: App) -> Iterator[Finding]:
    place = app.folder
    while not place.exists() and place != place.parent:
        place = place.parent
    free = shutil.disk_usage(place).free
    said = f"{free / 1e9:.1f} GB free where the library is"
    if free < _LOW_DISK_BYTES:
        yield Finding("problem", "disk", f"{said}; free some space before the next ingest")
    elif not _writable(place):
        yield Finding(
            "problem", "disk", f"no permission to write in {place}; choose another --library"
        )
    else:
        yield Finding("ok", "disk", said)


def _writable(place: Path) -> bool:
    return os.access(place, os.W_OK)


def _sources(app: App) -> Iterator[Finding]:
    from assistant.sources.online import SERVICES

    known = [service.access(app.settings.sources) for service in SERVICES.values()]
    keyed = [one.title for one in known if one.secret]
    yield Finding(
        "ok",
        "sources",
        f"`litassist fetch` asks {', '.join(one.title for one in known)}; "
        + (f"keys are set for {', '.join(keyed)}" if keyed else "none needs a key"),
    )
    for one in known:
        if one.advice:
            yield Finding("note", "sources", one.advice)


def _answers(app: App) -> Iterator[Finding]:
    chat = app.chat_model()
    if chat is None:
        yield Finding(
            "note",
            "answers",
            "made of exact sentences, no language model; set OPENAI_API_KEY, or OPENAI_BASE_URL "
            "for a local server, to have them written",
        )
        return
    models = chat.known_models()
    if models and chat.name not in models:
        yield Finding(
            "problem",
            "answers",
            f"{chat.address} does not offer {chat.name}; set llm.model to one of: "
            f"{', '.join(models[:8])}",
        )
    else:
        yield Finding("ok", "answers", f"written by {chat.name} at {chat.address}")


def _checks(app: App) -> Iterator[Finding]:
    yield Finding("ok", "checks", f"sentences are checked by {app.checker.tried()}")
