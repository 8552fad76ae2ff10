"""What a run was made of, so that figures are never compared across what they depend on."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from functools import cache
from importlib.metadata import version
from pathlib import Path

import assistant
from assistant import resources, settings
from assistant.settings import Settings
from eval import systems
from eval.types import DataSet, Stamp, System

_DEPENDENCIES = ("chromadb", "llama-index-core", "onnxruntime", "tantivy", "tokenizers")


def stamp(data: DataSet, system: System, chosen: Settings, papers: int) -> Stamp:
    """Return the stamp of a run: data set, system, writer and the hashes of settings and prompts.

    Where a library lies and what the key is changes no figure and is left out, as is the address
    of a server on this machine.
    """
    values = settings.redacted(chosen)
    values["library"] = {**values["library"], "path": ""}
    values["llm"] = {**values["llm"], "api_key": ""}
    if "//127.0.0.1" in chosen.llm.base_url:
        values["llm"]["base_url"] = ""
    return Stamp(
        set=data.name,
        digest=data.digest,
        system=system.name,
        writer=system.writer,
        settings=_digest(json.dumps(values, sort_keys=True)),
        prompts=_digest_of(sorted(resources.folder("prompts").glob("*.md"))),
        code=code(),
        version=assistant.__version__,
        papers=papers,
    )


def name(stamp: Stamp) -> str:
    """Return the name of a run's folder: readable, and another for whatever differs."""
    digest = _digest(json.dumps(asdict(stamp), sort_keys=True))[:8]
    return f"{stamp.set}-{stamp.system}-{stamp.writer}-{digest}".replace("/", "-")


@cache
def code(*parts: str) -> str:
    """Return a digest of the program's and the compared systems' code, or of folders of it.

    The libraries that decide what is found count by their versions.
    """
    folders = [resources.PACKAGE / part for part in parts] or [
        resources.PACKAGE,
        Path(systems.__file__).parent,
    ]
    files = [
        file for folder in folders for kind in ("*.py", "*.sql") for file in folder.rglob(kind)
    ]
    return _digest(" ".join([_digest_of(sorted(files)), *map(version, _DEPENDENCIES)]))


def _digest_of(files: list[Path]) -> str:
    return _digest(
        "\n".join(
            f"{one.parent.name}/{one.name}\n{one.read_text(encoding='utf-8')}" for one in files
        )
    )


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]
