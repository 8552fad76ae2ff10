"""Chat Completions as OpenAI's clients speak it, so that they work against this server.

The last message is the question, those of user and assistant before it the history.  The reply's
content is the text of the answer; each of its marks is an annotation of type `url_citation`, whose
indices count characters: `content[start_index:end_index] == "[1]"`.  The whole `answer/1` stands
under the extra key `litassist`.
"""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Iterator
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from assistant.answering.documents import answer_document
from assistant.interfaces.api import streaming
from assistant.interfaces.api.answers import Running, Teller
from assistant.interfaces.api.openai_bodies import MODEL, Completion, CompletionBody, Models
from assistant.interfaces.api.openapi import streamed
from assistant.interfaces.api.parts import Given
from assistant.interfaces.api.problems import Problem
from assistant.types import Document

router = APIRouter(tags=["OpenAI-compatible"])
_CHUNKS = 'data: {"object": "chat.completion.chunk", …}\n\ndata: [DONE]\n\n'


@router.get("/v1/models", response_model=Models, summary="List the one model")
async def models() -> Response:
    """Return the one model there is: the assistant over its library."""
    model = {"id": MODEL, "object": "model", "created": 0, "owned_by": "litassist"}
    return JSONResponse({"object": "list", "data": [model]})


@router.post(
    "/v1/chat/completions",
    response_model=Completion,
    responses=streamed(_CHUNKS),
    summary="Answer as a chat model would",
)
async def complete(body: CompletionBody, request: Request, parts: Given) -> Response:
    """Answer the last message; settings of sampling are taken and change nothing."""
    if body.model != MODEL:
        raise Problem(404, "model-not-found", f"there is one model here: {MODEL}")
    question = body.asked()

    def work(teller: Teller) -> Document:
        assistant = parts.service.assistant()
        return answer_document(
            assistant.ask(
                question,
                teller.on_statement,
                teller.on_hits,
                teller.on_reference,
                teller.on_step,
            )
        )

    running = parts.answers.start(work)
    writer = _Writer(request)
    if body.stream:
        usage = bool(body.stream_options and body.stream_options.include_usage)
        return streaming.stream(writer.chunks(running, usage, parts.heartbeat_seconds))
    return JSONResponse(writer.completion(await streaming.document_of(running, request)))


class _Writer:
    """Writes one completion, whole or in chunks."""

    def __init__(self, request: Request) -> None:
        self._request_id = request.state.request_id
        self._papers = f"{request.base_url}v1/papers/"
        self._head = {
            "id": f"chatcmpl-{self._request_id}",
            "created": int(time.time()),
            "model": MODEL,
        }

    def completion(self, answer: Document) -> Document:
        """Return an answer as a completion."""
        message = {
            "role": "assistant",
            "content": answer["text"],
            "refusal": None,
            "annotations": self._annotations(answer),
        }
        return {
            **self._head,
            "object": "chat.completion",
            "choices": [
                {"index": 0, "message": message, "logprobs": None, "finish_reason": "stop"}
            ],
            "usage": _usage(answer),
            "litassist": answer,
        }

    async def chunks(
        self, running: Running, with_usage: bool, heartbeat: float
    ) -> AsyncIterator[bytes]:
        """Yield the same as a stream; the annotations come with the last piece of content."""
        try:
            yield self._chunk({"role": "assistant", "content": ""})
            async for event in running.events(heartbeat):
                if event is None:
                    yield streaming.HEARTBEAT
                elif event.name == "delta":
                    yield self._chunk({"content": event.data["text"]})
                elif event.name == "done":
                    last = {"content": "", "annotations": self._annotations(event.data)}
                    yield self._chunk(last, litassist=event.data)
                    yield self._chunk({}, "stop")
                    if with_usage:
                        yield self._chunk(None, usage=_usage(event.data))
        except Exception as error:  # noqa: BLE001 - the status is sent: the stream must tell it
            problem = streaming.problem_in(error, self._request_id)
            yield streaming.encoded({"error": problem.openai_error()})
        else:
            yield b"data: [DONE]\n\n"
        finally:
            running.stop()

    def _chunk(self, delta: Document | None, finish: str | None = None, **more: Any) -> bytes:
        choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish}
        choices = [] if delta is None else [choice]
        head = {**self._head, "object": "chat.completion.chunk", "choices": choices}
        return streaming.encoded(head | more)

    def _annotations(self, answer: Document) -> list[Document]:
        references = {one["number"]: one for one in answer["references"]}
        return [
            {
                "type": "url_citation",
                "url_citation": {
                    "start_index": start,
                    "end_index": end,
                    "url": self._address(references[number]),
                    "title": references[number]["title"],
                },
            }
            for start, end, number in marks(answer)
        ]

    def _address(self, reference: Document) -> str:
        """Return where a paper is: on the web as its record has it, else in this library."""
        if str(reference["url"]).startswith(("https://", "http://")):
            return str(reference["url"])
        if reference["doi"]:
            return f"https://doi.org/{quote(reference['doi'])}"
        return self._papers + quote(reference["paper_id"], safe=":/")


def marks(answer: Document) -> Iterator[tuple[int, int, int]]:
    """Yield start, end and number of each mark in the text of an answer."""
    place = 0
    for statement in answer["statements"]:
        place += len(statement["text"])
        for number in statement["citations"]:
            end = place + len(f" [{number}]")
            yield place + 1, end, number
            place = end
        place += 1  # the blank before the next statement


def _usage(answer: Document) -> Document:
    read, written = answer["usage"]["tokens_in"], answer["usage"]["tokens_out"]
    return {"prompt_tokens": read, "completion_tokens": written, "total_tokens": read + written}
