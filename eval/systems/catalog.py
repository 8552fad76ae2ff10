"""The systems that can be compared, by name, on one library with one model."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from assistant.app import App
from assistant.settings import Settings
from eval.systems.ours import Ours
from eval.types import System

if TYPE_CHECKING:
    from eval.systems.llamaindex import PlainLlamaIndex

NAMES = ("ours", "lexical", "dense", "llamaindex")
# The share of vector similarity decides the ranking; abstention and writing stay as they are.
_DENSE_WEIGHTS = {"lexical": 0.0, "dense": 1.0}


def settings_of(name: str, settings: Settings) -> Settings:
    """Return the settings that make a system what it is."""
    if name not in _DENSE_WEIGHTS:
        return settings
    alone = {"dense_weight": _DENSE_WEIGHTS[name], "rerank": "none"}
    retrieval = settings.retrieval.model_copy(update=alone)
    return settings.model_copy(update={"retrieval": retrieval})


@contextmanager
def system(name: str, app: App) -> Iterator[System]:
    """Open a system over the library of an app."""
    if name == "llamaindex":
        with _llamaindex(app) as plain:
            yield plain
        return
    app = App(settings_of(name, app.settings), app.report)
    with app.assistant() as assistant:
        yield Ours(name, assistant)


@contextmanager
def _llamaindex(app: App) -> Iterator[PlainLlamaIndex]:
    # Imported late: it loads some 1,300 modules.
    from eval.systems.llamaindex import PlainLlamaIndex

    chosen = app.settings
    with app.library() as library:
        yield PlainLlamaIndex(
            library, app.embedder, app.chat_model(), chosen.retrieval, chosen.answer
        )
