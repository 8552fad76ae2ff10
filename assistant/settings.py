"""Settings: `config/*.toml`, the user's file, the environment and flags, validated and frozen.

The only reader of configuration files and environment variables.  Defaults live in
`config/default.toml` alone; the classes below name types and bounds, so that a wrong value is
refused with the key that holds it.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, model_validator

from assistant import resources
from assistant.errors import SettingsError
from assistant.review import Depth
from assistant.setting_values import assignments, merge, merge_one

_PRICES, DIGESTS = "prices.toml", "digests.toml"  # stand among the presets and are none

Share = Annotated[float, Field(ge=0, le=1)]
Positive = Annotated[int, Field(ge=1)]
Natural = Annotated[int, Field(ge=0)]
Seconds = Annotated[float, Field(gt=0)]
Dollars = Annotated[float, Field(ge=0)]
Url = Annotated[str, Field(pattern=r"^https?://[!-~]+$")]


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class LibrarySettings(_Section):
    path: Path
    chunk_tokens: Annotated[int, Field(ge=32, le=512)]
    batch_papers: Positive
    wait_seconds: Annotated[float, Field(ge=0)]
    sync_share: Share
    watch_seconds: Seconds
    vectors: Literal["chroma", "chroma-server"]
    vectors_url: Url
    vectors_tenant: Annotated[str, Field(min_length=1)]
    vectors_database: Annotated[str, Field(min_length=1)]
    vectors_key: SecretStr


class EmbeddingSettings(_Section):
    provider: Literal["local", "openai"]
    model: str
    max_tokens: Annotated[int, Field(ge=16, le=512)]
    batch_tokens: Positive
    threads: Natural
    ray: Literal["", "local", "auto"]


class ModelSettings(_Section):
    provider: Literal["auto", "openai", "extractive"]
    model: str
    base_url: str
    api_key: SecretStr
    temperature: Annotated[float, Field(ge=0, le=2)]
    max_output_tokens: Positive
    timeout_seconds: Seconds
    retries: Annotated[int, Field(ge=0, le=10)]
    first_wait_seconds: Annotated[float, Field(ge=0)]
    longest_wait_seconds: Annotated[float, Field(ge=0)]
    cache: bool
    cache_path: Path
    cache_megabytes: Positive
    price_in: Dollars
    price_out: Dollars

    @property
    def generative(self) -> bool:
        """Whether answers are written by a model server rather than made of exact sentences."""
        configured = bool(self.base_url or self.api_key.get_secret_value())
        return self.provider == "openai" or (self.provider == "auto" and configured)

    @property
    def caches(self) -> bool:
        """Whether replies are kept: where the same question is meant to have the same answer."""
        return self.cache and self.temperature == 0


class BudgetSettings(_Section):
    tokens_per_question: Natural
    tokens_per_session: Natural
    tokens_per_day: Natural
    usd_per_question: Dollars
    usd_per_session: Dollars
    usd_per_day: Dollars
    path: Path


class ModelPrice(_Section):
    input: Dollars
    output: Dollars


class PriceTable(_Section):
    date: date
    models: dict[str, ModelPrice]


class RetrievalSettings(_Section):
    papers: Positive
    candidates: Positive
    dense_weight: Share
    rerank: Literal["none", "tokens", "diversity", "model"]
    followup_tokens: Positive
    rewrite_followups: bool
    phrasings: Annotated[int, Field(ge=0, le=8)]
    sub_questions: Annotated[int, Field(ge=0, le=4)]
    sub_question_calls: Annotated[int, Field(ge=1, le=2)]
    search_steps: Annotated[int, Field(ge=0, le=20)]


class AnswerSettings(_Section):
    papers: Positive
    least_papers: Positive
    paper_share: Share
    tokens: Positive
    carried_papers: Natural
    max_sentences: Positive
    relative_score: Share
    diversity: Share


class AbstentionSettings(_Section):
    threshold: Share


class CheckSettings(_Section):
    model: Annotated[str, Field(min_length=1)]
    supported: Share
    unsupported: Share
    judge: Literal["unsure", "all", "off"]
    repair: bool
    failing: Literal["drop", "flag"]

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.unsupported > self.supported:
            raise ValueError("check.unsupported must not be above check.supported")
        return self


class ReviewSettings(_Section):
    papers: Positive
    relevance: Share
    candidates: Positive
    themes: Positive
    calls_in_flight: Positive
    compared: Positive
    words_brief: Positive
    words_standard: Positive
    words_deep: Positive

    def words(self, depth: Depth) -> int:
        """Return how many words a review of this depth has."""
        shorter = {"brief": self.words_brief, "standard": self.words_standard}
        return shorter.get(depth, self.words_deep)


class SourceSettings(_Section):
    network: bool
    papers: Positive
    mailto: Annotated[str, Field(pattern=r"^([!-~]+@[!-~]+)?$")]
    ncbi_key: SecretStr
    openalex_key: SecretStr
    semanticscholar_key: SecretStr
    arxiv_url: Url
    pubmed_url: Url
    crossref_url: Url
    europepmc_url: Url
    openalex_url: Url
    semanticscholar_url: Url
    pace: Annotated[float, Field(ge=0)]
    timeout_seconds: Seconds
    retries: Annotated[int, Field(ge=0, le=10)]
    first_wait_seconds: Annotated[float, Field(ge=0)]
    longest_wait_seconds: Annotated[float, Field(ge=0)]
    cache_path: Path
    cache_hours: Annotated[float, Field(ge=0)]


class DigestSettings(_Section):
    topics_path: Path


class ServerSettings(_Section):
    host: str
    port: Annotated[int, Field(ge=0, le=65535)]
    keys_path: Path
    max_body_bytes: Positive
    requests_per_minute: Natural
    concurrent_answers: Positive
    answer_seconds: Seconds
    heartbeat_seconds: Seconds


class Settings(_Section):
    """All settings of one run, a section a concern."""

    library: LibrarySettings
    embedding: EmbeddingSettings
    llm: ModelSettings
    budget: BudgetSettings
    retrieval: RetrievalSettings
    answer: AnswerSettings
    abstention: AbstentionSettings
    check: CheckSettings
    review: ReviewSettings
    sources: SourceSettings
    digests: DigestSettings
    server: ServerSettings


def load(
    config: str | None = None,
    overrides: Mapping[str, str] | None = None,
    environment: Mapping[str, str] | None = None,
) -> Settings:
    """Return the settings in force: what was said for this command wins.

    Defaults < the file that LITASSIST_CONFIG names < environment < `config` < `overrides`.
    A file may be the name of a preset in `config/`; `overrides` maps "section.key" to text.

    Raises:
        SettingsError: a file cannot be read, or a key or value is not known.
    """
    variables = os.environ if environment is None else environment
    values = read_toml(resources.folder("config") / "default.toml")
    if variables.get("LITASSIST_CONFIG"):
        _merge_file(values, variables["LITASSIST_CONFIG"])
    for origin, key, text in assignments(variables):
        merge_one(values, key, text, origin)
    if config:
        _merge_file(values, config)
    for key, text in (overrides or {}).items():
        merge_one(values, key, text, f"--set {key}")
    try:
        return Settings.model_validate(values)
    except ValidationError as error:
        raise SettingsError(_explain(error)) from None


def prices() -> dict[str, tuple[float, float]]:
    """Return the prices of well-known models in US dollars: a million tokens read, and written.

    Raises:
        SettingsError: the file cannot be read, or does not hold prices.
    """
    try:
        table = PriceTable.model_validate(read_toml(resources.folder("config") / _PRICES))
    except ValidationError as error:
        raise SettingsError(f"{_PRICES}: {_explain(error)}") from None
    return {name: (price.input, price.output) for name, price in table.models.items()}


def presets() -> list[str]:
    """Return the names that `--config` knows without a path."""
    files = resources.folder("config").glob("*.toml")
    return sorted(file.stem for file in files if file.name not in (_PRICES, DIGESTS))


def redacted(settings: Settings) -> dict[str, dict[str, object]]:
    """Return the settings as plain values, secrets shown only as set or empty."""
    dump = settings.model_dump(mode="json")
    for section, keys in dump.items():
        for key, value in keys.items():
            given = getattr(getattr(settings, section), key)
            if isinstance(given, SecretStr):
                keys[key] = "(set)" if given.get_secret_value() else ""
            elif key.endswith("_url"):
                keys[key] = without_password(value)
    return dump


def without_password(url: str) -> str:
    """Return an address as it may be shown, without user name and password."""
    return re.sub(r"//[^/@]*@", "//", url)


def _config_path(name: str) -> Path:
    if name in presets():
        return resources.folder("config") / f"{name}.toml"
    path = Path(name).expanduser()
    if not path.is_file():
        raise SettingsError(
            f"no configuration file {name}; give a TOML file or a preset: {', '.join(presets())}"
        )
    return path


def read_toml(path: Path) -> dict[str, Any]:
    """Return what a TOML file holds.

    Raises:
        SettingsError: it cannot be read, or is not TOML.
    """
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{path} is not valid TOML: {error}; mend that line") from None
    except UnicodeDecodeError:
        raise SettingsError(f"{path} is not UTF-8 text; save it as UTF-8") from None
    except OSError as error:
        raise SettingsError(
            f"cannot read {path}: {error.strerror}; check its permissions"
        ) from None


def _merge_file(values: dict[str, Any], name: str) -> None:
    path = _config_path(name)
    merge(values, read_toml(path), str(path))


def _explain(error: ValidationError) -> str:
    first = error.errors()[0]
    key = ".".join(str(part) for part in first["loc"])
    given = "(secret)" if key.endswith("_key") else repr(first["input"])
    return f"setting {key} = {given}: {first['msg'].lower()}; correct that value"
