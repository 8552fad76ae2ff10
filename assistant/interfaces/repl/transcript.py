"""A conversation as Markdown, with one bibliography for all of its answers."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.interfaces import render
from assistant.kept import KeptTurn
from assistant.types import Document

_SPECIAL = re.compile(r"([\\`*_\[\]<>#|~$&])")
_ADDRESS = re.compile(r":(?=//)|(?<=www)\.|(?<=\w)@(?=\w)", re.IGNORECASE)


def markdown(turns: Sequence[KeptTurn]) -> str:
    """Return the questions with their answers; papers are numbered through the whole text."""
    numbers: dict[str, int] = {}
    references: list[Document] = []
    for turn in turns:
        for one in turn.answer["references"]:
            if one["paper_id"] not in numbers:
                numbers[one["paper_id"]] = len(numbers) + 1
                references.append(one)
    blocks = [f"# {_plain(turns[0].question)}"] if turns else []
    blocks += [block for turn in turns for block in _turn(turn.answer, numbers)]
    if any(turn.answer["statements"] for turn in turns):
        blocks.append("✓ the cited abstract supports it · ? unsure or not checked · ✗ it does not")
    if references:
        blocks.append("## References")
        blocks.append("\n".join(_reference(numbers[one["paper_id"]], one) for one in references))
    return "\n\n".join(blocks) + "\n"


def _turn(answer: Document, numbers: dict[str, int]) -> list[str]:
    blocks = [f"## {_plain(answer['question'])}"]
    if answer["standalone_question"].strip() != answer["question"].strip():
        blocks.append(f"*Asked as: {_plain(answer['standalone_question'])}*")
    through = {one["number"]: numbers[one["paper_id"]] for one in answer["references"]}
    if answer["statements"]:
        blocks.append("\n".join(_statement(one, through) for one in answer["statements"]))
    # Answers kept by earlier versions have none.
    if disagreements := answer.get("disagreements"):
        lines = [_disagreement(one, through) for one in disagreements]
        blocks.append("\n".join(["**Papers disagree**", "", *lines]))
    if answer["dropped"]:
        blocks.append(f"> {render.withheld(len(answer['dropped']))}.")
    if answer["message"]:
        blocks.append(f"> {_plain(answer['message'])}")
    return blocks


def _statement(one: Document, through: dict[int, int]) -> str:
    marks = "".join(f"\\[{through[number]}\\]" for number in one["citations"])
    return f"- {render.sign(one['verdict'])} {_plain(one['text'])} {marks}".rstrip()


def _disagreement(one: Document, through: dict[int, int]) -> str:
    year = f", {one['year']}" if one["year"] else ""
    cited = f" \\[{through[one['number']]}\\]" if one["number"] else ""
    paper = f"{_plain(one['title'])}{year} ({_plain(one['paper_id'])}){cited}"
    said = f"“{_plain(one['quote'])}” ({_plain(one['reason'])})"
    return f"- ± Sentence {one['statement']} is contradicted by {paper}: {said}"


def _reference(number: int, one: Document) -> str:
    names = one["authors"]
    authors = ", ".join([*names[:3], "et al."] if len(names) > 3 else names)
    where = render.appeared(one["venue"], one["year"])
    parts = [_plain(part).rstrip(".") for part in (authors, one["title"], where) if part]
    return f"{number}. " + ". ".join([*parts, _link(one)]) + "."


def _link(one: Document) -> str:
    link = f"https://doi.org/{one['doi']}" if one["doi"] else one["url"] or ""
    if link.startswith(("https://", "http://")):
        return _SPECIAL.sub(r"\\\1", "".join(render.clean(link).split()))
    return _plain(link or one["paper_id"])


def _plain(text: str) -> str:
    """Return a text on one line that Markdown shows as it is: no markup, no HTML, no links."""
    escaped = _SPECIAL.sub(r"\\\1", " ".join(render.clean(text).split()))
    return _ADDRESS.sub(r"\\\g<0>", escaped)
