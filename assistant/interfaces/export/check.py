"""A checked draft as Markdown, as a page of HTML and as JSON (check/1)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping

from markupsafe import Markup

from assistant.answering.checking.documents import check_document
from assistant.answering.checking.drafts import CheckedDraft, CheckedSentence
from assistant.grounding import hidden
from assistant.interfaces import render_check
from assistant.interfaces.export.escaping import line
from assistant.interfaces.export.escaping import markdown as escaped
from assistant.interfaces.export.page import page
from assistant.interfaces.export.writing import Files, format_of

FORMATS = (".md", ".html", ".json")


def files(draft: CheckedDraft, name: str) -> Files:
    """Return what a file of that name holds.

    Raises:
        InputError: its ending is not known.
    """
    forms: Mapping[str, Callable[[CheckedDraft], str]] = {
        ".md": markdown, ".html": html, ".json": _json,
    }  # fmt: skip
    return {name: forms[format_of(name, FORMATS)](draft).encode("utf-8", "replace")}


def markdown(draft: CheckedDraft) -> str:
    """Return the report as Markdown, a section a sentence that asks for a look."""
    blocks = [
        f"# {escaped(_title(draft))}",
        "\n".join(f"- {escaped(one)}" for one in _counts(draft)),
    ]
    for one in draft.sentences:
        if one.asks_for_a_look:
            blocks.append(f"## {escaped(_heading(one))}")
            blocks.append(f"> {escaped(one.sentence.text)}")
            blocks.append("\n".join(f"- {escaped(said)}" for said in _notes(one)))
    return "\n\n".join(filter(None, [*blocks, escaped(_how(draft))])) + "\n"


def html(draft: CheckedDraft) -> str:
    """Return the report as a page that holds all it needs."""
    counts = Markup("\n").join(Markup("<li>{}</li>").format(line(one)) for one in _counts(draft))
    looks = [_section(one) for one in draft.sentences if one.asks_for_a_look]
    head = Markup(
        '<header>\n<p class="kind">Checked draft</p>\n<h1 dir="auto">{}</h1>\n'
        "<ul>{}</ul>\n</header>\n"
    ).format(line(_title(draft)), counts)
    end = Markup("<footer><p>{}</p></footer>\n").format(line(_how(draft)))
    body = Markup("<main>\n{}\n</main>\n").format(Markup("\n").join(looks))
    return page(_title(draft), head + body + end)


def _section(one: CheckedSentence) -> Markup:
    notes = Markup("\n").join(
        Markup('<li dir="auto">{}</li>').format(line(said)) for said in _notes(one)
    )
    return Markup('<section>\n<h2>{}</h2>\n<p dir="auto">{}</p>\n<ul>{}</ul>\n</section>').format(
        line(_heading(one)), line(one.sentence.text), notes
    )


def _json(draft: CheckedDraft) -> str:
    return hidden.escaped(json.dumps(check_document(draft), ensure_ascii=False, indent=2)) + "\n"


def _title(draft: CheckedDraft) -> str:
    return f"Check of {draft.name}"


def _heading(one: CheckedSentence) -> str:
    return f"Line {one.sentence.line}: {render_check.verdict(one)}"


def _counts(draft: CheckedDraft) -> Iterator[str]:
    for finding, count in draft.counts.items():
        yield f"{render_check.FINDINGS[finding]}: {count}"


def _how(draft: CheckedDraft) -> str:
    return f"Checked by {draft.checker}, against the abstracts of the library."


def _notes(one: CheckedSentence) -> Iterator[str]:
    for known in one.cited:
        yield f"cites {render_check.cited(known)}"
    for quote in one.evidence:
        yield f"evidence: {render_check.quoted(quote)}"
    if one.nearest:
        yield f"nearest there: {render_check.quoted(one.nearest)}"
    if one.suggestion:
        said = render_check.suggested(one.suggestion, bool(one.cited))
        yield f"{said}: {render_check.quoted(one.suggestion.quote)}"
