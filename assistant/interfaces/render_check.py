"""A checked draft as text for a terminal: what its author should look at, line by line."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from assistant.answering.checking.drafts import (
    CheckedDraft,
    CheckedSentence,
    Cited,
    Finding,
    Quote,
    Suggestion,
)
from assistant.interfaces.render import VERDICTS, appeared, clean, counted, wrapped

FINDINGS: dict[Finding, str] = {
    "supported": "✓ supported by what it cites",
    "wrong_citation": "✗ not supported by what it cites",
    "missing_citation": "✗ claims something and cites nothing",
    "unsure": "? unsure whether what it cites supports it",
    "unjudged": "? not said in these words by what it cites; read it yourself",
    "not_found": "? cites what was not found in the library",
    "no_claim": "· needs no citation",
}
_LONGEST_SENTENCE = 160
_LONGEST_QUOTE = 300
_INDENT = "    "


def report(draft: CheckedDraft, all_sentences: bool = False) -> str:
    """Return what there is to look at, or with `all_sentences` all, and then the counts."""
    shown = [one for one in draft.sentences if all_sentences or one.asks_for_a_look]
    blocks = ["\n".join(_sentence(draft.name, one)) for one in shown]
    return "\n\n".join([*blocks, _summary(draft)])


def verdict(one: CheckedSentence) -> str:
    """Return a verdict on a sentence of a draft in words."""
    said = VERDICTS[one.verdict] if one.finding == "supported" else FINDINGS[one.finding]
    # What was not found may hold what the others lack.
    return f"{said}: {one.reason}" if one.reason and one.finding != "not_found" else said


def cited(one: Cited) -> str:
    """Return a citation with the paper that it names, or why it names none."""
    known = [one.paper.title if one.paper else None, one.problem]
    return f"{one.label}: {'; '.join(part for part in known if part)}"


def quoted(one: Quote) -> str:
    """Return a quote with its place."""
    said = textwrap.shorten(one.text, _LONGEST_QUOTE, placeholder=" …")
    return f"“{said}” (characters {one.start}-{one.end})"


def suggested(one: Suggestion, cites: bool) -> str:
    """Return what a suggestion is, with its paper: "cite instead", "nearest" …."""
    if one.verdict is None:
        what = (
            "nearest in another paper, no support"
            if cites
            else "nearest in the library, no support"
        )
    else:
        what = "cite instead" if cites else "cite"
    return f"{what}: {named(one.quote)}"


def named(one: Quote) -> str:
    """Return the paper of a quote: title, first author, where it appeared, id."""
    paper = one.paper
    names = [*paper.authors[:1], *(["et al."] if len(paper.authors) > 1 else [])]
    about = [" ".join(names), appeared(paper.venue, paper.year), paper.id]
    return f"{paper.title} ({', '.join(part for part in about if part)})"


def _sentence(name: str, one: CheckedSentence) -> Iterator[str]:
    yield clean(f"{name}:{one.sentence.line}  {verdict(one)}")
    said = textwrap.shorten(one.sentence.text, _LONGEST_SENTENCE, placeholder=" …")
    yield wrapped(said, "  ", "  ")
    for known in one.cited:
        yield wrapped(cited(known), f"{_INDENT}cites ", f"{_INDENT}      ")
    for quote in one.evidence:
        yield wrapped(quoted(quote), f"{_INDENT}↳ ", f"{_INDENT}  ")
    if one.nearest:
        yield wrapped(f"nearest there: {quoted(one.nearest)}", f"{_INDENT}↳ ", f"{_INDENT}  ")
    if one.suggestion:
        said = suggested(one.suggestion, bool(one.cited))
        yield wrapped(said, f"{_INDENT}→ ", f"{_INDENT}  ")
        yield wrapped(quoted(one.suggestion.quote), f"{_INDENT}  ", f"{_INDENT}  ")


def _summary(draft: CheckedDraft) -> str:
    counts = [f"  {FINDINGS[finding]}: {count}" for finding, count in draft.counts.items()]
    how = f"(checked by {draft.checker}; {draft.seconds:.1f} s)"
    head = f"Checked {counted(len(draft.sentences), 'sentence')} of {clean(draft.name)}"
    return "\n".join([head, *counts]) + f"\n\n{how}"
