"""The sizes of the files in the folders of a folder, noted while they are whole.

A file that was cut short or lost is told by them before anything reads it.
"""

from __future__ import annotations

import json
from pathlib import Path

_NOTED = "sizes.json"


def note(folder: Path) -> None:
    """Note the sizes of all files in its folders, where they are not those noted."""
    sizes = _sizes(folder)
    if sizes != _noted(folder):
        unfinished = folder / f"{_NOTED}.unfinished"
        unfinished.write_text(json.dumps(sizes, indent=1), encoding="utf-8")
        unfinished.replace(folder / _NOTED)


def changed(folder: Path) -> str | None:
    """Return what is wrong with the first file of another size; None where all are as noted.

    An earlier version noted nothing.
    """
    sizes = _sizes(folder)
    for name, size in _noted(folder).items():
        if name not in sizes:
            return f"{name} is gone"
        if sizes[name] != size:
            return f"{name} has {sizes[name]} bytes, not {size}"
    return None


def _sizes(folder: Path) -> dict[str, int]:
    return {
        str(file.relative_to(folder)): file.stat().st_size for file in sorted(folder.glob("*/*"))
    }


def _noted(folder: Path) -> dict[str, int]:
    try:
        return dict(json.loads((folder / _NOTED).read_text(encoding="utf-8")))
    except (FileNotFoundError, ValueError):
        return {}
