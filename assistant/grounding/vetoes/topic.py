"""Claims about something else: hardly a word of theirs occurs in the abstract."""

from __future__ import annotations

from assistant.grounding.vetoes.known import COMMON, bare
from assistant.grounding.vetoes.reading import Sentence, Text

_LEAST = 6
_SHARE = 0.87
_SHOWN = 4


def veto(claim: Sentence, text: Text) -> str | None:
    """Return that the abstract does not speak of what the claim speaks of, or None."""
    content = {
        word.key: word.text for word in claim if word.is_content and bare(word.text) not in COMMON
    }
    missing = [written for key, written in content.items() if key not in text.keys]
    if len(missing) < _LEAST or len(missing) <= _SHARE * len(content):
        return None
    longest = sorted(missing, key=len, reverse=True)[:_SHOWN]
    shown = ", ".join(f"“{word}”" for word in missing if word in longest)
    return f"the abstract does not speak of {shown}"
