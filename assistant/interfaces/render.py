"""Answers, hits and papers as text for a terminal.

Text from papers and models is untrusted: control characters, which could steer a terminal, are
taken out of all of it.
"""

from __future__ import annotations

import re
import shutil
import textwrap
from collections.abc import Iterator, Sequence

from assistant.types import Answer, Hit, Paper, Statement

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_SIGNS = {"verbatim": "✓", "supported": "✓"}
_NAMES = {
    "verbatim": "✓ word for word in the cited abstract",
    "supported": "✓ supported by the cited abstract",
    "unsure": "? support is unsure",
    "unsupported": "✗ not supported by the cited abstract",
    "uncited": "? without a citation",
    "unjudged": "? cited, wording not checked",
}
_WIDEST = 100
_NEAREST = 3


def clean(text: str) -> str:
    """Return a text without characters that steer a terminal."""
    return _CONTROL.sub("", text)


def statement(one: Statement, evidence: bool = False) -> str:
    """Return a statement with its sign and marks; with `evidence`, its quotes below it."""
    marks = "".join(f"[{number}]" for number in one.citations)
    sign = _SIGNS.get(one.verdict, "✗" if one.verdict == "unsupported" else "?")
    lines = [_wrapped(f"{one.text} {marks}".strip(), f"{sign} ", "  ")]
    if evidence:
        for quote in one.evidence:
            place = f"abstract [{quote.number}], characters {quote.start}-{quote.end}"
            same = quote.quote.strip() == one.text.strip()
            said = place if same else f"{place}: “{quote.quote}”"
            lines.append(_wrapped(said, "    ↳ ", "      "))
    return "\n".join(lines)


def after_statements(answer: Answer) -> str:
    """Return what follows the statements of an answer: the legend, references, cost."""
    blocks = []
    if answer.statements:
        blocks += [_legend(answer), _references(answer)]
    if answer.message:
        blocks.append(_wrapped(answer.message, "", ""))
    if answer.abstained and answer.retrieved:
        blocks.append("Nearest papers\n" + "\n".join(_nearest(answer.retrieved)))
    blocks.append(_usage(answer))
    return "\n\n".join(blocks)


def hits(found: Sequence[Hit]) -> str:
    """Return search results: rank, title, where it appeared, the best passage."""
    blocks = []
    for hit in found:
        lines = [_wrapped(hit.paper.title, f"{hit.rank:>3}. ", "     ")]
        lines.append(f"     {_byline(hit.paper)}")
        if hit.passages and hit.passages[0].text:
            passage = textwrap.shorten(clean(hit.passages[0].text), 240, placeholder=" …")
            lines.append(_wrapped(passage, "     ", "     "))
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks) or "No paper satisfies this query and its filters."


def paper_line(paper: Paper) -> str:
    """Return a paper on one line: id, year, title."""
    return clean(f"{paper.id}\t{paper.year or '-'}\t{paper.title}")


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
    ]
    lines = [_wrapped(one.title, "", ""), ""]
    lines += [_wrapped(value, f"{name:<9}", " " * 9) for name, value in fields if value]
    lines += ["", _wrapped(one.abstract or "(no abstract in the record)", "", "")]
    return "\n".join(lines)


def _legend(answer: Answer) -> str:
    counts = {label: sum(one.verdict == label for one in answer.statements) for label in _NAMES}
    parts = [f"{_NAMES[label]}: {count}" for label, count in counts.items() if count]
    dropped = answer.checks.numbers_dropped
    if dropped:
        parts.append(f"✗ marks of papers that were never offered, removed: {dropped}")
    missed = answer.checks.quotes_dropped
    if missed:
        parts.append(f"✗ quotes that the cited abstract does not hold, removed: {missed}")
    return "Checked\n" + "\n".join(f"  {part}" for part in parts)


def _references(answer: Answer) -> str:
    lines = ["References"]
    for one in answer.references:
        lines.append(_wrapped(one.paper.title, f"  [{one.number}] ", "      "))
        lines.append(f"      {_byline(one.paper)}")
    return "\n".join(lines)


def _nearest(found: Sequence[Hit]) -> Iterator[str]:
    for hit in found[:_NEAREST]:
        yield _wrapped(f"{hit.paper.title} ({hit.paper.id})", "  - ", "    ")


def _usage(answer: Answer) -> str:
    usage = answer.usage
    if usage.calls:
        how = f"written by {usage.model}, {usage.tokens_in} + {usage.tokens_out} tokens"
    elif answer.statements:
        how = "made of exact sentences, no language model"
    else:
        how = "no language model was asked"
    return f"({how}; {usage.seconds:.1f} s)"


def _byline(one: Paper) -> str:
    names = [*one.authors[:3], "et al."] if len(one.authors) > 3 else list(one.authors)
    venue = one.venue or ""
    # "SIGIR 2009" says the year already.
    year = str(one.year) if one.year and str(one.year) not in venue else ""
    parts = [", ".join(names), " ".join(filter(None, (venue, year))), one.id]
    return clean(" · ".join(part for part in parts if part))


def _wrapped(text: str, first: str, following: str) -> str:
    width = min(_WIDEST, shutil.get_terminal_size((_WIDEST, 24)).columns)
    return textwrap.fill(
        clean(text),
        width,
        initial_indent=first,
        subsequent_indent=following,
        break_long_words=False,
        break_on_hyphens=False,
    )
