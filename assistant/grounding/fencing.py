"""Makes what others wrote safe to stand between the tags of a prompt."""

import re

from assistant.grounding import hidden

# What would close or open a fence, and what model servers take for the borders of messages.
_BORDER = re.compile(
    r"<(?=\s*/?\s*(?:passage|turn|earlier|sentence|reason)"
    r"|\|[\w ]+\|>|/?s>|(?:start|end)_of_turn>|<?/?sys>>)"
    r"|\[(?=/?inst\])",
    re.IGNORECASE,
)


def fenced(text: str) -> str:
    """Return a text that cannot leave the fence it stands in; "p < 0.05" stays as it is.

    What a reader would not see of it the model does not get to see either.
    """
    return _BORDER.sub("‹", hidden.removed(text))
