"""What an answer costs beside its model: `python -m eval.bench.asking`.

With a scripted model that answers at once, asking is held against LlamaIndex's citation query
engine and its plain one, with the same model server, embedding model and chunks, in turn; then the
50th turn of a conversation against its first.  Processor seconds of this process; medians.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from llama_index.core.query_engine import CitationQueryEngine

from assistant.answering.conversation import Conversation
from assistant.answering.documents import answer_document
from assistant.models.openai_chat import OpenAIChat
from assistant.models.openai_client import Server
from assistant.types import Question
from eval.bench import processes
from eval.bench.model import NAME
from eval.systems.llamaindex import PlainLlamaIndex
from eval.systems.llamaindex_models import RunModel

ROUNDS = 100
TURNS = 50
CONVERSATIONS = 5

Ask = Callable[[str], object]


def main() -> None:
    """Measure and print the tables."""
    with tempfile.TemporaryDirectory() as name, processes.model(0.0) as address:
        app = processes.demo_app(Path(name), address)
        with app.assistant() as assistant, app.library() as library:
            chosen = app.settings
            # Without the book and the kept replies, which LlamaIndex has not.
            sampling = (chosen.llm.temperature, chosen.llm.max_output_tokens)
            chat = OpenAIChat(Server(address, "", 60.0, 0), NAME, *sampling)
            plain = PlainLlamaIndex(library, app.embedder, chat, chosen.retrieval, chosen.answer)
            most = chosen.answer.papers
            model = RunModel(chat)
            engines = {
                "citation query engine": CitationQueryEngine.from_args(
                    plain.index, llm=model, similarity_top_k=most
                ),
                "plain query engine": plain.index.as_query_engine(llm=model, similarity_top_k=most),
            }
            ways: dict[str, Ask] = {
                "ask": lambda text: answer_document(assistant.ask(Question(text))),
                **{name: engine.query for name, engine in engines.items()},
            }
            print(_asked(_in_turn(ways)))
            kept = library.catalog.conversations
            print(_conversation(lambda: Conversation(assistant, kept)))


def _in_turn(ways: dict[str, Ask]) -> dict[str, tuple[float, float]]:
    """Return the median seconds, of the processor and of the clock, of each way of asking."""
    spent: dict[str, list[tuple[float, float]]] = {name: [] for name in ways}
    for number in range(ROUNDS + 1):
        for name, ask in ways.items():
            spent[name].append(_seconds(ask, processes.question(number)))
    # The first has its models and connections to load.
    return {name: _medians(seconds[1:]) for name, seconds in spent.items()}


def _conversation(begin: Callable[[], Conversation]) -> str:
    first, last = [], []
    for number in range(CONVERSATIONS):
        talk = begin()
        spent = [
            _seconds(talk.ask, processes.question(number * TURNS + turn)) for turn in range(TURNS)
        ]
        first.append(spent[0])
        last += spent[-3:]  # one alone is at the mercy of the moment
    before, after = _medians(first), _medians(last)
    return (
        f"conversation, turn 1: {before[0] * 1e3:.1f} ms, turn {TURNS}: {after[0] * 1e3:.1f} ms: "
        f"{after[0] / before[0]:.2f} (at most 1.3)"
    )


def _seconds(ask: Ask, text: str) -> tuple[float, float]:
    processor, clock = time.process_time(), time.perf_counter()
    ask(text)
    return time.process_time() - processor, time.perf_counter() - clock


def _medians(seconds: list[tuple[float, float]]) -> tuple[float, float]:
    processor, clock = zip(*seconds, strict=True)
    return statistics.median(processor), statistics.median(clock)


def _asked(spent: dict[str, tuple[float, float]]) -> str:
    ours = spent["ask"]
    rows = [f"{'':<24}{'processor':>10}{'clock':>10}   ask takes of it"]
    for name, (processor, clock) in spent.items():
        ratio = f"{ours[0] / processor:.2f}, {ours[1] / clock:.2f} (at most .6)"
        shown = "" if name == "ask" else ratio
        rows.append(f"{name:<24}{processor * 1e3:>7.1f} ms{clock * 1e3:>7.1f} ms   {shown}")
    return "\n".join(rows)


if __name__ == "__main__":
    main()
