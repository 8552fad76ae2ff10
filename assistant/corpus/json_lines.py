"""JSON Lines: one object a line, in any flavour that `formats.json_objects` knows."""

import json
from collections.abc import Iterable, Iterator

from assistant.corpus.formats import json_objects
from assistant.corpus.records import Record, Skipped

_LONGEST = 1_000_000  # characters of a first line; a longer one is a document of its own


def recognises(head: list[str]) -> bool:
    """Tell from the first lines of a file whether each line is an object of its own."""
    first, second = ([*(text for line in head if (text := line.strip())), "", ""])[:2]
    if not first.startswith("{") or len(first) > _LONGEST:
        return False
    try:
        return not json_objects.wraps(json.loads(first))
    except (ValueError, RecursionError):
        told = first.endswith("}") or '":' in first
        # "{…}," on the second line is of a list that the first has opened.
        return told and (not second or (second.startswith("{") and not second.endswith(",")))


def read(lines: Iterable[str], source: str) -> Iterator[Record | Skipped]:
    """Yield a record a line; report a line that is no object or has no title."""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            yield json_objects.record(json.loads(line), source, number)
        except json.JSONDecodeError as error:
            yield Skipped(source, number, f"not valid JSON: {error.msg} at column {error.colno}")
        except RecursionError:
            yield Skipped(source, number, "not readable: nested too deeply")
        except ValueError as error:
            yield Skipped(source, number, str(error))
