"""The command check: drafts and files of claims, as its users meet it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from assistant.errors import InputError, LibraryMissing
from assistant.interfaces.cli import cli

DATA = Path(__file__).parent.parent / "answering" / "checking" / "data"
DPR = "doi:10.18653/v1/2020.emnlp-main.550"
SQUAD = (
    "SQuAD is the exception: there BM25 stays ahead, partly because annotators wrote the "
    "questions while looking at the passage."
)
Run = Callable[..., Result]


@pytest.fixture
def run(demo_folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    monkeypatch.chdir(tmp_path)
    for file in DATA.iterdir():
        shutil.copy(file, tmp_path)

    def command(*arguments: str, library: Path = demo_folder) -> Result:
        return CliRunner().invoke(cli, ["--library", str(library), "check", *arguments])

    return command


def refused(done: Result, *said: str) -> None:
    """Assert that a command ended with one line for its user."""
    assert isinstance(done.exception, InputError), done.exception
    for part in said:
        assert part in str(done.exception)
    assert "\n" not in str(done.exception)


def test_a_report_names_line_sentence_verdict_evidence_and_what_to_cite(run: Run) -> None:
    done = run("draft.md")
    assert done.exit_code == 3, done.output
    text = " ".join(done.stdout.split())
    assert "draft.md:21 ✗ claims something and cites nothing BM25 turns out to be" in text
    assert "→ cite: BEIR: A Heterogenous Benchmark" in text
    assert "domain.” (characters 470-544)" in text
    assert "✗ not supported by what it cites: the abstract does not give 15" in text
    assert "→ cite instead: Unsupervised Dense" in text
    assert "cites Nobody, 1987: not in the library" in text
    assert "✓ supported by what it cites: 3" in text
    assert SQUAD not in text
    assert SQUAD in " ".join(run("draft.md", "--all").stdout.split())


def test_the_report_as_json_and_as_files(run: Run, tmp_path: Path) -> None:
    done = run("paper.tex", "--json", "--out", "r.json", "--out", "r.md", "--out", "r.html")
    assert done.exit_code == 3, done.output
    document = json.loads(done.stdout)
    assert document["schema"] == "check/1"
    assert document["file"] == "paper.tex"
    assert document["supported"] is False
    by_line = {one["line"]: one for one in document["sentences"]}
    assert by_line[16]["verdict"] == "verbatim"
    assert by_line[16]["citations"][0] == {"label": "dpr", "paper_id": DPR, "problem": None}
    assert by_line[16]["citations"][1]["problem"] == "not in the library"
    assert by_line[29]["citations"][0]["paper_id"] == "doi:10.1145/1571941.1572114"
    assert "says what it is" in by_line[32]["citations"][0]["problem"]
    written = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    assert written["sentences"] == document["sentences"]
    assert "## Line 9: ✗ not supported by what it cites" in (tmp_path / "r.md").read_text("utf-8")
    page = (tmp_path / "r.html").read_text(encoding="utf-8")
    assert "<h2>Line 9: ✗ not supported by what it cites" in page


def test_a_draft_that_is_supported_ends_with_status_0(run: Run, tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text(f"A title\n\n{SQUAD[:-1]} (Karpukhin et al., 2020).\n")
    done = run("good.txt")
    assert done.exit_code == 0, done.output
    assert "✓ supported by what it cites: 1" in done.stdout


def test_a_bib_file_can_be_named_and_one_that_is_missing_is_told_of(
    run: Run, tmp_path: Path
) -> None:
    (tmp_path / "refs.bib").rename(tmp_path / "other.bib")
    done = run("paper.tex", "--json")
    assert "refs.bib, which paper.tex asks for, was not read" in done.stderr
    assert "said-otherwise" not in done.stdout
    done = run("paper.tex", "--json", "--bib", "other.bib")
    assert done.stderr == ""
    assert json.loads(done.stdout)["sentences"][3]["verdict"] == "verbatim"


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("empty.md", b"", "holds no sentence to check"),
        ("code.md", b"```\nx = 1\n```\n", "holds no sentence to check"),
        ("paper.pdf", b"%PDF-1.7 \xe2\xe3", "is no text; save it as a draft in Markdown"),
        ("paper.docx", b"PK\x03\x04....", "is no text"),
        ("noise.md", b"abc\x00\x01\x02def", "is no text"),
        ("line.md", b"x" * 5_000_000, "check it chapter by chapter"),
        ("none.jsonl", b"\n\n", "holds no claims"),
    ],
)
def test_files_that_are_no_drafts_are_one_line_of_advice(
    run: Run, tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    (tmp_path / name).write_bytes(content)
    refused(run(name), name, said)


def test_a_folder_a_missing_file_and_a_wrong_ending_are_one_line_of_advice(
    run: Run, tmp_path: Path
) -> None:
    (tmp_path / "folder").mkdir()
    refused(run("folder"), "is a folder; give a draft")
    refused(run("gone.md"), "cannot read gone.md: No such file")
    refused(run("gone.jsonl"), "cannot read gone.jsonl: No such file")
    refused(run("draft.md", "--out", "r.pdf"), "no ending that says a format", ".md, .html, .json")
    refused(run("draft.md", "--bib", "gone.bib"), "cannot read gone.bib")
    refused(run("draft.md", "--out", "draft.md"), "is the file to check; name another")
    done = run("draft.md", library=tmp_path / "nowhere")
    assert isinstance(done.exception, LibraryMissing)


def test_bytes_that_are_no_utf_8_are_read_all_the_same(run: Run, tmp_path: Path) -> None:
    (tmp_path / "old.md").write_bytes(
        "Rankings are merged by rank, as Büttcher says (Cormack et al., 2009).".encode("cp1252")
    )
    done = run("old.md", "--all")
    assert done.exit_code == 3
    assert "as Büttcher says" in done.stdout
    assert "cites Cormack et al., 2009: Reciprocal Rank Fusion" in done.stdout


def test_what_would_steer_a_terminal_is_not_shown(run: Run, tmp_path: Path) -> None:
    (tmp_path / "bad.md").write_text("Nobody has said \x1b[31m this before \u202e anywhere.\n")
    done = run("bad.md", "--out", "bad.html", "--json")
    assert "\x1b" not in done.stdout
    assert "\u202e" not in done.stdout
    assert "\x1b" not in run("bad.md").stdout
    assert "\x1b" not in (tmp_path / "bad.html").read_text(encoding="utf-8")


def write_claims(path: Path, *claims: object) -> None:
    lines = [one if isinstance(one, str) else json.dumps(one) for one in claims]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def verdicts(text: str) -> list[tuple[object, str | None]]:
    return [(one["id"], one["verdict"]) for one in map(json.loads, text.splitlines())]


def test_claims_are_held_against_papers_and_texts(run: Run, tmp_path: Path) -> None:
    write_claims(
        tmp_path / "claims.jsonl",
        {"id": "a", "claim": SQUAD, "paper_id": DPR},
        {"id": "a", "claim": SQUAD, "title": "Dense Passage Retrieval for Open-Domain Question "
         "Answering"},
        {"id": 3, "claim": "Hens lay.", "evidence": "Hens lay. Cocks do not."},
    )  # fmt: skip
    done = run("claims.jsonl")
    assert done.exit_code == 0, done.output
    assert verdicts(done.stdout) == [("a", "verbatim"), ("a", "verbatim"), (3, "verbatim")]
    first, _, last = map(json.loads, done.stdout.splitlines())
    assert first["checker"].startswith("exact words")
    assert first["score"] == 1.0
    assert first["evidence"] == [{"number": 1, "quote": SQUAD, "start": 666, "end": 789}]
    assert last["evidence"][0]["quote"] == "Hens lay."
    written = run("claims.jsonl", "--out", "verdicts.jsonl")
    assert written.stdout == ""
    assert (tmp_path / "verdicts.jsonl").read_text("utf-8") == done.stdout


def test_a_claim_that_is_not_supported_ends_with_status_3(run: Run, tmp_path: Path) -> None:
    write_claims(
        tmp_path / "claims.txt",  # told by its first line
        {"id": "1", "claim": "Hens lay.", "evidence": "Cows moo."},
        {"id": "2", "claim": "Hens lay.", "paper_id": "arxiv:0000.00000"},
        {"id": "3", "claim": "Hens lay.", "evidence": "Hens lay."},
    )
    done = run("claims.txt")
    assert done.exit_code == 3, done.output
    (_, first), *others = verdicts(done.stdout)
    assert first not in ("verbatim", "supported")
    assert others == [("2", None), ("3", "verbatim")]
    unknown = json.loads(done.stdout.splitlines()[1])
    assert "no paper 'arxiv:0000.00000' in the library" in unknown["problem"]


def test_texts_of_ones_own_need_no_library(run: Run, tmp_path: Path) -> None:
    write_claims(tmp_path / "c.jsonl", {"id": "1", "claim": "Hens lay.", "evidence": "Hens lay."})
    assert run("c.jsonl", library=tmp_path / "nowhere").exit_code == 0


def test_bad_lines_are_named_and_the_others_checked(run: Run, tmp_path: Path) -> None:
    good = {"id": "x", "claim": "Hens lay.", "evidence": "Hens lay."}
    write_claims(
        tmp_path / "claims.jsonl",
        good, "{not json", {"claim": "no id"}, {"id": "4", "evidence": "no claim"},
        {"id": "5", "claim": "nothing to hold it against"}, {"id": "6", "claim": "c", "title": 7},
        "[]", good,
    )  # fmt: skip
    done = run("claims.jsonl", "--out", "v.jsonl")
    refused(done, "claims.jsonl:2: it is not JSON", "and 5 more", 'write it as {"id"')
    found = (tmp_path / "v.jsonl").read_text("utf-8")
    assert [verdict for _, verdict in verdicts(found)] == ["verbatim", *[None] * 6, "verbatim"]
    assert [json.loads(line).get("line") for line in found.splitlines()][1:7] == [2, 3, 4, 5, 6, 7]


def test_options_of_drafts_and_claims_are_not_mixed(run: Run, tmp_path: Path) -> None:
    write_claims(tmp_path / "c.jsonl", {"id": "1", "claim": "Hens lay.", "evidence": "Hens lay."})
    refused(run("c.jsonl", "--bib", "refs.bib"), "go with a draft")
    refused(run("c.jsonl", "--out", "c.jsonl"), "is the file to check")
    refused(run("c.jsonl", "--out", "a", "--out", "b"), "give --out once")


def test_help_has_an_example(run: Run) -> None:
    assert "litassist check draft.md" in " ".join(run("--help").stdout.split())
