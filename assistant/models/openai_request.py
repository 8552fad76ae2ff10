"""What a request says beside its messages, and which of it a server will not have.

Servers that call themselves compatible differ: reasoning models take no temperature and another
name for the longest reply, others know no `stream_options` or do not stream.
"""

from __future__ import annotations

import re
from typing import Any

import openai

from assistant.models.openai_errors import is_too_long

Options = dict[str, Any]

_REFUSALS = (400, 422)
_SUCCESSORS = {"max_tokens": "max_completion_tokens"}
# The server knows the parameter and wants another value: the user's to give.
_ABOUT_ITS_VALUE = re.compile(
    r"too (large|big|high|small|low)|at (most|least)|maximum|exceed|greater than|less than|between",
    re.IGNORECASE,
)


def everything(temperature: float, max_output_tokens: int) -> Options:
    """Return all options, for a server that nothing is known of yet."""
    return {
        "temperature": temperature,
        "max_tokens": max_output_tokens,
        "stream_options": {"include_usage": True},
        "stream": True,
    }


def without_refused(options: Options, error: openai.APIStatusError) -> Options | None:
    """Return the options less the one that the server refused by name.

    None where it refused something else.
    """
    if error.status_code not in _REFUSALS or is_too_long(error):
        return None
    name = _named(options, error)
    if name is None:
        return None
    kept = {key: value for key, value in options.items() if key != name}
    if name in _SUCCESSORS:
        kept[_SUCCESSORS[name]] = options[name]
    if name == "stream":
        kept.pop("stream_options", None)
    return kept


def _named(options: Options, error: openai.APIStatusError) -> str | None:
    if _ABOUT_ITS_VALUE.search(error.message):
        return None
    if error.param in options:
        return error.param
    return next((name for name in options if re.search(rf"\b{name}\b", error.message)), None)
