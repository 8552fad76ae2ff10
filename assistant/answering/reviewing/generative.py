"""A review written by a language model: a note for each paper, then the sections from the notes.

Notes before prose: each call has one narrow task, and a section of thirty papers fits a prompt.
Calls that do not wait for each other are in flight together.  What a failed call was to write is
told in exact sentences instead, and said.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace

from assistant import prompts
from assistant.answering.calls import Calls, OnProgress
from assistant.answering.reviewing.drafts import Draft, Line, Lines
from assistant.errors import BudgetExceeded, ModelError
from assistant.grounding import marks
from assistant.grounding.fencing import fenced
from assistant.grounding.marks import MarkedSentence
from assistant.models import tokens
from assistant.review import Depth, Outline
from assistant.types import ChatModel, Citation, Message, Paper, Reply

NOTHING = "NOTHING"
_PARTS = ("overview", "agreements", "disagreements", "gaps")
_HEADING = re.compile(r"^\s*#+\s*(\w+)[^\n]*$", re.MULTILINE)
NOTE_SENTENCES = {"brief": 1, "standard": 2, "deep": 4}
_SECTION_PAPERS = 25  # of one call; a theme of more is written in several
_WHOLE_PAPERS = 60  # whose notes the last call reads, the most relevant of each theme first
_OVERVIEW_SHARE = 0.15  # of the words
_TOKENS_A_WORD = 2.5  # with marks and quotes


@dataclass(frozen=True, slots=True)
class Estimate:
    """What calls to the model will take, before they are made."""

    calls: int
    tokens_in: int
    tokens_out: int


@dataclass(slots=True)
class Written:
    """A draft, the replies it is made of, and what went wrong."""

    draft: Draft
    replies: list[Reply] = field(default_factory=list)
    failures: list[ModelError | BudgetExceeded] = field(default_factory=list)


def estimate(outline: Outline, depth: Depth, words: int) -> Estimate:
    """Return about what a review will take: nothing is asked for it."""
    rules = tokens.count(prompts.render("review_rules", nothing=NOTHING))
    abstracts = [tokens.count(f"{paper.title} {paper.abstract}") for paper in outline.papers]
    note = NOTE_SENTENCES[depth] * 80
    sections = sum(-(-len(theme.papers) // _SECTION_PAPERS) for theme in outline.themes)
    told = len(abstracts) + min(len(abstracts), _WHOLE_PAPERS)
    calls = len(abstracts) + sections + 1
    return Estimate(
        calls,
        calls * rules + sum(abstracts) + told * (note + 40),
        len(abstracts) * note + int(words * _TOKENS_A_WORD),
    )


def write(
    chat: ChatModel,
    outline: Outline,
    depth: Depth,
    words: int,
    in_flight: int,
    fallback: Draft,
    on_progress: OnProgress | None = None,
) -> Written:
    """Have a review written; `fallback` is the one in exact sentences.

    Raises:
        BudgetExceeded: a limit did not allow one call.
        ModelError: not one call was answered.
    """
    calls = Calls(chat, in_flight, on_progress)
    numbers = {paper.id: place for place, paper in enumerate(outline.papers, 1)}
    by_place = {
        place: paper for place, paper in enumerate(outline.papers, 1) if paper.abstract.strip()
    }
    notes = calls.make(
        "notes",
        {
            place: _note(outline.topic, place, paper, NOTE_SENTENCES[depth])
            for place, paper in by_place.items()
        },
    )
    lines = {
        place: said for place, reply in notes.items() if (said := _said(reply, [place])) is not None
    }
    told = {
        place: _quoted(lines[place]) if place in lines else paper.abstract
        for place, paper in by_place.items()
        if place not in lines or lines[place]
    }
    parts: dict[tuple[int, int], list[int]] = {}
    asked: dict[tuple[int, int], list[Message]] = {}
    for index, theme in enumerate(outline.themes):
        places = [numbers[paper.id] for paper in theme.papers if numbers[paper.id] in told]
        share = len(places) / max(len(told), 1)
        for start in range(0, len(places), _SECTION_PAPERS):
            part = parts[index, start] = places[start : start + _SECTION_PAPERS]
            length = int(words * share * (1 - 2 * _OVERVIEW_SHARE) * len(part) / len(places))
            asked[index, start] = _section(outline.topic, theme.title, part, by_place, told, length)
    whole = (-1, 0)
    chosen = _for_the_whole(outline, numbers, told)
    if told:
        asked[whole] = _whole(outline, chosen, by_place, told, int(words * _OVERVIEW_SHARE))
    replies = calls.make("sections", asked)
    at_large = _by_heading(replies.get(whole), chosen)
    themes: list[Lines] = [()] * len(outline.themes)
    for (index, start), part in parts.items():
        said = _said(replies.get((index, start)), part)
        themes[index] += _of(fallback.themes[index], part) if said is None else said
    draft = Draft(
        at_large.get("overview") or _of(fallback.overview, told),
        tuple(themes),
        at_large.get("agreements", ()),
        at_large.get("disagreements", ()),
        at_large.get("gaps", ()),
        notes={place: line for place, line in lines.items() if line},
        silent=frozenset(place for place, line in lines.items() if not line),
    )
    return Written(draft, calls.replies, calls.failures)


def shortfall(written: Written) -> str | None:
    """Return what to say of calls that failed or were cut short, None where none was."""
    calls = len(written.failures) + len(written.replies)
    cut = sum(not reply.complete for reply in written.replies)
    told = []
    if written.failures:
        told.append(
            f"{len(written.failures)} of {calls} calls to the model failed; what they were to "
            "write is told in exact sentences or left out. The first failed because "
            f"{written.failures[0]}."
        )
    if cut:
        told.append(
            f"{cut} of {calls} replies were cut short, each is told to its last whole sentence; "
            "llm.max_output_tokens may be too low."
        )
    return " ".join(told) or None


def _asked(name: str, passages: list[dict[str, object]], **values: object) -> list[Message]:
    return [
        Message("system", prompts.render("review_rules", nothing=NOTHING)),
        Message("user", prompts.render(name, passages=passages, **values)),
    ]


def _passage(place: int, paper: Paper, text: str) -> dict[str, object]:
    return {"number": place, "title": fenced(paper.title), "text": fenced(text)}


def _note(topic: str, place: int, paper: Paper, sentences: int) -> list[Message]:
    passages = [_passage(place, paper, paper.abstract)]
    return _asked("review_note", passages, topic=topic, sentences=sentences)


def _section(
    topic: str,
    theme: str,
    places: Iterable[int],
    papers: Mapping[int, Paper],
    told: Mapping[int, str],
    words: int,
) -> list[Message]:
    passages = [_passage(place, papers[place], told[place]) for place in places]
    return _asked("review_theme", passages, topic=topic, theme=fenced(theme), words=max(words, 40))


def _for_the_whole(
    outline: Outline, numbers: Mapping[str, int], told: Mapping[int, str]
) -> list[int]:
    """Return the places of the papers that the last call reads."""
    share = _WHOLE_PAPERS / max(len(told), 1)
    return [
        numbers[paper.id]
        for theme in outline.themes
        for paper in theme.papers[: max(1, int(len(theme.papers) * share))]
        if numbers[paper.id] in told
    ]


def _whole(
    outline: Outline,
    places: Iterable[int],
    papers: Mapping[int, Paper],
    told: Mapping[int, str],
    words: int,
) -> list[Message]:
    titles = "; ".join(fenced(theme.title) for theme in outline.themes)
    passages = [_passage(place, papers[place], told[place]) for place in places]
    return _asked("review_whole", passages, topic=outline.topic, themes=titles, words=words)


def _said(reply: Reply | None, offered: Collection[int]) -> Lines | None:
    """Return what a reply says; None where there is none, or it was cut in its first sentence."""
    if reply is None:
        return None
    lines = _lines(reply.text, offered, reply.complete)
    return lines if lines or reply.complete else None


def _lines(text: str, offered: Collection[int], complete: bool = True) -> Lines:
    """Return the sentences of a text, of one that was cut without the half one at its end.

    Marks of passages that were not offered point nowhere.
    """
    if text.strip().strip("`*. ") == NOTHING:
        return ()
    found = marks.parse(text.replace(NOTHING, ""))
    if not complete and not text.rstrip().endswith((".", "!", "?", "]")):
        found = found[:-1]
    return tuple(
        Line(MarkedSentence(one.text, tuple(_offered(mark, offered) for mark in one.citations)))
        for one in found
    )


def _offered(mark: Citation, offered: Collection[int]) -> Citation:
    # No paper has the number 0: the check takes the mark off and counts it.
    return mark if mark.number in offered else replace(mark, number=0)


def _of(lines: Lines, places: Collection[int]) -> Lines:
    """Return the lines that tell of papers in these places."""
    return tuple(
        line for line in lines if any(one.number in places for one in line.sentence.citations)
    )


def _quoted(lines: Lines) -> str:
    """Return a note as a passage: what it says, and under each sentence the words it rests on."""
    return "\n".join(_with_quotes(line.sentence) for line in lines)


def _with_quotes(sentence: MarkedSentence) -> str:
    quotes = [f'"{one.quote}"' for one in sentence.citations if one.quote]
    return f"{sentence.text} ({'; '.join(quotes)})" if quotes else sentence.text


def _by_heading(reply: Reply | None, offered: Collection[int]) -> dict[str, Lines]:
    """Return the parts of a reply by their headings, in small letters; text before them is lost."""
    if reply is None:
        return {}
    found: dict[str, Lines] = {}
    headings = list(_HEADING.finditer(reply.text))
    for place, heading in enumerate(headings, 1):
        end = headings[place].start() if place < len(headings) else len(reply.text)
        name = heading[1].lower()
        if name in _PARTS:
            complete = reply.complete or end < len(reply.text)
            found[name] = _lines(reply.text[heading.end() : end], offered, complete)
    return found
