"""The OpenAI-compatible client and its errors in plain words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import openai

from assistant.errors import ModelError, ModelUnavailable


@dataclass(frozen=True, slots=True)
class Server:
    """Where a model server is and how patient to be with it."""

    base_url: str
    api_key: str
    timeout_seconds: float
    retries: int

    @property
    def address(self) -> str:
        """The address that requests go to."""
        return self.base_url or "https://api.openai.com/v1"

    def client(self) -> openai.OpenAI:
        """Return a client for this server."""
        if not self.api_key and not self.base_url:
            raise ModelError(
                "no key for the model server: set OPENAI_API_KEY, or OPENAI_BASE_URL for a local "
                "server, or use `--set llm.provider=extractive`"
            )
        return openai.OpenAI(
            # Local servers need no key, but the client insists on one.
            api_key=self.api_key or "none",
            base_url=self.address,
            timeout=self.timeout_seconds,
            max_retries=self.retries,
        )


@contextmanager
def plain_errors(server: Server, model: str) -> Iterator[None]:
    """Turn the client's exceptions into errors that say what to do."""
    try:
        yield
    except openai.AuthenticationError:
        raise ModelError(
            f"{server.address} refused the key; check OPENAI_API_KEY, or use "
            "`--set llm.provider=extractive` to answer without a model"
        ) from None
    except openai.PermissionDeniedError as error:
        raise ModelError(
            f"the key may not use {model} at {server.address} ({_detail(error)}); "
            "choose another llm.model or key"
        ) from None
    except openai.NotFoundError as error:
        raise ModelError(
            f"{server.address} does not know {model} ({_detail(error)}); "
            "set llm.model to a name it serves and check that OPENAI_BASE_URL ends in /v1"
        ) from None
    except openai.RateLimitError as error:
        raise ModelUnavailable(
            f"{server.address} is over its limit ({_detail(error)}); try again later, or check the "
            "quota"
        ) from None
    except openai.APITimeoutError:
        raise ModelUnavailable(
            f"{server.address} did not answer within {server.timeout_seconds:g} s; try again, or "
            "raise llm.timeout_seconds"
        ) from None
    except openai.APIConnectionError:
        raise ModelUnavailable(
            f"cannot reach {server.address}; start that server or correct OPENAI_BASE_URL"
        ) from None
    except openai.InternalServerError as error:
        raise ModelUnavailable(
            f"{server.address} failed ({_detail(error)}); try again later"
        ) from None
    except openai.APIStatusError as error:
        raise ModelError(
            f"{server.address} refused the request ({_detail(error)}); check llm.model and its "
            "limits"
        ) from None
    except openai.APIError as error:
        raise ModelUnavailable(
            f"the reply of {server.address} broke off ({error.message[:200]}); try again"
        ) from None


def _detail(error: openai.APIStatusError) -> str:
    body = error.body
    said = body.get("message") if isinstance(body, dict) else None
    return f"{error.status_code}: {' '.join(str(said or error.message).split())[:200]}"
