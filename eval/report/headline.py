"""The main result of a run in plain words, from counts alone."""

from __future__ import annotations

from collections.abc import Sequence

from eval.judges.offline import OfflineChecker
from eval.report.figures import counted, percent
from eval.types import Item, Scored


def headline(scored: Scored) -> str:
    """Return a few sentences: papers found, questions declined, sentences supported, errors."""
    replied = [item for item in scored.items if item.outcome.error is None]
    parts = [
        _claims(replied),
        _papers(scored, replied),
        _declined(replied),
        _sentences(scored, replied),
        _errors(len(scored.items) - len(replied)),
    ]
    return " ".join(part for part in parts if part) or "No question has a reply yet."


def caveat(scored: Scored) -> str | None:
    """Return which figures are no evidence because the judge is who they are about, or None."""
    own = scored.stamp.system != "llamaindex" and scored.judge.startswith(f"{OfflineChecker.name};")
    if not own or not any(item.judged for item in scored.items):
        return None
    return (
        "The judge is the product's own checker, which also decides what bears a warning and with "
        "which score a sentence is shown: unflagged unsupported, calibration error and Brier score "
        "follow from that. Another judge would test them."
    )


def _papers(scored: Scored, items: Sequence[Item]) -> str:
    found = next((one for one in scored.summaries if one.metric == "recall_at_5"), None)
    if found is None or found.value is None:
        return ""
    answerable = sum(item.case.answerable for item in items)
    return (
        f"{counted(answerable, 'answerable question')}: on average "
        f"{percent(found.value.low)} of their papers are among the first five."
    )


def _declined(items: Sequence[Item]) -> str:
    asked = [item for item in items if item.outcome.answered is not None]
    unanswerable = [item for item in asked if not item.case.answerable]
    answerable = [item for item in asked if item.case.answerable]
    parts = [
        f"{_declines(group)} of {counted(len(group), f'{word} question')}"
        for word, group in (("unanswerable", unanswerable), ("answerable", answerable))
        if group
    ]
    return f"Declined: {' and '.join(parts)}." if parts else ""


def _declines(items: Sequence[Item]) -> int:
    return sum(not item.outcome.answered for item in items)


def _sentences(scored: Scored, items: Sequence[Item]) -> str:
    judged = [one for item in items for one in item.judged]
    shown = [one.union for one in judged if not one.sentence.flagged]
    warned = len(judged) - len(shown)
    if not judged:
        return ""
    if scored.invalid:
        return "Whether sentences are supported is not known: the judge is not to be trusted."
    unjudged = shown.count("unjudged")
    unsupported = len(shown) - shown.count("full") - unjudged
    cites = "is unsupported by what it cites"
    if unsupported > 1:
        cites = "are unsupported by what they cite"
    parts = [
        f"Of {counted(len(shown), 'sentence')} shown without a warning {unsupported or 'none'} "
        + cites,
        f"{unjudged} could not be judged" if unjudged else "",
        f"{warned} more {'bears' if warned == 1 else 'bear'} a warning" if warned else "",
    ]
    return f"{', '.join(part for part in parts if part)} (judge: {scored.judge})."


def _claims(items: Sequence[Item]) -> str:
    right = [score for item in items if (score := item.scores.get("claim_accuracy")) is not None]
    if not right:
        return ""
    unjudged = sum(not score.exact for score in right)
    open_ones = f", {unjudged} could not be judged" if unjudged else ""
    agreed = sum(score.low == 1 for score in right)
    return f"Of {counted(len(right), 'claim')} the judge sees {agreed} as people do{open_ones}."


def _errors(errors: int) -> str:
    if not errors:
        return ""
    count = "counts" if errors == 1 else "count"
    return f"{counted(errors, 'question')} ended in an error and {count} nowhere."
