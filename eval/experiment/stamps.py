"""What a run was made of, so that figures are never compared across what they depend on."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from pathlib import Path

import assistant
from assistant import resources, settings
from assistant.settings import Settings
from eval.types import DataSet, Stamp, System


def stamp(data: DataSet, system: System, chosen: Settings, papers: int) -> Stamp:
    """Return the stamp of a run: data set, system, writer and the hashes of settings and prompts.

    Where a library lies, a server listens and a key is set changes no figure and is left out.
    """
    values = settings.redacted(chosen)
    values["library"] = {**values["library"], "path": ""}
    values["llm"] = {**values["llm"], "base_url": "", "api_key": ""}
    return Stamp(
        set=data.name,
        digest=data.digest,
        system=system.name,
        writer=system.writer,
        settings=_digest(json.dumps(values, sort_keys=True)),
        prompts=_digest_of(sorted(resources.folder("prompts").glob("*.md"))),
        code=_digest_of(sorted(resources.PACKAGE.rglob("*.py"))),
        version=assistant.__version__,
        papers=papers,
    )


def name(stamp: Stamp) -> str:
    """Return the name of a run's folder: readable, and another for whatever differs."""
    digest = _digest(json.dumps(asdict(stamp), sort_keys=True))[:8]
    return f"{stamp.set}-{stamp.system}-{stamp.writer}-{digest}".replace("/", "-")


def _digest_of(files: list[Path]) -> str:
    return _digest("\n".join(f"{one.name}\n{one.read_text(encoding='utf-8')}" for one in files))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]
