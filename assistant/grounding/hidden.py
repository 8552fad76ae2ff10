"""Characters that readers do not see and machines obey: taken out of text, or spelled out.

They steer terminals (control characters), turn lines round (bidirectional marks) and carry words to
a model past the eye (tags, variation selectors, fillers, zero-width signs).  Tabs and line feeds
stay.
"""

import re

_HIDDEN = re.compile(
    "["
    "\x00-\x08\x0b-\x1f\x7f-\x9f"  # control characters
    "\u00ad\u200b-\u200f\u2060-\u2065\ufeff\ufff9-\ufffb"  # zero width
    "\u061c\u202a-\u202e\u2066-\u206f"  # direction
    "\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\uffa0"  # joiners and fillers
    "\ufe00-\ufe0f\U000e0000-\U000e01ef"  # variation selectors, tags
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"  # controls of shorthand and of music
    "\ud800-\udfff"  # halves of characters
    "]"
)


def removed(text: str) -> str:
    """Return the text without them; those that part words become a blank."""
    return _HIDDEN.sub(lambda hidden: " " if hidden[0].isspace() else "", text)


def escaped(document: str) -> str:
    r"""Return a JSON document with each of them as `\uXXXX`; it says the same."""
    return _HIDDEN.sub(_spelled, document)


def _spelled(hidden: re.Match[str]) -> str:
    units = hidden[0].encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[place : place + 4]}" for place in range(0, len(units), 4))
