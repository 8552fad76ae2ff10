"""The OpenAI client's exceptions as errors that say in one line what to do."""

from __future__ import annotations

import re

import openai

from assistant.errors import ContextTooLong, ModelError, ModelUnavailable
from assistant.retrying import retry_after

_EXTRACTIVE = "use `--set llm.provider=extractive` to answer without a model"
# Servers agree on a code for this only in part; their words for it are alike.
_TOO_LONG = re.compile(
    r"context[ _](length|window|size)|too long|too many \w* ?tokens|reduce the length"
    r"|request too large",
    re.IGNORECASE,
)
_MAY_BE_TOO_LONG = (400, 413, 422)
_PASSING = (408, 409, 425)  # time-out, conflict, too early


def plain(error: openai.APIError, address: str, model: str, timeout_seconds: float) -> ModelError:
    """Return the error that tells the user what the client's exception means."""
    if isinstance(error, openai.APIStatusError):
        return _refused(error, address, model)
    if isinstance(error, openai.APITimeoutError):
        return ModelUnavailable(
            f"{address} did not answer within {timeout_seconds:g} s; try again, or raise "
            "llm.timeout_seconds"
        )
    if isinstance(error, openai.APIConnectionError):
        return ModelUnavailable(
            f"cannot reach {address}; start that server or correct OPENAI_BASE_URL"
        )
    return ModelUnavailable(
        f"the reply of {address} broke off ({one_line(error.message)}); try again"
    )


def one_line(text: str) -> str:
    """Return the beginning of what a server said, as part of a line."""
    return " ".join(text.split())[:200]


def filtered(model: str, said: str) -> ModelError:
    """Return the error for a reply or question that a content filter withheld."""
    return ModelError(
        f"the content filter of {model} withheld the reply ({said}); rephrase the question, or "
        "choose another llm.model"
    )


def _refused(error: openai.APIStatusError, address: str, model: str) -> ModelError:
    said = _detail(error)
    if is_too_long(error):
        return ContextTooLong(
            f"the question and its passages are longer than {model} can read ({said}); choose an "
            "llm.model with a longer context, or lower llm.max_output_tokens"
        )
    if error.code == "content_filter":
        return filtered(model, said)
    if error.status_code == 404 or error.code == "model_not_found":
        return ModelError(
            f"{address} does not know {model} ({said}); set llm.model to a name it serves and "
            "check that OPENAI_BASE_URL ends in /v1"
        )
    if error.status_code == 401:
        return ModelError(f"{address} refused the key; check OPENAI_API_KEY, or {_EXTRACTIVE}")
    if error.status_code == 403:
        return ModelError(
            f"the key may not use {model} at {address} ({said}); choose another llm.model or key"
        )
    if error.status_code == 429:
        return _over_limit(error, address, said)
    if error.status_code in _PASSING or error.status_code >= 500:
        wait = retry_after(error.response.headers)
        return ModelUnavailable(f"{address} failed ({said}); {_when(wait)}", wait)
    return ModelError(f"{address} refused the request ({said}); check llm.model and its limits")


def is_too_long(error: openai.APIStatusError) -> bool:
    """Tell whether a server refused a request for its length."""
    return error.code == "context_length_exceeded" or (
        error.status_code in _MAY_BE_TOO_LONG and bool(_TOO_LONG.search(error.message))
    )


def _over_limit(error: openai.APIStatusError, address: str, said: str) -> ModelError:
    if error.code == "insufficient_quota":
        return ModelError(
            f"the quota at {address} is used up ({said}); add credit to that account, or "
            f"{_EXTRACTIVE}"
        )
    wait = retry_after(error.response.headers)
    return ModelUnavailable(
        f"{address} is over its limit ({said}); {_when(wait)}, or check the quota", wait
    )


def _when(wait: float | None) -> str:
    return f"try again in {wait:.0f} s" if wait else "try again later"


def _detail(error: openai.APIStatusError) -> str:
    body = error.body
    said = body.get("message") if isinstance(body, dict) else None
    return f"{error.status_code}: {one_line(str(said or error.message))}"
