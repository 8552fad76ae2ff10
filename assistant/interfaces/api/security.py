"""Who may ask: this machine's own programs and pages, or whoever has a key."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.interfaces.api import keys
from assistant.interfaces.api.keys import Key
from assistant.interfaces.api.limits import Rates
from assistant.interfaces.api.problems import Problem, try_later

_OPEN = re.compile(r"/(healthz|readyz|static/.*)?")
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": _POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


class Guard:
    """Lets a request pass that comes from where it says, with a key where there are keys.

    On this machine's own address a page of another site could reach the server through the user's
    browser: by a name of its own that resolves to this machine (its Host header gives it away), or
    by a plain form (its Origin header does).
    """

    def __init__(
        self, app: ASGIApp, host: str, known: Sequence[Key], requests_per_minute: int
    ) -> None:
        self._app = app
        self._local = is_local(host)
        self._known = known
        self._requests_per_minute = requests_per_minute
        self._rates = Rates()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or raise the Problem with it."""
        if scope["type"] == "http":
            headers = Headers(scope=scope)
            self._check_host(headers.get("host", ""))
            _check_origin(headers)
            if not _OPEN.fullmatch(scope["path"]):
                self._admit(headers, scope)
        await self._app(scope, receive, send)

    def _check_host(self, host: str) -> None:
        if self._local and not is_local(urlsplit(f"//{host}").hostname or ""):
            raise Problem(
                400, "wrong-host", "this server answers to localhost alone; ask it by that name"
            )

    def _admit(self, headers: Headers, scope: Scope) -> None:
        scheme, _, given = headers.get("authorization", "").partition(" ")
        key = keys.find(self._known, given.strip()) if scheme.lower() == "bearer" else None
        address = scope["client"][0] if scope.get("client") else "unknown"
        client = f"key {key.name}" if key else f"address {address}"
        scope["state"]["client"] = client
        own = key.requests_per_minute if key else None
        limit = self._requests_per_minute if own is None else own
        wait = self._rates.wait(client, limit)
        if wait:
            detail = f"more than {limit} requests in a minute; wait a little"
            raise try_later(429, "too-many-requests", detail, wait)
        if self._known and key is None:
            raise Problem(
                401,
                "no-key",
                "this needs a key in the header `Authorization: Bearer KEY`; "
                "`litassist serve --add-key NAME` makes one",
                {"WWW-Authenticate": "Bearer"},
            )


def is_local(host: str) -> bool:
    """Tell whether a name or address is this machine's own, which no other can reach."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _check_origin(headers: Headers) -> None:
    origin = headers.get("origin")
    if origin is not None and urlsplit(origin).netloc != headers.get("host"):
        raise Problem(403, "other-origin", "pages of other sites may not use this server")
