"""What can go wrong between a service and us, as one line that says what to do."""

from __future__ import annotations

from collections.abc import Mapping

import httpx

from assistant.errors import SourceError, SourceLacks, SourceUnavailable
from assistant.retrying import retry_after
from assistant.sources import replies
from assistant.sources.access import Access

_PASSING = (408, 425, 500, 502, 503, 504)


def unreached(
    error: httpx.RequestError, title: str, host: str, timeout_seconds: float, reached: bool
) -> SourceError:
    """Return the error for a connection that failed; before the first reply it will not pass."""
    if isinstance(error, httpx.TimeoutException) and not isinstance(error, httpx.ConnectTimeout):
        return SourceUnavailable(
            f"{title} did not answer within {timeout_seconds:g} s; try again later, or raise "
            "sources.timeout_seconds"
        )
    said = " ".join(str(error).split())[:100] or type(error).__name__
    if isinstance(error, (httpx.ConnectError, httpx.ConnectTimeout, httpx.ProxyError)):
        kind = SourceUnavailable if reached else SourceError
        return kind(
            f"cannot reach {title} at {host} ({said}); connect to the network, or export papers "
            "elsewhere and read them with `litassist ingest FILE`"
        )
    return SourceUnavailable(f"the reply of {title} broke off ({said}); try again later")


def moved(name: str, title: str, host: str) -> SourceError:
    """Return the error for a service that sends its callers to another host."""
    return SourceError(
        f"{title} sends its callers to {host}, which is not followed; if that is its new address, "
        f"set sources.{name}_url to it"
    )


def unreadable(title: str, error: Exception) -> SourceUnavailable:
    """Return the error for a reply that is not of the documented shape."""
    said = " ".join(str(error).split())[:100]
    return SourceUnavailable(f"{title} sent what cannot be read ({said}); try again later")


def refused(status: int, headers: Mapping[str, str], body: bytes, access: Access) -> SourceError:
    """Return the error for a reply that is no success."""
    said = replies.said(body.decode("utf-8", "replace"))
    if access.secret:
        said = said.replace(access.secret, "(key)")
    told = f"{status}: {said}" if said else str(status)
    title, wait = access.title, retry_after(headers)
    when = f"try again in {wait:.0f} s" if wait else "try again later"
    if status == 429:
        more = f", or {access.remedy}" if access.remedy and not access.secret else ""
        return SourceUnavailable(f"{title} answers no more for now ({told}); {when}{more}", wait)
    if status in _PASSING:
        return SourceUnavailable(f"{title} failed ({told}); {when}", wait)
    if status in (401, 403):
        todo = access.remedy or "try again later"
        return SourceError(f"{title} refused to answer ({told}); {todo}")
    if status in (404, 410):
        return SourceLacks(
            f"{title} has nothing there ({told}); check the identifier, or "
            f"sources.{access.name}_url"
        )
    return SourceError(f"{title} did not take the request ({told}); correct the query")
