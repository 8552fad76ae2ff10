"""What papers hold of a claim, as text for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.answering.agreeing.panel import Panel
from assistant.interfaces.render import clean, counted, named, wrapped
from assistant.stances import PaperStance, Stance

_HEADS: dict[Stance, str] = {
    "supports": "✓ Support it",
    "mixed": "± Mixed",
    "contradicts": "✗ Contradict it",
}
_SAID: dict[Stance, str] = {
    "supports": "supports it",
    "mixed": "says less",
    "contradicts": "contradicts it",
    "silent": "",
}


def panel(shown: Panel) -> str:
    """Return a panel, its papers under their stances."""
    blocks = [wrapped(shown.claim)]
    for stance, head in _HEADS.items():
        if taking := shown.taking(stance):
            blocks.append("\n".join([f"{head}: {counted(len(taking), 'paper')}", *_papers(taking)]))
    return "\n\n".join([*blocks, summary(shown), clean(f"(checked by {shown.checker})")])


def summary(shown: Panel) -> str:
    """Return how many papers take which stance, in a sentence."""
    looked_at = counted(shown.looked_at, "nearest paper")
    if shown.abstained:
        return f"Of the {looked_at} none clearly supports or contradicts this."
    parts = [
        f"{len(shown.taking('supports'))} support it",
        f"{len(shown.taking('contradicts'))} contradict it",
        f"{len(shown.taking('mixed'))} mixed",
        f"{shown.silent} say nothing clear on it",
    ]
    return f"Of the {looked_at}: {', '.join(parts)}."


def _papers(taking: list[PaperStance]) -> Iterator[str]:
    for one in taking:
        yield wrapped(named(one.paper), "  - ", "    ")
        if one.reason:
            yield wrapped(one.reason, "    ", "    ")
        for quoted in one.evidence:
            told = f"{_SAID[quoted.stance]}: " if one.stance == "mixed" else ""
            yield wrapped(
                f"{told}“{quoted.quote}” (characters {quoted.start}-{quoted.end})",
                "    ↳ ",
                "      ",
            )
