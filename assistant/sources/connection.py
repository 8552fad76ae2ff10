"""The one door to HTTP for services of papers: a request, a reply or an error in plain words."""

from __future__ import annotations

import urllib.request

import httpx

from assistant import __version__
from assistant.errors import SettingsError, SourceError
from assistant.sources import refusals
from assistant.sources.access import PRODUCT, Access
from assistant.sources.service import Request

_LARGEST = 100 << 20  # bytes of a reply; the largest page of a service has some ten million
_MOST_REDIRECTS = 3


class Connection:
    """A connection to one service; it follows no redirect to another host."""

    def __init__(self, access: Access, mailto: str, timeout_seconds: float) -> None:
        self._access = access
        self._timeout_seconds = timeout_seconds
        self._reached = False
        who = f" (mailto:{mailto})" if mailto else ""
        try:
            address = httpx.URL(access.address)
            self._http = httpx.Client(
                headers={"User-Agent": f"{PRODUCT}/{__version__}{who}"},
                timeout=timeout_seconds,
                transport=_Identified(access, address),
            )
        except (httpx.InvalidURL, ValueError, ImportError) as error:
            raise SettingsError(
                f"cannot ask {access.title} ({error}); correct sources.{access.name}_url or the "
                "proxy of the environment"
            ) from None
        self.host = f"{address.host}:{address.port}" if address.port else address.host

    def close(self) -> None:
        """Close the connection."""
        self._http.close()

    def get(self, request: Request) -> bytes:
        """Return the body of the reply to a request.

        Raises:
            SourceError: there is no reply, or it is a refusal.
        """
        url = httpx.URL(f"{self._access.address}{request.path}")
        sent = self._http.build_request("GET", url.copy_merge_params(request.parameters))
        try:
            response, body = self._followed(sent)
        except (httpx.TransportError, httpx.DecodingError) as error:
            raise refusals.unreached(
                error, self._access.title, self.host, self._timeout_seconds, self._reached
            ) from None
        if not response.is_success:
            raise refusals.refused(response.status_code, response.headers, body, self._access)
        return body

    def _followed(self, sent: httpx.Request) -> tuple[httpx.Response, bytes]:
        for _ in range(_MOST_REDIRECTS):
            response, body = self._exchanged(sent)
            self._reached = True
            following = response.next_request
            if following is None:
                break
            if (following.url.host, following.url.port) != (sent.url.host, sent.url.port):
                raise refusals.moved(self._access.name, self._access.title, following.url.host)
            sent = following
        return response, body

    def _exchanged(self, request: httpx.Request) -> tuple[httpx.Response, bytes]:
        response = self._http.send(request, stream=True)
        try:
            parts: list[bytes] = []
            size = 0
            for part in response.iter_bytes():
                parts.append(part)
                size += len(part)
                if size > _LARGEST:
                    raise SourceError(
                        f"the reply of {self._access.title} is larger than {_LARGEST >> 20} MB; "
                        "ask for fewer papers with --limit"
                    )
        finally:
            response.close()
        return response, b"".join(parts)


class _Identified(httpx.BaseTransport):
    """Adds who asks to what goes to the service itself, and to nobody else.

    Below the client, so that neither its log nor its errors hold a key.
    """

    def __init__(self, access: Access, address: httpx.URL) -> None:
        self._access = access
        self._origin = _origin(address)
        bypassed = urllib.request.proxy_bypass(address.host)
        # The client looks for proxies only where the transport is its own.
        proxy = None if bypassed else urllib.request.getproxies().get(address.scheme)
        self._inner = httpx.HTTPTransport(proxy=proxy)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        if _origin(request.url) == self._origin:
            request = httpx.Request(
                request.method,
                request.url.copy_merge_params(self._access.own),
                headers=[*request.headers.raw, *httpx.Headers(self._access.own_headers).raw],
                extensions=request.extensions,
            )
        return self._inner.handle_request(request)

    def close(self) -> None:
        self._inner.close()


def _origin(url: httpx.URL) -> tuple[str, str, int | None]:
    return url.scheme, url.host, url.port
