"""The user's file of standing topics (TOML) -> topics."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant import settings
from assistant.errors import InputError
from assistant.library.digests import KEPT_WORK
from assistant.retrieval.filters import years
from assistant.review import Depth
from assistant.types import Filters

_RESERVED = {"index", KEPT_WORK}


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic that digests are asked for; None leaves a limit to the settings."""

    name: str
    text: str
    filters: Filters
    depth: Depth
    papers: int | None
    relevance: float | None

    @property
    def slug(self) -> str:
        """The name as it begins the names of files."""
        plain = unicodedata.normalize("NFKC", self.name).casefold()
        return "-".join(re.findall(r"[^\W_]+", plain))


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Annotated[str, Field(min_length=1, max_length=80)]
    text: Annotated[str, Field(min_length=1)]
    years: str = ""
    authors: tuple[str, ...] = ()
    venues: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    depth: Depth = "brief"
    papers: Annotated[int, Field(ge=1)] | None = None
    relevance: Annotated[float, Field(ge=0, le=1)] | None = None


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")

    topic: tuple[_Entry, ...] = ()


def read(path: Path) -> list[Topic]:
    """Return the topics of a file, in its order.

    Raises:
        InputError: there is no such file, or none of its topics; or it holds something else.
        SettingsError: it is not TOML.
    """
    if not path.is_file():
        raise InputError(
            f"no digest topics in {path}; `litassist digest --init` writes an example there"
        )
    try:
        found = [_topic(entry) for entry in _File.model_validate(settings.read_toml(path)).topic]
    except ValidationError as error:
        raise InputError(f"{path}: {_explained(error)}") from None
    if not found:
        raise InputError(f"{path} names no topic; add one: [[topic]] with a name and a text")
    double = next((slug for slug, times in Counter(t.slug for t in found).items() if times > 1), "")
    wrong = double or next((t.slug for t in found if not t.slug or t.slug in _RESERVED), None)
    if wrong is not None:
        raise InputError(
            f"{path}: a topic cannot be named {wrong!r} (taken, or no letters); files are named by "
            "it, so give each topic a name of its own"
        )
    return found


def chosen(topics: list[Topic], names: list[str]) -> list[Topic]:
    """Return the topics of these names, all where none is given.

    Raises:
        InputError: one is not there.
    """
    by_name = {key: topic for topic in topics for key in (topic.slug, topic.name)}
    unknown = next((name for name in names if name not in by_name), None)
    if unknown is not None:
        known = ", ".join(topic.name for topic in topics)
        raise InputError(f"no digest topic is named {unknown!r}; there are: {known}")
    return [by_name[name] for name in dict.fromkeys(names)] if names else topics


def _topic(entry: _Entry) -> Topic:
    first, last = years(entry.years) if entry.years else (None, None)
    filters = Filters(
        first, last, entry.authors, entry.venues, sources=entry.sources, tags=entry.tags
    )
    return Topic(
        entry.name.strip(),
        entry.text.strip(),
        filters,
        entry.depth,
        entry.papers,
        entry.relevance,
    )


def _explained(error: ValidationError) -> str:
    first = error.errors()[0]
    place = ".".join(str(part + 1 if isinstance(part, int) else part) for part in first["loc"])
    return f"{place}: {first['msg'].lower()}; correct that line"
