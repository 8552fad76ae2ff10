"""Finds the files that travel with the program: prompts, settings, model, demo library.

In a checkout `prompts/` and `config/` stand at the top level; in an installed wheel they lie
under `assistant/data/`, so that site-packages gains no module of theirs.
"""

from pathlib import Path
from typing import Literal

PACKAGE = Path(__file__).resolve().parent
MINILM = PACKAGE / "models" / "minilm"
SUPPORT = PACKAGE / "models" / "support"
DEMO_LIBRARY = PACKAGE / "data" / "demo" / "landmarks.jsonl"


def folder(name: Literal["prompts", "config"]) -> Path:
    """Return the folder of prompts or of settings, wherever this installation keeps it."""
    installed = PACKAGE / "data" / name
    return installed if installed.is_dir() else PACKAGE.parent / name
