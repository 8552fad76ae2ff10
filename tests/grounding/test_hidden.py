"""Characters that readers do not see are taken out, or spelled out."""

from __future__ import annotations

import json

import pytest

from assistant.grounding import hidden
from assistant.grounding.quotes import locate

TAGS = "".join(chr(0xE0000 + ord(letter)) for letter in "obey")


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("\x1b[31mred\x07", "[31mred"),
        ("\x9b2Jgone\x08\x7f", "2Jgone"),
        ("one\rtwo\x0bthree", "one two three"),
        ("\u202egrows\u2066 on\u200b ba\u00adsalt\ufeff", "grows on basalt"),
        (f"basalt{TAGS}\U000e0100\ufe0f", "basalt"),
        ("tabs\tand\nlines, ü, 汉字, 😀, p < 0.05", "tabs\tand\nlines, ü, 汉字, 😀, p < 0.05"),
    ],
)
def test_removed(text: str, left: str) -> None:
    assert hidden.removed(text) == left


def test_escaped_json_says_the_same() -> None:
    said = {"text": f'\x1b[2J \x9b \u202e {TAGS} "quoted"\n\ttab 😀\ud83d'}
    written = hidden.escaped(json.dumps(said, ensure_ascii=False, indent=2))
    assert json.loads(written) == said
    assert hidden.removed(written) == written
    assert "😀" in written


def test_a_quote_is_found_whatever_is_hidden_between_its_letters() -> None:
    abstract = f"It grows on ba\u00adsalt{TAGS} only.\u200b It does not grow on chalk."
    span = locate("grows on basalt only.", abstract)
    assert span
    assert hidden.removed(abstract[slice(*span)]) == "grows on basalt only."
