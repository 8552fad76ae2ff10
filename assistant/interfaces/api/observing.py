"""What a server tells of itself: an id for each request, a line in the log, figures."""

from __future__ import annotations

import json
import logging
import re
import time
import traceback
import uuid
from collections.abc import Mapping

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    generate_latest,
)
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.interfaces.api.problems import problem_of

_log = logging.getLogger(__name__)
_REQUEST_ID = re.compile(r"[\w.-]{1,64}", re.ASCII)
_METHODS = frozenset(("GET", "HEAD", "POST", "DELETE", "OPTIONS"))
_SECONDS = (0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120)


class Metrics:
    """The figures of one server."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        self.requests = Counter(
            "litassist_requests", "Requests.", ("method", "route", "status"),
            registry=self._registry,
        )  # fmt: skip
        self.seconds = Histogram(
            "litassist_request_seconds", "From request to the end of the response.", ("route",),
            registry=self._registry, buckets=_SECONDS,
        )  # fmt: skip
        self.answers = Counter(
            "litassist_answers", "Answers, by how they ended.", ("outcome",),
            registry=self._registry,
        )  # fmt: skip
        self.running = Gauge(
            "litassist_answers_running", "Answers in the making.", registry=self._registry
        )
        self.tokens = Counter(
            "litassist_model_tokens", "Tokens of the chat model.", ("direction",),
            registry=self._registry,
        )  # fmt: skip

    def page(self) -> bytes:
        """Return all figures in Prometheus' text format."""
        return generate_latest(self._registry)


class Observer:
    """Gives each request its id, logs and counts it, and answers where all others failed.

    Neither what is asked nor any header is logged, and of a path only the route it takes.
    """

    def __init__(self, app: ASGIApp, metrics: Metrics, headers: Mapping[str, str]) -> None:
        self._app = app
        self._metrics = metrics
        self._headers = headers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on; whatever is raised becomes a problem."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        state = scope.setdefault("state", {})
        state["request_id"] = request_id = _request_id(scope)
        started, status = time.monotonic(), 0

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                headers["X-Request-Id"] = request_id
                stored = "no-store" if scope["path"].startswith("/v1/") else "no-cache"
                headers.setdefault("Cache-Control", stored)
                for name, value in self._headers.items():
                    headers.setdefault(name, value)
            await send(message)

        try:
            await self._app(scope, receive, sending)
        except Exception as error:  # noqa: BLE001 - the last to see it: the client gets a problem
            problem = problem_of(error)
            if problem.status == 500:
                log_bug(request_id, error)
            if not status:
                await problem.response(scope)(scope, receive, sending)
        finally:
            self._record(scope, status, time.monotonic() - started)

    def _record(self, scope: Scope, status: int, seconds: float) -> None:
        route = getattr(scope.get("route"), "path", "none")
        method = scope["method"] if scope["method"] in _METHODS else "other"
        self._metrics.requests.labels(method, route, str(status)).inc()
        self._metrics.seconds.labels(route).observe(seconds)
        fields = {
            "request_id": scope["state"]["request_id"],
            "client": scope["state"].get("client"),
            "method": method,
            "route": route,
            "status": status,
            "seconds": round(seconds, 4),
        }
        _log.info("request", extra={"fields": fields})


class JsonLines(logging.Formatter):
    """A log record as a line of JSON.

    Of an exception it has the kind and the places, not the message: that may quote a question.
    """

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        line: dict[str, object] = {
            "time": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname.lower(),
            "message": record.getMessage(),
            **getattr(record, "fields", {}),
        }
        error = record.exc_info[1] if record.exc_info else None
        if error:
            line["error"] = type(error).__name__
            line["places"] = [
                f"{one.filename}:{one.lineno} {one.name}"
                for one in traceback.extract_tb(error.__traceback__)
            ]
        return json.dumps(line)


def log_bug(request_id: str, error: Exception) -> None:
    """Log an exception that should not have been."""
    _log.error("bug", exc_info=error, extra={"fields": {"request_id": request_id}})


def _request_id(scope: Scope) -> str:
    given = Headers(scope=scope).get("x-request-id", "")
    return given if _REQUEST_ID.fullmatch(given) else uuid.uuid4().hex
