"""Two documents -> where they differ, in lines that people read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

_ALWAYS_OTHERS = {"seconds", "trace_id"}  # of one run
_LONGEST = 90
_MISSING = object()


def differences(then: Any, now: Any, place: str = "") -> Iterator[str]:
    """Yield each place where two JSON documents differ, and how; not what no two runs share."""
    if isinstance(then, dict) and isinstance(now, dict):
        for key in dict.fromkeys((*then, *now)):
            if key not in _ALWAYS_OTHERS:
                inner = f"{place}.{key}" if place else key
                yield from differences(then.get(key, _MISSING), now.get(key, _MISSING), inner)
    elif isinstance(then, list) and isinstance(now, list):
        for number in range(max(len(then), len(now))):
            inner = f"{place}[{number + 1}]"
            before, after = (one[number] if number < len(one) else _MISSING for one in (then, now))
            yield from differences(before, after, inner)
    elif then != now:
        yield f"{place}: {_shown(then)} -> {_shown(now)}"


def _shown(value: Any) -> str:
    if value is _MISSING:
        return "nothing"
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]} …"
