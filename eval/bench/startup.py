"""What a command costs before it does anything: `python -m eval.bench.startup`.

`litassist --help` is held against `import typer`, and `litassist search` on a warm disk against
the sum of what it cannot do without: the interpreter, the import of Chroma, the loading of the
model, the bare query.  Each is run several times in turn; medians and their ratios are printed.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from assistant import settings
from assistant.app import App

ROUNDS = 9
QUERY = "dense passage retrieval"

# Prints its own seconds; loading the model means its runtime too, a bare query its client.
_QUERY_PARTS = """
import json, sys, time
import chromadb
started = time.perf_counter()
from assistant.models.local_embedding import LocalEmbedder
embedder = LocalEmbedder(512, 2048, 0)
vector = embedder.embed([sys.argv[2]])
loaded = time.perf_counter()
client = chromadb.PersistentClient(sys.argv[1])
collection = client.get_collection("chunks", embedding_function=None)
collection.query(query_embeddings=vector, n_results=10, include=["distances"])
print(json.dumps({"model": loaded - started, "query": time.perf_counter() - loaded}))
"""


def main() -> None:
    """Measure and print the table."""
    with tempfile.TemporaryDirectory() as folder:
        library = Path(folder) / "library"
        app = App(settings.load(None, {"library.path": str(library)}, {}), lambda _: None)
        app.ingest_demo()
        (vectors,) = library.glob("index-*/vectors")
        litassist = [sys.executable, "-m", "assistant", "--library", str(library)]
        commands = {
            "python -c pass": [sys.executable, "-c", "pass"],
            "import typer": [sys.executable, "-c", "import typer"],
            "litassist --help": [sys.executable, "-m", "assistant", "--help"],
            "import chromadb": [sys.executable, "-c", "import chromadb"],
            "litassist search": [*litassist, "search", QUERY],
        }
        seconds: dict[str, list[float]] = {name: [] for name in (*commands, "model", "query")}
        for _ in range(ROUNDS):
            for name, command in commands.items():
                seconds[name].append(_wall_seconds(command))
            parts = [sys.executable, "-c", _QUERY_PARTS, str(vectors), QUERY]
            printed = subprocess.run(parts, capture_output=True, text=True, check=True).stdout
            for name, value in json.loads(printed).items():
                seconds[name].append(value)
    print(_table({name: statistics.median(values) for name, values in seconds.items()}))


def _wall_seconds(command: list[str]) -> float:
    started = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env={**os.environ})
    return time.perf_counter() - started


def _table(median: dict[str, float]) -> str:
    needed = median["import chromadb"] + median["model"] + median["query"]
    help_ratio = median["litassist --help"] / median["import typer"]
    rows = [f"{name:<20}{value:>8.3f} s" for name, value in median.items()]
    rows += [
        f"--help / import typer: {help_ratio:.2f} (at most 3)",
        f"search / (interpreter with Chroma + model + query): "
        f"{median['litassist search'] / needed:.2f} (at most 1.3)",
    ]
    return "\n".join(rows)


if __name__ == "__main__":
    main()
