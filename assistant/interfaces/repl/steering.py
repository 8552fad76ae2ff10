"""Commands that steer: which papers and which model answer, and what it costs."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence

from assistant.errors import InputError
from assistant.interfaces import render
from assistant.interfaces.repl.session import Session
from assistant.library.tags import checked
from assistant.retrieval.filters import years
from assistant.types import Filters

FILTER_KEYS = ("year", "author", "venue", "source", "tag")
_KEY = re.compile(r"(?:^|\s)(\w+):")


def set_filters(session: Session, text: str) -> str:
    """Show the filters, set them in place of those before, or clear them with "off"."""
    talk = session.conversation
    if text == "off":
        talk.filters = Filters()
    elif text:
        talk.filters = parsed_filters(text)
    if talk.filters.empty:
        return "No filters: all papers are searched."
    catalog = session.library.catalog
    admitted = len(catalog.admitted(talk.filters) or ())
    said = f"Filters: {described(talk.filters)}. {admitted} of {catalog.count_papers()} papers pass"
    return render.wrapped(f"{said}; /filter off clears them.")


def parsed_filters(text: str) -> Filters:
    """Return the filters of "year:2020- author:Jane Doe venue:ACL"; a repeated key is "any of".

    Raises:
        InputError: the text is not of that form.
    """
    before, *pieces = _KEY.split(text)
    keys, values = pieces[::2], [piece.strip().strip('"') for piece in pieces[1::2]]
    if before.strip() or not keys:
        raise InputError(f"cannot read {text!r}; write it as /filter year:2020- author:NAME")
    for key, value in zip(keys, values, strict=True):
        if key not in FILTER_KEYS:
            raise InputError(f"no filter {key}:{_nearest(key)}; there are {_listed(FILTER_KEYS)}")
        if not value:
            raise InputError(f"{key}: needs a value, as in {key}:{_EXAMPLES[key]}")
    given = {key: [v for k, v in zip(keys, values, strict=True) if k == key] for key in FILTER_KEYS}
    for tag in given["tag"]:
        checked(tag)
    if len(given["year"]) > 1:
        raise InputError("year: may stand once; write a span as year:2019-2021")
    first, last = years(given["year"][0]) if given["year"] else (None, None)
    return Filters(first, last, *(tuple(given[key]) for key in FILTER_KEYS[1:]))


def described(filters: Filters) -> str:
    """Return filters as they are typed; an empty text where there are none."""
    first, last = filters.year_from or "", filters.year_to or ""
    span = f"{first}" if first == last else f"{first}-{last}"
    parts = [f"year:{span}"] if span else []
    for key, values in zip(
        FILTER_KEYS[1:],
        (filters.authors, filters.venues, filters.sources, filters.tags),
        strict=True,
    ):
        parts += [f"{key}:{value}" for value in values]
    return render.clean(" ".join(parts))


def model(session: Session, _: str) -> str:
    """Say which model answers, and how to change that."""
    chat = session.conversation.assistant.chat
    if chat is None:
        return render.wrapped(
            "No language model: answers are made of exact sentences of the abstracts. To have "
            "them written, leave and set OPENAI_API_KEY, or OPENAI_BASE_URL for another server, "
            "and choose with `litassist --set llm.model=NAME chat`."
        )
    where = f" at {session.address}" if session.address else ""
    return render.wrapped(
        f"{chat.name}{where} writes the answers. Another one: leave and start "
        "`litassist --set llm.model=NAME chat`; none: `--set llm.provider=extractive`. "
        "/resume takes the conversation up."
    )


def cost(session: Session, _: str) -> str:
    """Return what the answers of this run took: calls, tokens and, where known, dollars."""
    spent = session.spent
    calls = sum(one.calls for one in spent)
    lines = [
        f"{render.counted(len(spent), 'answer')}, {render.counted(calls, 'model call')}, "
        f"{sum(one.tokens_in for one in spent):,} tokens read, "
        f"{sum(one.tokens_out for one in spent):,} written"
    ]
    prices = [one.cost_usd for one in spent if one.calls]
    known = [price for price in prices if price is not None]
    if known:
        lines.append(f"${sum(known):.4f}")
    if len(known) < len(prices):
        lines.append(f"no price is known for {render.counted(len(prices) - len(known), 'answer')}")
    if session.stopped and session.conversation.assistant.chat:
        lines.append(f"not counted: {render.counted(session.stopped, 'answer')} stopped on the way")
    return "\n".join(lines)


_EXAMPLES = {
    "year": "2020-",
    "author": "Karpukhin",
    "venue": "EMNLP",
    "source": "export.csv",
    "tag": "to-read",
}


def _nearest(key: str) -> str:
    near = difflib.get_close_matches(key, FILTER_KEYS, n=1)
    return f" (did you mean {near[0]}:?)" if near else ""


def _listed(keys: Sequence[str]) -> str:
    return ", ".join(f"{key}:" for key in keys)
