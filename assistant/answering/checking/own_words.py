"""Sentences in which a draft speaks of itself; they need no citation.

"We propose …", "Section 3 describes …", "This paper is about …".  Only how a sentence begins is
looked at: where it is not clear, it is a statement that needs a citation.
"""

import re

_MEANWHILE = (
    r"(?:(?:however|moreover|furthermore|finally|first|second|third|next|then|thus|therefore|hence"
    r"|in\s+addition|to\s+this\s+end|in\s+particular|specifically|more\s+precisely|later|below"
    r"|in\s+contrast|here|instead|additionally|overall|in\s+summary|in\s+short),?\s+)*"
)
_PART = (
    r"(?:(?:section|chapter|figure|fig\.|table|tab\.|appendix|algorithm|equation|eq\.)s?"
    r"(?:\s+[\dA-Z][\w.]*)?)"
)
_WORK = (
    r"(?:paper|article|work|study|thesis|survey|review|report|section|chapter|draft|manuscript"
    r"|note)"
)
_ITSELF = re.compile(
    rf"\W*{_MEANWHILE}(?:"
    rf"(?:we|our|i|my)\b|(?:in|throughout|for|by|within)\s+(?:this|our|the\s+present|the\s+following)\s+{_WORK}\b"
    rf"|(?:this|the\s+present|the\s+following)\s+{_WORK}\b|(?:in\s+|as\s+)?{_PART}\s+(?:\w+s\b|we\b|it\b)"
    rf"|the\s+(?:rest|remainder|aim|goal|purpose|contributions?)\s+(?:of|in)\s+(?:this|our|the)\s+(?:present\s+)?{_WORK}\b"
    r")",
    re.IGNORECASE,
)


def about_itself(sentence: str) -> bool:
    """Tell whether a sentence speaks of the draft it stands in or of what its authors did."""
    return _ITSELF.match(sentence) is not None
