"""Where each service is and how it is to be asked: its pauses, who asks, and with which key.

The pauses are what the services ask of programs, as their documentation has it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pydantic import SecretStr

from assistant.errors import SettingsError
from assistant.settings import SourceSettings

PRODUCT = "literature-assistant"


@dataclass(frozen=True, slots=True)
class Access:
    """Where a service is, and how it is asked by this user.

    `own` and `own_headers` go with each request without being part of what is asked: who asks, and
    the key.  `secret` is what of them must not be shown.
    """

    name: str
    title: str
    address: str
    pause: float
    own: Mapping[str, str] = field(default_factory=dict)
    own_headers: Mapping[str, str] = field(default_factory=dict)
    secret: str = ""
    advice: str = ""
    """What would make it answer sooner or more, said once before it is asked."""
    remedy: str = ""
    """What to do where it refuses."""


def arxiv(chosen: SourceSettings) -> Access:
    """Return how arXiv is asked: every three seconds, whoever asks."""
    return Access("arxiv", "arXiv", _address(chosen.arxiv_url), 3.0 * chosen.pace)


def pubmed(chosen: SourceSettings) -> Access:
    """Return how PubMed is asked: three times a second, ten times with a key."""
    key = _key(chosen.ncbi_key, "NCBI_API_KEY")
    return Access(
        "pubmed",
        "PubMed",
        _address(chosen.pubmed_url),
        (0.1 if key else 0.34) * chosen.pace,
        own=_given(tool=PRODUCT, email=chosen.mailto, api_key=key),
        secret=key,
        advice="" if chosen.mailto else _unknown("PubMed"),
        remedy=_remedy(key, "NCBI_API_KEY", "https://account.ncbi.nlm.nih.gov/settings/"),
    )


def crossref(chosen: SourceSettings) -> Access:
    """Return how Crossref is asked: once a second, three times by callers with an address."""
    return Access(
        "crossref",
        "Crossref",
        _address(chosen.crossref_url),
        (0.34 if chosen.mailto else 1.0) * chosen.pace,
        advice="" if chosen.mailto else _unknown("Crossref"),
        remedy="" if chosen.mailto else "set sources.mailto to your address",
    )


def europepmc(chosen: SourceSettings) -> Access:
    """Return how Europe PMC is asked: it names no pause, and gets one."""
    return Access("europepmc", "Europe PMC", _address(chosen.europepmc_url), 0.2 * chosen.pace)


def openalex(chosen: SourceSettings) -> Access:
    """Return how OpenAlex is asked: it counts what requests cost rather than their number."""
    key = _key(chosen.openalex_key, "OPENALEX_API_KEY")
    remedy = _remedy(key, "OPENALEX_API_KEY", "https://openalex.org/settings/api")
    return Access(
        "openalex",
        "OpenAlex",
        _address(chosen.openalex_url),
        0.1 * chosen.pace,
        own=_given(api_key=key),
        secret=key,
        advice="" if key else f"OpenAlex answers few searches a day without a key; {remedy}",
        remedy=remedy,
    )


def semanticscholar(chosen: SourceSettings) -> Access:
    """Return how Semantic Scholar is asked: once a second with a key, else out of a shared sum."""
    key = _key(chosen.semanticscholar_key, "S2_API_KEY")
    return Access(
        "semanticscholar",
        "Semantic Scholar",
        _address(chosen.semanticscholar_url),
        (1.0 if key else 3.0) * chosen.pace,
        own_headers=_given(**{"x-api-key": key}),
        secret=key,
        remedy=_remedy(key, "S2_API_KEY", "https://www.semanticscholar.org/product/api"),
    )


def _address(url: str) -> str:
    return url.rstrip("/")


def _given(**parameters: str) -> dict[str, str]:
    return {name: value for name, value in parameters.items() if value}


def _key(secret: SecretStr, variable: str) -> str:
    key = secret.get_secret_value().strip()
    if not (key.isascii() and (key.isprintable() or not key)):
        raise SettingsError(
            f"{variable} holds a character that no key has; copy it again from its source"
        )
    return key


def _unknown(title: str) -> str:
    return (
        f"{title} asks who calls, and serves the unknown last; set sources.mailto to your address "
        "(LITASSIST_SOURCES_MAILTO)"
    )


def _remedy(key: str, variable: str, place: str) -> str:
    return f"check {variable}" if key else f"set {variable} (a key is free at {place})"
