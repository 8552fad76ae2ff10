"""Answers, hits and papers as text for a terminal.

Text from papers and models is untrusted: control characters, which could steer a terminal, are
taken out of all of it.
"""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Iterator, Mapping, Sequence

from assistant.grounding import hidden, instructions
from assistant.stances import Disagreement
from assistant.types import EXTRACTIVE, Answer, Hit, Paper, Reference, Statement, Step, VerdictLabel

VERDICTS: dict[VerdictLabel, str] = {
    "verbatim": "✓ word for word in the cited abstract",
    "supported": "✓ supported by the cited abstract",
    "unsure": "? support is unsure",
    "unsupported": "✗ not supported by the cited abstract",
    "uncited": "? without a citation",
    "no_claim": "· claims nothing",
    "unjudged": "? cited, wording not checked",
}
_WIDEST = 100
_NEAREST = 3


def clean(text: str) -> str:
    """Return a text without characters that steer a terminal."""
    return hidden.removed(text)


def wrapped(text: str, first: str = "", following: str = "") -> str:
    """Return a text without control characters, wrapped to the terminal, with its indents."""
    width = min(_WIDEST, shutil.get_terminal_size((_WIDEST, 24)).columns)
    return textwrap.fill(
        clean(text),
        width,
        initial_indent=first,
        subsequent_indent=following,
        break_long_words=False,
        break_on_hyphens=False,
    )


def sign(verdict: VerdictLabel) -> str:
    """Return the sign of a verdict: ✓, ?, ✗ or ·."""
    return VERDICTS[verdict][0]


def counted(count: int, noun: str) -> str:
    """Return "1 paper" or "2 papers"."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def statement(one: Statement, evidence: bool = False, number: int | None = None) -> str:
    """Return a statement with its sign and marks; with `evidence`, its quotes below it.

    With `number`, that stands before it, so that it can be named.
    """
    marks = "".join(f"[{cited}]" for cited in one.citations)
    first = f"{sign(one.verdict)} " if number is None else f"{number:>2} {sign(one.verdict)} "
    lines = [wrapped(f"{one.text} {marks}".strip(), first, " " * len(first))]
    if one.reason:
        lines.append(wrapped(one.reason, f"    {sign(one.verdict)} ", "      "))
    if evidence:
        for quote in one.evidence:
            place = f"abstract [{quote.number}], characters {quote.start}-{quote.end}"
            same = quote.quote.strip() == one.text.strip()
            said = place if same else f"{place}: “{quote.quote}”"
            lines.append(wrapped(said, "    ↳ ", "      "))
    return "\n".join(lines)


def step(one: Step) -> str:
    """Return a step of searching, with the number of papers that it found or chose."""
    found = one.action in ("search", "list", "finish")
    return wrapped(f"{one.text}: {counted(len(one.papers), 'paper')}" if found else one.text)


def after_statements(answer: Answer) -> str:
    """Return what follows the statements of an answer: the legend, references, cost."""
    blocks = []
    if answer.statements:
        blocks += [_legend(answer), *map(disagreement, answer.disagreements)]
        blocks.append(references(answer.references))
    if answer.dropped:
        blocks.append(
            f"{withheld(len(answer.dropped))} (--json, or /why withheld in chat, tells why)"
        )
    if answer.message:
        blocks.append(wrapped(answer.message))
    if answer.abstained:
        blocks.append(wrapped(f"Searched for: “{answer.standalone_question.strip()}”"))
    if answer.abstained and answer.retrieved:
        blocks.append("Nearest papers\n" + "\n".join(_nearest(answer.retrieved)))
    blocks.append(_usage(answer))
    return "\n\n".join(blocks)


def withheld(count: int) -> str:
    """Return how many sentences were withheld."""
    whose = "its" if count == 1 else "their"
    return f"{counted(count, 'sentence')} withheld, as {whose} check did not hold"


def disagreement(one: Disagreement) -> str:
    """Return where a paper contradicts a statement, in its words."""
    return wrapped(disagreement_line(one), "± ", "  ")


def disagreement_line(one: Disagreement) -> str:
    """Return on one line where a paper contradicts a statement, with the quote and the paper."""
    said = f"Papers disagree: sentence {one.statement} is contradicted by {named(one.paper)}"
    return f"{said}: “{one.quoted.quote}” ({one.reason})"


def named(one: Paper) -> str:
    """Return a short reference: first author, where it appeared, title, id."""
    names = " ".join([*one.authors[:1], *(["et al."] if len(one.authors) > 1 else [])])
    parts = [names, appeared(one.venue, one.year), one.title, one.id]
    return ", ".join(part for part in parts if part)


def appeared(venue: str | None, year: int | None) -> str:
    """Return where and when a paper appeared, the year once: "SIGIR 2009" says it already."""
    said = str(year) if year and str(year) not in (venue or "") else ""
    return " ".join(filter(None, (venue, said)))


def references(cited: Sequence[Reference]) -> str:
    """Return the list of references: number, title, where it appeared."""
    lines = ["References"]
    for one in cited:
        lines.append(wrapped(one.paper.title, f"  [{one.number}] ", "      "))
        lines.append(f"      {_byline(one.paper)}")
    return "\n".join(lines)


def hits(found: Sequence[Hit]) -> str:
    """Return search results: rank, title, where it appeared, the best passage."""
    blocks = []
    for hit in found:
        lines = [wrapped(hit.paper.title, f"{hit.rank:>3}. ", "     ")]
        lines.append(f"     {_byline(hit.paper)}")
        if hit.passages and hit.passages[0].text:
            passage = textwrap.shorten(clean(hit.passages[0].text), 240, placeholder=" …")
            lines.append(wrapped(passage, "     ", "     "))
        lines += _warning(hit.paper, "     ")
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks) or "No paper satisfies this query and its filters."


def paper_line(paper: Paper) -> str:
    """Return a paper on one line: id, year, title."""
    return clean(f"{paper.id}\t{paper.year or '-'}\t{paper.title}")


def tags_of(one: Paper) -> str:
    """Return a paper's id and the tags that it bears."""
    return clean(f"{one.id}: {' '.join(one.tags) or 'no tags'}")


def tag_counts(counts: Mapping[str, int]) -> str:
    """Return tags with the number of papers that bear them, a line each."""
    width = max(map(len, counts), default=0)
    lines = [f"{tag:<{width}}  {counted(papers, 'paper')}" for tag, papers in counts.items()]
    return clean("\n".join(lines)) or "No paper bears a tag."


def notes(written: Sequence[str]) -> str:
    """Return the notes on a paper, numbered."""
    return "\n".join(
        wrapped(" ".join(note.split()), f"{f'note {number}':<9}", " " * 9)
        for number, note in enumerate(written, 1)
    )


def paper(one: Paper) -> str:
    """Return a paper with everything that is known of it."""
    fields = [
        ("id", one.id),
        ("authors", "; ".join(one.authors)),
        ("year", str(one.year or "")),
        ("venue", one.venue),
        ("doi", one.doi),
        ("arXiv", one.arxiv_id),
        ("PubMed", one.pmid),
        ("url", one.url),
        ("keywords", "; ".join(one.keywords)),
        ("sources", "; ".join(one.sources)),
        ("tags", " ".join(one.tags)),
    ]
    lines = [wrapped(one.title), ""]
    lines += [wrapped(value, f"{name:<9}", " " * 9) for name, value in fields if value]
    lines += ["", wrapped(one.abstract or "(no abstract in the record)")]
    lines += ["", *_warning(one)] if instructions.warning(one.abstract) else []
    return "\n".join(lines)


def _legend(answer: Answer) -> str:
    counts = {label: sum(one.verdict == label for one in answer.statements) for label in VERDICTS}
    parts = [f"{VERDICTS[label]}: {count}" for label, count in counts.items() if count]
    dropped = answer.checks.numbers_dropped
    if dropped:
        parts.append(f"✗ marks of papers that were never offered, removed: {dropped}")
    missed = answer.checks.quotes_dropped
    if missed:
        parts.append(f"✗ quotes that the cited abstract does not hold, removed: {missed}")
    return "Checked\n" + "\n".join(f"  {part}" for part in parts)


def _warning(one: Paper, indent: str = "") -> list[str]:
    said = instructions.warning(one.abstract)
    return [wrapped(said, f"{indent}⚠ ", f"{indent}  ")] if said else []


def _nearest(found: Sequence[Hit]) -> Iterator[str]:
    for hit in found[:_NEAREST]:
        yield wrapped(f"{hit.paper.title} ({hit.paper.id})", "  - ", "    ")


def _usage(answer: Answer) -> str:
    usage = answer.usage
    if usage.calls:
        how = f"written by {usage.model}, {usage.tokens_in} + {usage.tokens_out} tokens"
    elif answer.statements and usage.model != EXTRACTIVE:
        how = f"written by {usage.model} when it was asked the same before"
    elif answer.statements:
        how = "made of exact sentences, no language model"
    else:
        how = "no language model was asked"
    return f"({how}; {usage.seconds:.1f} s)"


def _byline(one: Paper) -> str:
    names = [*one.authors[:3], "et al."] if len(one.authors) > 3 else list(one.authors)
    parts = [", ".join(names), appeared(one.venue, one.year), one.id]
    return clean(" · ".join(part for part in parts if part))
