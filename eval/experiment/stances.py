"""What papers are told to hold of claims, beside what people found."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.stances import Stance, TakeStance
from assistant.types import Paper
from eval.statistics.intervals import cluster_bootstrap
from eval.types import ClaimLabel, DataSet, Progress

Told = tuple[Stance, ClaimLabel, str]
"""A stance, the label by people, and the unit that is resampled as one."""
_MEANT: tuple[tuple[Stance, ClaimLabel], ...] = (
    ("supports", "supported"),
    ("contradicts", "contradicted"),
)


def told(data: DataSet, take: TakeStance, progress: Progress | None = None) -> list[Told]:
    """Return the stance of the first text that each claim is held against."""
    titles = {one.source: one.paper.title for one in data.papers() if hasattr(one, "paper")}
    found: list[Told] = []
    for done, claim in enumerate(data.claims, 1):
        source = claim.evidence[0]
        paper = Paper(source.paper, titles.get(source.paper, source.paper), source.text)
        found.append((take(claim.text, paper).stance, claim.label, claim.unit))
        if progress:
            progress(done, len(data.claims))
    return found


def table(name: str, rows: Sequence[Told]) -> str:
    """Return precision and recall of each stance, with 95% intervals, as Markdown.

    Precision stands twice: among the claims that people found decided either way, and among all.
    """
    lines = [
        f"| {name} | told | precision, decided | precision, all | recall |",
        "|---|---|---|---|---|",
    ]
    for stance, label in _MEANT:
        said = [row for row in rows if row[0] == stance]
        decided = [row for row in said if row[1] != "unsupported"]
        meant = [row for row in rows if row[1] == label]
        cells = [
            _share([(one == label, unit) for _, one, unit in decided]),
            _share([(one == label, unit) for _, one, unit in said]),
            _share([(one == stance, unit) for one, _, unit in meant]),
        ]
        lines.append(f"| {stance} | {len(said)} | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def _share(rows: Sequence[tuple[bool, str]]) -> str:
    if not rows:
        return "-"
    values = [float(holds) for holds, _ in rows]
    interval = cluster_bootstrap(values, [unit for _, unit in rows])
    within = f" [{interval.low:.2f}, {interval.high:.2f}]" if interval else ""
    return f"{sum(values) / len(values):.2f}{within} ({sum(values):.0f} of {len(values)})"
