"""Settings: precedence, refusals that name the key, secrets."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from assistant import resources, settings
from assistant.errors import SettingsError


def test_what_is_said_for_one_command_wins_over_the_environment_over_the_default(
    tmp_path: Path,
) -> None:
    file = tmp_path / "my.toml"
    file.write_text("[answer]\npapers = 3\nmax_sentences = 3\n[retrieval]\npapers = 3\n")
    environment = {"LITASSIST_ANSWER_PAPERS": "4", "LITASSIST_RETRIEVAL_CANDIDATES": "4"}
    found = settings.load(str(file), {"answer.papers": "5"}, environment)
    assert (found.answer.papers, found.answer.max_sentences) == (5, 3)
    assert found.retrieval.candidates == 4
    # A file that the environment names gives way to a variable.
    found = settings.load(None, {}, {**environment, "LITASSIST_CONFIG": str(file)})
    assert (found.answer.papers, found.answer.max_sentences) == (4, 3)


def test_the_usual_variables_of_openai_are_taken() -> None:
    environment = {"OPENAI_API_KEY": "sk-secret", "OPENAI_BASE_URL": "http://localhost:1/v1"}
    found = settings.load(environment=environment)
    assert found.llm.generative
    assert found.llm.base_url == "http://localhost:1/v1"


@pytest.mark.parametrize(
    ("variable", "setting"),
    [
        ("NCBI_API_KEY", "ncbi_key"),
        ("OPENALEX_API_KEY", "openalex_key"),
        ("S2_API_KEY", "semanticscholar_key"),
        ("SEMANTIC_SCHOLAR_API_KEY", "semanticscholar_key"),
    ],
)
def test_the_usual_variables_of_online_sources_are_taken(variable: str, setting: str) -> None:
    found = settings.load(environment={variable: "k3y"})
    assert getattr(found.sources, setting).get_secret_value() == "k3y"
    assert settings.redacted(found)["sources"][setting] == "(set)"
    assert "k3y" not in repr(found)


def test_the_usual_variables_of_chroma_are_taken() -> None:
    environment = {"CHROMA_API_KEY": "k3y", "CHROMA_TENANT": "me", "CHROMA_DATABASE": "papers"}
    found = settings.load(environment=environment)
    assert (found.library.vectors_tenant, found.library.vectors_database) == ("me", "papers")
    assert settings.redacted(found)["library"]["vectors_key"] == "(set)"
    assert "k3y" not in repr(found)


@pytest.mark.parametrize(
    ("provider", "key", "generative"),
    [("auto", "", False), ("auto", "k", True), ("extractive", "k", False), ("openai", "", True)],
)
def test_a_model_is_used_where_one_is_configured(provider: str, key: str, generative: bool) -> None:
    found = settings.load(None, {"llm.provider": provider, "llm.api_key": key}, {})
    assert found.llm.generative is generative


def test_secrets_are_never_shown() -> None:
    found = settings.load(None, {"llm.api_key": "sk-secret"}, {})
    assert "sk-secret" not in repr(found)
    assert settings.redacted(found)["llm"]["api_key"] == "(set)"


@pytest.mark.parametrize(
    ("overrides", "says"),
    [
        ({"anser.papers": "5"}, "did you mean answer.papers?"),
        ({"answer.paper": "5"}, "did you mean answer.papers?"),
        ({"answer.papers": "many"}, "setting answer.papers = 'many'"),
        ({"answer.papers": "0"}, "greater than or equal to 1"),
        ({"llm.provider": "bard"}, "setting llm.provider"),
        ({"embedding.ray": "10.0.0.1:6379"}, "setting embedding.ray"),
        ({"retrieval.sub_questions": "5"}, "less than or equal to 4"),
        ({"retrieval.search_steps": "-1"}, "greater than or equal to 0"),
        ({"papers": "5"}, "unknown setting papers"),
        ({"sources.mailto": "ada at example.org"}, "setting sources.mailto"),
        ({"sources.arxiv_url": "arxiv.org"}, "setting sources.arxiv_url"),
    ],
)
def test_a_wrong_setting_is_named_with_the_nearest_right_one(
    overrides: dict[str, str], says: str
) -> None:
    with pytest.raises(SettingsError) as raised:
        settings.load(None, overrides, {})
    assert says in str(raised.value)
    assert "\n" not in str(raised.value)


def test_an_unknown_variable_of_ours_is_refused() -> None:
    with pytest.raises(SettingsError, match=r"LITASSIST_ANSWER_PAPER: .*answer\.papers"):
        settings.load(environment={"LITASSIST_ANSWER_PAPER": "5"})


def test_other_variables_are_left_alone() -> None:
    settings.load(environment={"PATH": "/bin", "LITASSIST_EVAL_DATA": "/data"})


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"[answer\n", "not valid TOML"),
        (b"\xff\xfe[", "not UTF-8"),
        (b"answer = 3\n", "unknown setting answer"),
        (b"[answer]\npaper = 3\n", "did you mean answer.papers"),
    ],
)
def test_a_file_that_cannot_be_used_is_named(tmp_path: Path, content: bytes, says: str) -> None:
    file = tmp_path / "my.toml"
    file.write_bytes(content)
    with pytest.raises(SettingsError) as raised:
        settings.load(str(file), {}, {})
    assert says in str(raised.value)
    assert "my.toml" in str(raised.value)


def test_a_file_that_is_not_there_is_named_with_the_presets() -> None:
    with pytest.raises(SettingsError, match="preset: default, offline"):
        settings.load("nothing.toml", {}, {})


def test_the_offline_preset_wants_no_network_whatever_the_environment_holds() -> None:
    found = settings.load(
        "offline", {}, {"OPENAI_API_KEY": "k", "LITASSIST_LLM_PROVIDER": "openai"}
    )
    assert not found.llm.generative
    assert found.embedding.provider == "local"
    assert not found.sources.network


def test_every_default_has_a_reason_and_every_setting_a_default() -> None:
    path = resources.folder("config") / "default.toml"
    values = tomllib.loads(path.read_text(encoding="utf-8"))
    assert settings.Settings.model_validate(values)
    lines = path.read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines):
        if "=" in line and not line.startswith("#"):
            assert lines[number - 1].startswith("# "), f"no reason above: {line}"


@pytest.mark.parametrize("preset", settings.presets())
def test_every_preset_is_valid(preset: str) -> None:
    settings.load(preset, {}, {})


def test_the_table_of_prices_is_no_preset() -> None:
    assert settings.prices()["gpt-4o-mini"] == (0.15, 0.60)
    with pytest.raises(SettingsError, match="no configuration file prices"):
        settings.load("prices", {}, {})
