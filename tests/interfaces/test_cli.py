"""The command line as its users meet it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from eval.scripted_server import Script, ScriptedServer
from tests.conftest import AS_WRITTEN_VARIABLES
from tests.interfaces.shell import Done, Shell, guarded

DPR = "doi:10.18653/v1/2020.emnlp-main.550"


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    (tmp_path / "home").mkdir()
    return Shell(tmp_path)


@pytest.fixture
def demo(shell: Shell, demo_folder: Path) -> Shell:
    """A shell with a copy of the demo library."""
    shutil.copytree(demo_folder, shell.library)
    return shell


def assert_one_line_of_advice(done: Done, *said: str) -> None:
    assert done.returncode == 2, done.stderr
    assert "Traceback" not in done.stderr
    lines = [line for line in done.stderr.splitlines() if line.startswith("litassist: ")]
    assert len(lines) == 1, done.stderr
    for part in said:
        assert part in lines[0]


def test_demo_makes_a_library_and_answers_without_network_or_key(shell: Shell) -> None:
    done = shell.process("demo", library=False)
    assert done.returncode == 0, done.stderr
    assert "read 64: new 64" in done.stdout
    assert "✓ word for word in the cited abstract" in done.stdout
    assert "References\n  [1] " in done.stdout
    assert done.stderr == ""
    assert (Path(os.environ["HOME"]) / ".local/share/litassist/demo/catalog.sqlite").is_file()
    # onnxruntime keeps a device id there for its telemetry, unless it is told not to.
    assert not (Path(os.environ["HOME"]) / ".cache" / "Microsoft").exists()
    again = shell("demo", library=False)
    assert "unchanged 64" in again.stdout


def test_ingest_ends_with_counts_and_names_what_it_skipped(shell: Shell) -> None:
    (shell.folder / "a.csv").write_text("title,abstract\nOne,About one thing.\n,No title\n")
    (shell.folder / "b.xyz").write_text("neither fish nor fowl\n")
    done = shell("ingest", "a.csv", "b.xyz")
    assert done.returncode == 0
    assert done.stdout == "read 3: new 1, updated 0, unchanged 0, merged 0, skipped 2\n"
    assert "a.csv:3: it has no title" in done.stderr
    assert "b.xyz:1: format not recognised" in done.stderr
    document = json.loads(shell("ingest", "a.csv", "--json").stdout)
    assert (document["unchanged"], len(document["skipped"])) == (1, 1)


def test_list_show_and_remove(demo: Shell) -> None:
    listed = demo("list", "--year", "2020", "--venue", "emnlp").stdout.splitlines()
    assert f"{DPR}\t2020\tDense Passage Retrieval for Open-Domain Question Answering" in listed
    assert "Karpukhin" in demo("show", "2004.04906").stdout
    assert json.loads(demo("show", DPR, "--json").stdout)["year"] == 2020
    removed = demo("remove", DPR)
    assert removed.stdout.startswith(f"removed {DPR}")
    assert_one_line_of_advice(demo("show", DPR), "no paper", "litassist search")


def test_papers_are_tagged_and_found_by_their_tags(demo: Shell) -> None:
    assert demo("tags").stdout == "No paper bears a tag.\n"
    assert (
        demo("tag", "2004.04906", "To-Read", "thesis/ch2").stdout == f"{DPR}: thesis/ch2 To-Read\n"
    )
    assert json.loads(demo("tag", "ColBERT: Efficient", "to-read", "--json").stdout)["tags"] == [
        "to-read"
    ]
    assert demo("tags").stdout == "thesis/ch2  1 paper\nto-read     2 papers\n"
    assert len(demo("list", "--tag", "TO-READ").stdout.splitlines()) == 2
    hits = json.loads(demo("search", "retrieval", "--tag", "thesis/ch2", "--json").stdout)["hits"]
    assert [hit["paper_id"] for hit in hits] == [DPR]
    cited = json.loads(demo("ask", "How good is BM25?", "--tag", "thesis/ch2", "--json").stdout)
    assert {one["paper_id"] for one in cited["retrieved"]} == {DPR}
    assert json.loads(demo("show", DPR, "--json").stdout)["tags"] == ["thesis/ch2", "To-Read"]
    assert "tags     thesis/ch2 To-Read" in demo("show", DPR).stdout
    assert json.loads(demo("untag", DPR, "to-read", "--json").stdout)["tags"] == ["thesis/ch2"]
    tags = json.loads(demo("tags", "--json").stdout)["tags"]
    assert tags == [{"tag": "thesis/ch2", "papers": 1}, {"tag": "to-read", "papers": 1}]
    assert_one_line_of_advice(demo("tag", DPR, "two words"), "'two words' cannot be a tag")
    assert_one_line_of_advice(demo("untag", DPR, "to-read"), "does not bear the tag to-read")
    assert_one_line_of_advice(demo("tag", "no such paper", "x"), "litassist search")
    assert_one_line_of_advice(demo("search", "x", "--tag", "a b"), "'a b' cannot be a tag")


def test_a_wrong_name_among_several_removes_nothing(demo: Shell) -> None:
    assert_one_line_of_advice(demo("remove", DPR, "no such paper"), "no such paper")
    assert demo("show", DPR).returncode == 0


def test_search_as_text_and_as_json(demo: Shell) -> None:
    done = demo("search", "dense passage retrieval", "-n", "3")
    assert "Dense Passage Retrieval for Open-Domain Question Answering" in done.stdout
    assert "  4. " not in done.stdout
    document = json.loads(demo("search", "dense passage retrieval", "-n", "3", "--json").stdout)
    assert document["schema"] == "search/1"
    assert [hit["rank"] for hit in document["hits"]] == [1, 2, 3]
    assert list(document["hits"][0]["passages"][0]) == ["start", "end", "text", "score"]
    nothing = demo("search", "dense", "--year", "1990-1991")
    assert nothing.returncode == 0
    assert "No paper satisfies" in nothing.stdout


def test_ask_prints_sentences_references_and_evidence(demo: Shell) -> None:
    done = demo("ask", "How much better is DPR than BM25?", "--evidence")
    assert done.returncode == 0
    assert "↳ abstract [1], characters " in done.stdout
    assert "References" in done.stdout
    document = json.loads(demo("ask", "How much better is DPR than BM25?", "--json").stdout)
    assert document["schema"] == "answer/1"
    assert document["usage"]["model"] == "extractive"


def test_an_abstention_is_status_3_and_names_the_nearest_papers(demo: Shell) -> None:
    done = demo("ask", "How do I bake sourdough bread?")
    assert done.returncode == 3
    assert "Nearest papers" in done.stdout
    assert "Searched for: “" in done.stdout
    assert done.stderr == ""
    document = json.loads(demo("ask", "How do I bake bread?", "--json").stdout)
    assert document["abstained"] is True


def test_a_model_server_writes_the_answer(demo: Shell, server: ScriptedServer) -> None:
    server.say('DPR wins by 9 to 19 points [1 "by 9 to 19 points"]. It is so [77].')
    demo.variables |= {"OPENAI_BASE_URL": server.base_url, "LITASSIST_LLM_MODEL": "scripted-model"}
    demo.variables |= AS_WRITTEN_VARIABLES
    done = demo.process("ask", "How much better is DPR than BM25?", "--evidence")
    assert done.returncode == 0, done.stderr
    assert "? DPR wins by 9 to 19 points. [1]" in done.stdout
    assert "“by 9 to 19 points”" in done.stdout
    assert "never offered, removed: 1" in done.stdout
    assert "written by scripted-model, 100 + " in done.stdout


def test_a_failing_model_server_is_one_line(demo: Shell, server: ScriptedServer) -> None:
    demo.variables |= {"OPENAI_BASE_URL": server.base_url, "LITASSIST_LLM_RETRIES": "0"}
    server.say(Script(status=404, error="no such model"))
    assert_one_line_of_advice(demo.process("ask", "How good is DPR?"), "does not know gpt-4o-mini")
    demo.variables["OPENAI_BASE_URL"] = "http://127.0.0.1:9/v1"
    assert_one_line_of_advice(
        demo.process("ask", "How good is DPR?"), "cannot reach", "OPENAI_BASE_URL"
    )


def test_batch_writes_an_answer_a_line_and_resumes(demo: Shell) -> None:
    questions = demo.folder / "q.jsonl"
    questions.write_text(
        '{"id": "a", "question": "How good is DPR?"}\n'
        '{"id": "b", "question": "How to bake bread?"}\n'
    )
    done = demo("ask", "--batch", "q.jsonl", "--out", "a.jsonl")
    assert done.returncode == 0, done.stderr
    assert "answered 2 of 2 questions now (1 abstentions)" in done.stderr
    lines = [json.loads(line) for line in (demo.folder / "a.jsonl").read_text().splitlines()]
    assert [line["id"] for line in lines] == ["a", "b"]
    assert lines[0]["answer"]["schema"] == "answer/1"
    assert "answered 0 of 2" in demo("ask", "--batch", "q.jsonl", "--out", "a.jsonl").stderr


def test_reindex_and_doctor(demo: Shell) -> None:
    assert "indexed 64 papers" in demo("reindex").stdout
    healthy = demo("doctor")
    assert healthy.returncode == 0
    assert "64 papers" in healthy.stdout
    assert "sentences are checked by exact words, vetoes, support-minilm-int8" in healthy.stdout
    shutil.rmtree(demo.library / "index-000002" / "words")
    broken = demo("doctor")
    assert broken.returncode == 2
    assert "run `litassist reindex`" in broken.stdout
    mended = demo("search", "dense retrieval")
    assert "rebuilding the indexes from the catalog" in mended.stderr
    assert demo("doctor").returncode == 0


def test_doctor_says_what_is_wrong_with_the_model_server(
    demo: Shell, server: ScriptedServer
) -> None:
    demo.variables["OPENAI_BASE_URL"] = server.base_url
    done = demo.process("doctor")
    assert done.returncode == 2
    assert "does not offer gpt-4o-mini; set llm.model to one of: scripted-model" in done.stdout


def test_doctor_says_which_services_know_the_caller(shell: Shell) -> None:
    said = shell("doctor").stdout
    assert (
        "asks arXiv, PubMed, Crossref, Europe PMC, OpenAlex, Semantic Scholar; none needs" in said
    )
    assert "PubMed asks who calls" in said
    shell.variables |= {"LITASSIST_SOURCES_MAILTO": "a@example.org", "S2_API_KEY": "secret-key"}
    said = shell("doctor").stdout
    assert "keys are set for Semantic Scholar" in said
    assert "asks who calls" not in said
    assert "secret-key" not in said


def test_batch_keeps_to_the_filters(demo: Shell) -> None:
    (demo.folder / "q.jsonl").write_text('{"id": "a", "question": "How good is DPR?"}\n')
    demo("ask", "--batch", "q.jsonl", "--out", "a.jsonl", "--year", "1900")
    (line,) = (demo.folder / "a.jsonl").read_text().splitlines()
    assert json.loads(line)["answer"]["abstained"] is True


def test_a_part_of_a_title_removes_nothing(demo: Shell) -> None:
    assert_one_line_of_advice(demo("remove", "olbert"), "give an id or a whole title")


def test_the_version_needs_no_command(shell: Shell) -> None:
    assert shell.process("--version", library=False).stdout.startswith("litassist 0.")


def test_config_show_hides_secrets(shell: Shell) -> None:
    shell.variables["OPENAI_API_KEY"] = "sk-secret"
    done = shell("config", "show")
    assert "[retrieval]" in done.stdout
    assert "sk-secret" not in done.stdout
    assert json.loads(shell("config", "show", "--json").stdout)["llm"]["api_key"] == "(set)"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["ask", "Why?"], ["no library in", "litassist ingest"]),
        (["search", " "], ["the query is empty"]),
        (["ask", ""], ["the question is empty"]),
        (["ask"], ["no question"]),
        (["ask", "--batch", "q.jsonl"], ["--out"]),
        (["ingest", ""], ["a path is empty"]),
        (["ingest", "nothing.csv"], ["no file or folder nothing.csv"]),
        (["remove", "x"], ["no library in"]),
        (["reindex"], ["no library in"]),
        (["--config", "nothing.toml", "list"], ["no configuration file", "offline"]),
        (["--set", "anser.papers=3", "list"], ["did you mean answer.papers"]),
        (["--set", "answer.papers", "list"], ["SECTION.KEY=VALUE"]),
        (["list", "--year", "soon"], ["cannot read the years"]),
    ],
)
def test_a_mistake_is_one_line_with_the_next_step(
    shell: Shell, arguments: Sequence[str], said: Sequence[str]
) -> None:
    assert_one_line_of_advice(shell(*arguments), *said)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written_is_one_line(shell: Shell) -> None:
    (shell.folder / "a.csv").write_text("title,abstract\nOne,Two.\n")
    shell.library.mkdir(mode=0o500)
    assert_one_line_of_advice(shell("ingest", "a.csv"), "no permission to write")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full device here")
def test_output_that_finds_no_space_is_one_line(demo: Shell) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "assistant", "--library", str(demo.library), "list"],
            env={**os.environ, **guarded()}, stdout=full, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
    assert_one_line_of_advice(Done(done.returncode, "", done.stderr), "full")


def test_every_command_has_help_with_an_example(shell: Shell) -> None:
    for command in (
        "ingest watch list show remove duplicates merge unmerge reindex stats"
        " tag untag tags note search ask export demo doctor"
    ).split():
        done = shell(command, "--help", library=False)
        assert done.returncode == 0
        assert "Example" in done.stdout, command
    assert "Examples:" in shell("--help", library=False).stdout


def test_a_terminal_cannot_be_steered_by_a_paper(shell: Shell) -> None:
    record = {"title": "Evil \x1b[2Jpaper", "abstract": "Red \x1b[31m alert \x07 zebra."}
    (shell.folder / "a.jsonl").write_text(json.dumps(record))
    shell("ingest", "a.jsonl")
    for arguments in (["list"], ["show", "evil"], ["search", "zebra"], ["ask", "zebra alert?"]):
        assert not set("\x1b\x07") & set(shell(*arguments).stdout), arguments
