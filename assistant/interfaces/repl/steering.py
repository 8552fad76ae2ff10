"""Commands that steer: which papers and which model answer, and what it costs."""

from __future__ import annotations

from assistant.interfaces import render
from assistant.interfaces.repl.session import Session
from assistant.retrieval.filters import described, parsed
from assistant.types import Filters


def set_filters(session: Session, text: str) -> str:
    """Show the filters, set them in place of those before, or clear them with "off"."""
    talk = session.conversation
    if text == "off":
        talk.filters = Filters()
    elif text:
        talk.filters = parsed(text)
    if talk.filters.empty:
        return "No filters: all papers are searched."
    held = session.library.catalog.count_papers()
    admitted = session.library.admission(talk.filters).count(held)
    said = f"Filters: {described(talk.filters)}. {admitted} of {held} papers pass"
    return render.wrapped(f"{said}; /filter off clears them.")


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
