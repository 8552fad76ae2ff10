"""JSON Lines: one object a line, with the fields of a paper under their usual names."""

import json
from collections.abc import Iterable, Iterator

from assistant.corpus.fields import MissingTitle, paper_from
from assistant.corpus.records import Record, Skipped


def recognises(head: list[str]) -> bool:
    """Tell from the first lines of a file whether each line is an object of its own."""
    first = next((line.strip() for line in head if line.strip()), "")
    return first.startswith("{") and (first.endswith("}") or '":' in first)


def read(lines: Iterable[str], source: str) -> Iterator[Record | Skipped]:
    """Yield a record a line; report a line that is no object or has no title."""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            fields = json.loads(line)
            if not isinstance(fields, dict):
                raise MissingTitle("it is not an object with named fields")
            yield Record(paper_from(fields), source, number)
        except json.JSONDecodeError as error:
            yield Skipped(source, number, f"not valid JSON: {error.msg} at column {error.colno}")
        except RecursionError:
            yield Skipped(source, number, "not readable: nested too deeply")
        except ValueError as error:
            yield Skipped(source, number, str(error))
