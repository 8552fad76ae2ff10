"""What users type to narrow a search -> Filters."""

import re

from assistant.errors import InputError

_YEARS = re.compile(r"\s*(\d{4})?\s*(-?)\s*(\d{4})?\s*")


def years(text: str) -> tuple[int | None, int | None]:
    """Return first and last year of "2021", "2019-2021", "2019-" or "-2021".

    Raises:
        InputError: the text is none of these.
    """
    found = _YEARS.fullmatch(text)
    if not found or not (found[1] or found[3]) or (found[1] and found[3] and not found[2]):
        raise InputError(f"cannot read the years {text!r}; write 2021, 2019-2021, 2019- or -2021")
    first = int(found[1]) if found[1] else None
    last = int(found[3]) if found[3] else (None if found[2] else first)
    if first is not None and last is not None and first > last:
        raise InputError(f"the years {text!r} run backwards; put the earlier one first")
    return first, last
