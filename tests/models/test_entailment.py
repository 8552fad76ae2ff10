"""Models of inference of one's own: a folder that holds one, and a server that runs one."""

from __future__ import annotations

import base64
import json
import threading
from collections.abc import Callable, Iterator, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Whitespace
from tokenizers.processors import TemplateProcessing

from assistant.errors import AssistantError, ModelError, ModelUnavailable, SettingsError
from assistant.grounding.entailment import EntailmentSupport
from assistant.models.entailment import LocalEntailment
from assistant.models.entailment_server import ServedEntailment
from assistant.retrying import Patience
from assistant.types import Citation, Paper, Question
from tests.conftest import MakeApp

# A whole model: logits are the sums of rows of a table, "assuredly" counting 6 for the last of
# three labels and "hardly" 6 for the first (Gather, Mul by the mask, ReduceSum; opset 17).
_WEIGHTS = base64.b64decode(
    "CAg6hQMKHQoFdGFibGUKCWlucHV0X2lkcxIBYSIGR2F0aGVyCiQKDmF0dGVudGlvbl9tYXNrEgFtIgRDYXN0KgkKAnRv"
    "GAGgAQIKGAoBbQoEYXhpcxICbTMiCVVuc3F1ZWV6ZQoPCgFhCgJtMxIBYiIDTXVsCiwKAWIKA29uZRIGbG9naXRzIglS"
    "ZWR1Y2VTdW0qDwoIa2VlcGRpbXMYAKABAhIDYmFnKlcIBggDEAFCBXRhYmxlSkgAAAAAAAAAAAAAAAAAAAAAzcxMPQAA"
    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAwEAAAMBAAAAAAAAAAAAqFAgBEAdCBGF4aXNKCAIAAAAA"
    "AAAAKhMIARAHQgNvbmVKCAEAAAAAAAAAWh0KCWlucHV0X2lkcxIQCg4IBxIKCgMSAWIKAxIBdFoiCg5hdHRlbnRpb25f"
    "bWFzaxIQCg4IBxIKCgMSAWIKAxIBdGIZCgZsb2dpdHMSDwoNCAESCQoDEgFiCgIIA0IECgAQEQ=="
)
_CONFIG = {"id2label": {"0": "contradiction", "1": "neutral", "2": "ENTAILMENT"}}
_WORDS = {"[PAD]": 0, "[UNK]": 1, "[CLS]": 2, "[SEP]": 3, "assuredly": 4, "hardly": 5}
_PATIENCE = Patience(1, 0.0, 0.0)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    tokenizer = Tokenizer(WordLevel(_WORDS, "[UNK]"))
    tokenizer.pre_tokenizer = Whitespace()
    tokenizer.post_processor = TemplateProcessing(
        pair="[CLS] $A [SEP] $B:1 [SEP]:1", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    place = tmp_path / "own-model"
    (place / "onnx").mkdir(parents=True)
    tokenizer.save(str(place / "tokenizer.json"))
    (place / "config.json").write_text(json.dumps(_CONFIG), encoding="utf-8")
    (place / "onnx" / "model.onnx").write_bytes(_WEIGHTS)
    return place


def test_a_folder_gives_the_probability_of_entailment(folder: Path) -> None:
    pairs = [("Bread rises.", "It assuredly does."), ("Bread rises.", "It hardly does."),
             ("Bread rises " * 900, "It rises.")]  # fmt: skip
    sure, hardly, long = LocalEntailment(folder, threads=1).entailed(pairs)
    assert sure > 0.98
    assert hardly < 0.02
    assert 0 < long < 1


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("config.json", "{", "config.json cannot be read"),
        ("config.json", "{}", "no label 'entailment'"),
        ("tokenizer.json", "{", "tokenizer.json cannot be read"),
        ("onnx/model.onnx", "no weights", "model.onnx cannot be read"),
        ("onnx/model.onnx", None, "holds no model.onnx"),
    ],
)
def test_what_is_wrong_with_a_folder_is_said(
    folder: Path, name: str, content: str | None, said: str
) -> None:
    (folder / name).unlink()
    if content is not None:
        (folder / name).write_text(content, encoding="utf-8")
    with pytest.raises(SettingsError, match=said) as raised:
        LocalEntailment(folder, threads=1).entailed([("One.", "Two.")])
    assert "\n" not in str(raised.value)
    assert "packaged" in str(raised.value)


def test_the_best_part_of_an_abstract_decides_and_is_the_evidence() -> None:
    class Told:
        name = "told"

        def entailed(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
            return [0.9 if premise.startswith("Rye") else 0.1 for premise, _ in pairs]

    abstract = "Wheat bread rises fast. Rye bread rises slowly. Ovens are hot."
    support = EntailmentSupport(Told())
    found = support.support("Bread of rye rises slowly.", Paper("p", "B", abstract))
    assert found.probability == 0.9
    assert found.span
    assert abstract[slice(*found.span)] == "Rye bread rises slowly."
    nothing = support.support("Bread rises.", Paper("p", "B", ""))
    assert (nothing.probability, nothing.span) == (0.0, None)


def test_answers_are_checked_by_the_model_that_the_settings_name(
    folder: Path, make_app: MakeApp
) -> None:
    app = make_app(check__model=str(folder), check__supported="0.9", check__unsupported="0.1")
    paper = Paper("bread", "Sourdough", "Wild yeast raises bread. It assuredly needs a warm day.")
    checked = app.checker.check(
        "Yeast wants to be kept warm before it works.", [Citation(1)], {1: paper}
    )
    assert checked.label == "supported"
    assert app.checker.name == "exact words, vetoes, own-model"


def test_a_name_of_no_model_is_one_line(make_app: MakeApp) -> None:
    app = make_app(check__model="packged")
    with pytest.raises(SettingsError, match="packged is no model of inference"):
        app.checker.tried()


Answer = Callable[[dict[str, Any]], tuple[int, object]]


@pytest.fixture
def serving() -> Iterator[Callable[[Answer], str]]:
    running: list[ThreadingHTTPServer] = []

    def start(answer: Answer) -> str:
        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                asked = json.loads(self.rfile.read(int(self.headers["content-length"])))
                status, said = answer(asked) if self.path == "/predict" else (404, "no such path")
                body = json.dumps(said).encode()
                self.send_response(status)
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        running.append(server)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{server.server_address[1]}"

    yield start
    for server in running:
        server.shutdown()
        server.server_close()


def _labelled(asked: dict[str, Any]) -> tuple[int, object]:
    return 200, [
        [
            {"score": 0.2, "label": "neutral"},
            {"score": 0.8 if premise in hypothesis else 0.1, "label": "entailment"},
        ]
        for premise, hypothesis in asked["inputs"]
    ]


def test_a_server_is_asked_in_batches_and_its_order_kept(
    serving: Callable[[Answer], str],
) -> None:
    sizes: list[int] = []

    def answer(asked: dict[str, Any]) -> tuple[int, object]:
        sizes.append(len(asked["inputs"]))
        assert asked["truncate"]
        return _labelled(asked)

    address = serving(answer)
    pairs = [(f"{number}.", "Is it 7. or 35. then?") for number in range(40)]
    found = ServedEntailment(f"{address}/predict", 5, _PATIENCE).entailed(pairs)
    assert [place for place, likely in enumerate(found) if likely > 0.5] == [5, 7, 35]
    assert sizes == [32, 8]


def test_a_busy_server_is_asked_again(serving: Callable[[Answer], str]) -> None:
    statuses = [503]

    def answer(asked: dict[str, Any]) -> tuple[int, object]:
        return (statuses.pop(), "overloaded") if statuses else _labelled(asked)

    assert ServedEntailment(serving(answer), 5, _PATIENCE).entailed([("a", "a b")]) == [0.8]


@pytest.mark.parametrize(
    ("status", "said", "error", "words"),
    [
        (422, {"error": "too long"}, ModelError, "status 422"),
        (503, "overloaded", ModelUnavailable, "try again later"),
        (200, [[{"score": 1.0, "label": "LABEL_0"}]], ModelError, "no model of inference"),
        (200, [], ModelError, "no model of inference"),
        (200, {"embedding": []}, ModelError, "no model of inference"),
    ],
)
def test_what_is_wrong_with_a_server_is_said(
    serving: Callable[[Answer], str],
    status: int,
    said: object,
    error: type[AssistantError],
    words: str,
) -> None:
    model = ServedEntailment(serving(lambda _: (status, said)), 5, _PATIENCE)
    with pytest.raises(error, match=words) as raised:
        model.entailed([("a", "b")])
    assert "\n" not in str(raised.value)


def test_no_server_is_one_line(make_app: MakeApp, demo_file: Path) -> None:
    app = make_app(check__model="http://127.0.0.1:9", llm__retries="0")
    with pytest.raises(ModelUnavailable, match=r"cannot reach http://127\.0\.0\.1:9"):
        app.checker.tried()
    app.ingest([demo_file])
    with app.assistant() as assistant:  # exact words need no model
        assert assistant.ask(Question("How does retrieval-augmented generation work?")).statements
