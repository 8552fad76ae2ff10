"""The API put together: routes, and what stands around each request."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from assistant import __version__
from assistant.app import App
from assistant.errors import AssistantError, SettingsError
from assistant.interfaces.api import (
    chat_routes,
    compare_routes,
    keys,
    openai_compatible,
    openapi,
    paper_routes,
    problems,
    question_routes,
    security,
    summary_routes,
    system_routes,
)
from assistant.interfaces.api.answers import Answers
from assistant.interfaces.api.limits import BodyLimit
from assistant.interfaces.api.observing import Metrics, Observer
from assistant.interfaces.api.parts import Parts, Writes
from assistant.interfaces.api.service import Service
from assistant.interfaces.api.summaries import Summaries


def create_api(app: App) -> FastAPI:
    """Return the API over the library of an app, for one event loop.

    Raises:
        SettingsError: it would listen to other machines, and there is no key.
    """
    chosen = app.settings.server
    known = keys.read(chosen.keys_path.expanduser())
    if not known and not security.is_local(chosen.host):
        raise SettingsError(
            f"on {chosen.host} anyone who reaches this machine could ask; make a key first: "
            "`litassist serve --add-key NAME`"
        )
    metrics = Metrics()
    parts = Parts(
        Service(app),
        Answers(chosen.concurrent_answers, chosen.answer_seconds, metrics),
        Writes(),
        Summaries(),
        metrics,
        chosen.heartbeat_seconds,
    )
    api = FastAPI(
        title="literature-assistant",
        version=__version__,
        lifespan=_lifespan,
        docs_url=None,  # the page that FastAPI makes loads scripts from elsewhere
        redoc_url=None,
    )
    api.state.parts = parts
    for routes in (
        question_routes,
        compare_routes,
        chat_routes,
        summary_routes,
        paper_routes,
        openai_compatible,
        system_routes,
    ):
        api.include_router(routes.router)
    api.mount("/static", StaticFiles(directory=system_routes.PAGE), name="static")
    problems.handle(api)
    openapi.describe(api)
    # The last one added is the first to see a request.
    api.add_middleware(BodyLimit, most=chosen.max_body_bytes)
    api.add_middleware(
        security.Guard,
        host=chosen.host,
        known=known,
        requests_per_minute=chosen.requests_per_minute,
    )
    api.add_middleware(Observer, metrics=metrics, headers=security.HEADERS)
    return api


@asynccontextmanager
async def _lifespan(api: FastAPI) -> AsyncIterator[None]:
    parts: Parts = api.state.parts
    # A library that is not there yet, or empty, is no reason not to start: papers can be added.
    with contextlib.suppress(AssistantError):
        await asyncio.to_thread(parts.service.warm_up)
    yield
    await parts.answers.close()
    parts.summaries.close()
    parts.writes.close()
    parts.service.close()
