"""A scripted model: it copies sentences from the passages it is given, and errs in known ways.

It stands in for a language model where none is at hand, behind the same server interface and the
same for every system: prompts, citation marks, checks and refusals are real, the writing is not.
By a hash of the sentence, so alike for all systems, some of its sentences bear a wrong figure,
some cite the next passage and some a passage that was never given.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from assistant.answering.generative import REFUSAL
from assistant.grounding import sentences
from eval.scripted_server import ScriptedServer, serving

NAME = "scripted-copyist"
_OURS = re.compile(r'<passage number="(\d+)">\nTitle: [^\n]*\n(.*?)\s*</passage>', re.DOTALL)
_LLAMAINDEX = re.compile(r"Source (\d+):\n(.*?)(?=\n*Source \d+:\n|\n-{6}\n|\Z)", re.DOTALL)
# LlamaIndex shows an example with sources of its own before the real ones.
_EXAMPLE_END = "Now it's your turn."
_QUESTION = re.compile(r"^(?:Question|Query): (.*)$", re.MULTILINE)
_WORD = re.compile(r"[^\W_]{4,}")
_MOST_SENTENCES = 4
_NO_ANSWER = "I only copy."
_LEAST_WORDS_SHARED = 2
_NEVER_GIVEN = 99


@contextmanager
def copying_model() -> Iterator[ScriptedServer]:
    """Serve the copying model on loopback."""
    with serving(respond=respond, models=(NAME,)) as server:
        yield server


def respond(request: dict[str, Any]) -> str:
    """Return the reply to a chat request."""
    prompt = "\n".join(str(message["content"]) for message in request["messages"])
    questions = _QUESTION.findall(prompt)
    if not questions:
        return _NO_ANSWER  # it is to judge or to correct sentences
    asked = questions[-1]
    told = prompt.partition(_EXAMPLE_END)[2] or prompt
    passages = [
        (int(number), text) for number, text in _OURS.findall(told) or _LLAMAINDEX.findall(told)
    ]
    copied = sorted(
        (_best(asked, number, text) for number, text in passages), key=lambda one: (-one[0], one[1])
    )[:_MOST_SENTENCES]
    told_by = [(number, text) for shared, number, text in copied if shared >= _LEAST_WORDS_SHARED]
    if not told_by:
        return f"{REFUSAL}: nothing on {asked}" if REFUSAL in prompt else "No source is helpful."
    return " ".join(_erring(number, text, len(passages)) for number, text in told_by)


def _best(asked: str, number: int, text: str) -> tuple[int, int, str]:
    """Return how many words the sentence nearest to the question shares with it, and where."""
    words = set(_WORD.findall(asked.lower()))
    said = [text[start:end] for start, end in sentences.spans(text)]
    shared = [(len(words & set(_WORD.findall(one.lower()))), one) for one in said]
    best = max(shared, key=lambda pair: pair[0], default=(0, ""))
    return best[0], number, best[1]


def _erring(number: int, sentence: str, passages: int) -> str:
    sentence = " ".join(sentence.split())
    turn = hashlib.sha256(sentence.encode()).digest()[0] % 8
    if turn == 0:
        sentence = re.sub(r"\d+", lambda found: str(int(found[0]) + 1), sentence, count=1)
    elif turn == 1:
        number = number % passages + 1
    elif turn == 2:
        number = _NEVER_GIVEN
    return f"{sentence.rstrip('.')} [{number}]."
