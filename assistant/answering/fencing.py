"""Makes what others wrote safe to stand between the tags of a prompt."""

import re

_TAG = re.compile(r"<(?=\s*/?\s*(?:passage|turn|earlier))", re.IGNORECASE)


def fenced(text: str) -> str:
    """Return a text that cannot close the fence it stands in; "p < 0.05" stays as it is."""
    return _TAG.sub("‹", text)
