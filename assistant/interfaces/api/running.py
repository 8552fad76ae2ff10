"""A server process: a socket, uvicorn, a log of JSON lines on stderr."""

from __future__ import annotations

import logging.config
import math
import socket
from collections.abc import Callable

import uvicorn

from assistant.app import App
from assistant.errors import SettingsError
from assistant.interfaces.api.application import create_api

_log = logging.getLogger(__name__)
_LOG = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "assistant.interfaces.api.observing.JsonLines"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "loggers": {
        name: {"handlers": ["stderr"], "level": "INFO", "propagate": False}
        for name in ("uvicorn", "assistant.interfaces.api")
    },
}


def serve(app: App, ready: Callable[[str], object]) -> None:
    """Serve until a signal ends it; `ready` is told the address.

    Answers in the making are finished first, for as long as one may take.  What the app reports
    goes to the log.

    Raises:
        SettingsError: the address cannot be used.
    """
    api = create_api(app)
    chosen = app.settings.server
    bound = listen(chosen.host, chosen.port)
    logging.config.dictConfig(_LOG)
    app.report = _log.info
    config = uvicorn.Config(
        api,
        log_config=None,
        access_log=False,  # its lines would hold what is asked of /v1/papers
        server_header=False,
        proxy_headers=False,  # anyone could name an address in them and have its rate
        timeout_graceful_shutdown=math.ceil(chosen.answer_seconds),
    )
    host = f"[{chosen.host}]" if ":" in chosen.host else chosen.host
    ready(f"http://{host}:{bound.getsockname()[1]}/")
    uvicorn.Server(config).run(sockets=[bound])


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that is bound to an address.

    Raises:
        SettingsError: the address cannot be used.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        bound = socket.socket(family, kind, protocol)
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind(address)
    except OSError as error:
        raise SettingsError(
            f"cannot listen on {host} port {port}: {error.strerror}; choose another with --port "
            "or --host"
        ) from None
    return bound
