"""The models that the settings name; each third-party library is loaded with the first use."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from assistant import settings as defaults
from assistant.settings import EmbeddingSettings, ModelSettings, Settings

if TYPE_CHECKING:
    from assistant.models.entailment import LocalEntailment
    from assistant.models.entailment_server import ServedEntailment
    from assistant.models.local_embedding import LocalEmbedder
    from assistant.models.local_support import LocalSupport
    from assistant.models.openai_client import Server
    from assistant.models.prices import Price
    from assistant.models.served_model import ServedModel
    from assistant.types import Embedder


def local_embedder(chosen: EmbeddingSettings) -> LocalEmbedder:
    """Return the packaged embedding model, which matches texts token by token, too."""
    from assistant.models.local_embedding import LocalEmbedder

    return LocalEmbedder(chosen.max_tokens, chosen.batch_tokens, chosen.threads)


def served_embedder(settings: Settings) -> Embedder:
    """Return the embedding model of the server that the settings name."""
    from assistant.models.openai_embedding import OpenAIEmbedder

    return OpenAIEmbedder(_server(settings.llm), settings.embedding.model)


def packaged_support(settings: Settings) -> LocalSupport:
    """Return the packaged model of support."""
    from assistant.models.local_support import LocalSupport

    return LocalSupport(settings.embedding.threads)


def entailment(settings: Settings) -> LocalEntailment | ServedEntailment:
    """Return the model of inference whose folder or server the settings name."""
    chosen = settings.check.model
    if chosen.startswith(("http://", "https://")):
        from assistant.models.entailment_server import ServedEntailment

        server = _server(settings.llm)
        return ServedEntailment(chosen, server.timeout_seconds, server.patience)
    from assistant.models.entailment import LocalEntailment

    return LocalEntailment(Path(chosen).expanduser(), settings.embedding.threads)


def chat_model(settings: Settings) -> ServedModel | None:
    """Return the chat model that the settings name, or None where answers are extractive.

    What is kept is looked at first: it costs nothing and is under no limit.
    """
    chosen, limits = settings.llm, settings.budget
    if not chosen.generative:
        return None
    from assistant.models.budget import BudgetedChat, Limits
    from assistant.models.cached_chat import CachedChat, KeptReplies
    from assistant.models.openai_chat import OpenAIChat
    from assistant.models.spending import Book

    sampling = (chosen.temperature, chosen.max_output_tokens)
    budgeted = BudgetedChat(
        OpenAIChat(_server(chosen), chosen.model, *sampling),
        Book(limits.path.expanduser()),
        Limits(limits.model_dump(exclude={"path"})),
        price(chosen),
        chosen.max_output_tokens,
    )
    if not chosen.caches:
        return budgeted
    kept = KeptReplies(chosen.cache_path.expanduser(), chosen.cache_megabytes * 1_000_000)
    return CachedChat(budgeted, kept, sampling)


def price(chosen: ModelSettings) -> Price | None:
    """Return what tokens of the chat model cost, None where no price is known."""
    from assistant.models.prices import find

    return find(chosen.model, (chosen.price_in, chosen.price_out), defaults.prices())


def _server(chosen: ModelSettings) -> Server:
    from assistant.models.openai_client import Server

    return Server(
        chosen.base_url,
        chosen.api_key.get_secret_value(),
        chosen.timeout_seconds,
        chosen.retries,
        chosen.first_wait_seconds,
        chosen.longest_wait_seconds,
    )
