"""Libraries that only some formats need, and what is said where they are not installed."""

from __future__ import annotations

from importlib.util import find_spec

from assistant.errors import InputError

_PACKAGES = {"citeproc": "citeproc-py", "docx": "python-docx", "resvg_py": "resvg-py"}


def needed(module: str, purpose: str) -> None:
    """Make sure that a library is installed before it is imported.

    Raises:
        InputError: it is not; the message says how to install it.
    """
    if find_spec(module) is None:
        raise InputError(
            f"{purpose} need {_PACKAGES[module]}; install it with: "
            'pip install "literature-assistant[export]"'
        )
