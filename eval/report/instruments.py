"""What was found out about judges, data sets and the instrument itself, as Markdown tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from eval.experiment.claims import Judged, agreement_with_people, by_edit
from eval.experiment.labels import Corrected
from eval.report import figures
from eval.selftest.arithmetic import Check
from eval.selftest.audit import Audit
from eval.selftest.mutations import Catch
from eval.statistics.intervals import Interval


def agreement_table(name: str, judge: str, pairs: Judged, invalid: str | None) -> str:
    """Return how far a judge agrees with people on a set, as a whole and by kind of edit."""
    whole = agreement_with_people(pairs)
    lines = [
        f"## {name}: {judge} against people, {len(pairs)} claims",
        "",
        *([f"**INVALID: {invalid}**", ""] if invalid else []),
        f"judged {whole.n}, unjudged {whole.unjudged}",
        f"sensitivity {_rate(whole.sensitivity, whole.sensitivity_interval)}, "
        f"specificity {_rate(whole.specificity, whole.specificity_interval)}, "
        f"kappa {figures.share(whole.kappa)}",
        f"balanced accuracy {figures.share(whole.balanced_accuracy)} where it judged; "
        f"{_interval(whole.balanced_accuracy_bounds)} if all it did not judge were wrong or right",
        "",
        "| claims | n | said to be supported | unjudged |",
        "| --- | ---: | ---: | ---: |",
    ]
    for kind, group in by_edit(pairs).items():
        supports = [judgement.support for _, judgement in group]
        lines.append(
            f"| {kind} | {len(group)} | {supports.count('full')} | {supports.count('unjudged')} |"
        )
    return "\n".join([*lines, ""])


def audit_table(name: str, audit: Audit | None) -> str:
    """Return what a set's labels can be guessed by without reading, and whether it may gate."""
    if audit is None:
        return f"## {name}: its claims are all of one kind; there is nothing to guess\n"
    rows = [f"| {one.name} | {figures.share(one.balanced_accuracy)} |" for one in audit.baselines]
    return "\n".join(
        [
            f"## {name}: balanced accuracy of guessing its labels",
            "",
            "| by | |",
            "| --- | ---: |",
            *rows,
            "",
            f"refused for gating: {audit.refusal}" if audit.refusal else "fit for gating",
            "",
        ]
    )


def arithmetic_table(checks: Sequence[Check]) -> str:
    """Return how many figures are as worked by hand, and those that are not."""
    wrong = [
        f"- {check.name}: {check.got}, should be {check.expected}"
        for check in checks
        if not check.holds
    ]
    return "\n".join(
        [
            "## Arithmetic",
            "",
            f"{len(checks) - len(wrong)} of {len(checks)} figures are as worked by hand",
            *wrong,
            "",
        ]
    )


def judges_table(caught: Mapping[str, str | None], judge: str, doubt: str | None) -> str:
    """Return by what sentinel each bad judge is caught, and whether the real one passes."""
    rows = [f"| {name} | {why or 'NOT CAUGHT'} |" for name, why in caught.items()]
    return "\n".join(
        [
            "## Judges that must make a run invalid",
            "",
            "| judge | what gave it away |",
            "| --- | --- |",
            *rows,
            f"| ({judge}) | {doubt or 'sound'} |",
            "",
        ]
    )


def mutations_table(judge: str, catches: Sequence[Catch]) -> str:
    """Return which changes of good sentences a judge catches, and its false alarms."""
    rows = [
        f"| {one.kind} | {one.total} | {one.caught} {_interval(one.interval)} | {one.unjudged} |"
        for one in sorted(catches, key=lambda one: one.harmless)
        if not one.harmless
    ]
    harmless = [
        f"| {one.kind} | {one.total} | {one.caught} {_interval(one.interval)} | {one.unjudged} |"
        for one in catches
        if one.harmless
    ]
    head = ["| --- | ---: | ---: | ---: |"]
    return "\n".join(
        [
            f"## Mutations of good sentences: {judge}",
            "",
            "Unjudged ones are not shown as supported either.",
            "",
            "| changed meaning | n | caught | unjudged |",
            *head,
            *rows,
            "",
            "| same meaning | n | false alarms | unjudged |",
            *head,
            *harmless,
            "",
        ]
    )


def _rate(value: float | None, interval: Interval | None) -> str:
    return f"{figures.share(value)} {_interval(interval)}"


def _interval(interval: Interval | None) -> str:
    return f"[{figures.share(interval.low)}, {figures.share(interval.high)}]" if interval else ""


def corrected_table(found: Corrected | None, invalid: str | None) -> str:
    """Return the share of supported sentences as judged and as set right by people's labels."""
    if found is None:
        return "the run has no sentences to label"
    right = (
        f"{figures.share(found.corrected)} {_interval(found.interval)}"
        if found.corrected is not None
        else "too few labels (two questions are needed)"
    )
    return "\n".join(
        [
            *([f"**INVALID: {invalid}**"] if invalid else []),
            f"sentences {found.sentences}, labelled {found.labelled}"
            + (f" ({found.unknown} labels are of other sentences)" if found.unknown else ""),
            f"supported, as judged:  {figures.share(found.judged)}",
            f"supported, set right:  {right}",
            f"judge against labels:  kappa {figures.share(found.agreement.kappa)}, "
            f"sensitivity {figures.share(found.agreement.sensitivity)}, "
            f"specificity {figures.share(found.agreement.specificity)}, "
            f"unjudged {found.agreement.unjudged}",
        ]
    )
