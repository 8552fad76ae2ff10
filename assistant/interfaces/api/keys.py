"""API keys: a name, a hash and perhaps a limit each, in one file; the key itself is not kept.

A key is 256 random bits, which no one can guess: SHA-256 guards them as well as a slow hash, and
costs a request nothing.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import secrets
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from assistant.errors import InputError, SettingsError

_PREFIX = "la_"


@dataclass(frozen=True, slots=True)
class Key:
    """A key as it is kept; without a limit of its own the server's holds."""

    name: str
    sha256: str
    requests_per_minute: int | None = None


def read(path: Path) -> tuple[Key, ...]:
    """Return the keys of a file; none where there is no file.

    Raises:
        SettingsError: the file cannot be read or holds something else.
    """
    try:
        text = path.read_text(encoding="utf-8")
        return tuple(Key(**one) for one in json.loads(text)["keys"])
    except FileNotFoundError:
        return ()
    except (OSError, ValueError, TypeError, KeyError):
        raise SettingsError(
            f"{path} does not hold API keys or cannot be read; remove it and make new keys with "
            "`litassist serve --add-key NAME`"
        ) from None


def add(path: Path, name: str, requests_per_minute: int | None = None) -> str:
    """Make a key, keep its hash and return it, for the only time.

    Raises:
        InputError: there is a key of that name.
    """
    known = read(path)
    if any(key.name == name for key in known):
        raise InputError(f"there is a key called {name!r} already; remove it or name another")
    made = _PREFIX + secrets.token_urlsafe(32)
    _write(path, [*known, Key(name, _hash(made), requests_per_minute)])
    return made


def remove(path: Path, name: str) -> None:
    """Forget a key.

    Raises:
        InputError: there is none of that name.
    """
    known = read(path)
    kept = [key for key in known if key.name != name]
    if len(kept) == len(known):
        names = ", ".join(key.name for key in known) or "none"
        raise InputError(f"no key is called {name!r}; there are: {names}")
    _write(path, kept)


def find(known: Iterable[Key], given: str) -> Key | None:
    """Return the key that was given; how long it takes tells nothing about the others."""
    hashed = _hash(given)
    found: Key | None = None
    for key in known:
        if hmac.compare_digest(key.sha256, hashed):
            found = key
    return found


def _hash(key: str) -> str:
    return hashlib.sha256(key.encode(errors="replace")).hexdigest()


def _write(path: Path, keys: Iterable[Key]) -> None:
    unfinished = path.with_suffix(".unfinished")
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        unfinished.unlink(missing_ok=True)
        descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            json.dump({"keys": [asdict(key) for key in keys]}, file, indent=2)
        unfinished.replace(path)
    except OSError as error:
        raise SettingsError(
            f"cannot write {path}: {error.strerror}; set server.keys_path to another file"
        ) from None
