"""Tells whether a question leans on the conversation before it.

"And what does that cost?" does, "How many questions does TruthfulQA have?" does not: carrying the
question before it into the search would find the wrong papers, and hide that there are none.
"""

from __future__ import annotations

import re

_OPENING = re.compile(
    r"^\W*(and|but|so|also|or|then|what about|how about|what if|why not|back to|which one)\b",
    re.IGNORECASE,
)
_POINTING = re.compile(
    r"\b(it|its|they|them|their|theirs|this|these|those|such|the same|the (former|latter|others?)"
    r"|the (first|second|third|last)( one| paper| method)?"
    r"|(?<!is )(?<!are )(?<!was )(?<!were )there)\b",
    re.IGNORECASE,
)
# "that" points back as a subject or object, not as in "tasks that need planning".
_THAT = re.compile(
    r"(^\W*|\b(do|does|did|is|are|was|were|has|have|had|can|could|will|would|should|of|about|with"
    r"|without|for|from|to|than|like|by|in|on|after|before|and|why|how) )that\b",
    re.IGNORECASE,
)
_FEW_WORDS = 3


def leans(question: str) -> bool:
    """Tell whether a question cannot be understood without what was asked before."""
    return bool(
        len(question.split()) <= _FEW_WORDS
        or _OPENING.search(question)
        or _POINTING.search(question)
        or _THAT.search(question)
    )
