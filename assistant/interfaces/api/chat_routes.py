"""Conversations that are kept: the next question, and what can be done with the last one."""

from __future__ import annotations

from dataclasses import asdict

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from assistant.answering.conversation import Conversation
from assistant.answering.documents import answer_document
from assistant.interfaces.api import responses
from assistant.interfaces.api.answers import Teller
from assistant.interfaces.api.openapi import streamed
from assistant.interfaces.api.parts import Given
from assistant.interfaces.api.problems import Problem
from assistant.interfaces.api.question_routes import EVENTS
from assistant.interfaces.api.requests import ChatBody, FeedbackBody, RetryBody
from assistant.interfaces.api.service import Service
from assistant.interfaces.api.streaming import respond
from assistant.types import Answer, Document, Filters

router = APIRouter(tags=["conversations"])


@router.post(
    "/v1/chat",
    response_model=responses.ChatAnswer,
    responses=streamed(EVENTS),
    summary="Ask the next question of a conversation",
)
async def chat(body: ChatBody, request: Request, parts: Given) -> Response:
    """Answer a question that may lean on those before it, and keep both.

    The same two forms as `/v1/ask`. A question whose answer fails is not kept.
    """

    def work(teller: Teller) -> Document:
        id = body.conversation_id
        with parts.service.turn_of(id):
            talk = _conversation(parts.service, id, body.filters.filters())
            answer = talk.ask(
                body.question,
                body.standalone,
                teller.on_statement,
                teller.on_hits,
                teller.on_reference,
                teller.on_step,
            )
            return _placed(parts.service, talk, answer)

    return await respond(request, parts.answers.start(work), parts.heartbeat_seconds)


@router.post(
    "/v1/chat/{id}/retry",
    response_model=responses.ChatAnswer,
    responses=streamed(EVENTS),
    summary="Answer the last question anew",
)
async def retry(id: str, body: RetryBody, request: Request, parts: Given) -> Response:
    """Answer the last question of a conversation anew, in place of its answer."""

    def work(teller: Teller) -> Document:
        with parts.service.turn_of(id):
            talk = _conversation(parts.service, id, body.filters.filters())
            answer = talk.retry(
                teller.on_statement, teller.on_hits, teller.on_reference, teller.on_step
            )
            if answer is None:
                raise _no_turns()
            return _placed(parts.service, talk, answer)

    return await respond(request, parts.answers.start(work), parts.heartbeat_seconds)


@router.post(
    "/v1/chat/{id}/undo",
    response_model=responses.TurnsLeft,
    summary="Take the last question and answer away",
)
def undo(id: str, parts: Given) -> Response:
    """Take the last turn of a conversation away."""
    with parts.service.turn_of(id):
        kept = parts.service.conversation(id)
        if not parts.service.conversations.undo(id):
            raise _no_turns()
    return JSONResponse({"conversation_id": id, "turns": kept.turns - 1})


@router.post(
    "/v1/chat/{id}/feedback",
    response_model=responses.TurnsLeft,
    summary="Say what you think of the last answer",
)
def feedback(id: str, body: FeedbackBody, parts: Given) -> Response:
    """Keep a judgement beside the last answer and its evidence."""
    parts.service.conversation(id)
    turns = parts.service.conversations.turns(id)
    if not turns:
        raise _no_turns()
    parts.service.conversations.judge(turns[-1].number, body.label, body.note)
    return JSONResponse({"conversation_id": id, "turns": len(turns)})


@router.get(
    "/v1/conversations", response_model=responses.Conversations, summary="List the conversations"
)
def conversations(parts: Given) -> Response:
    """List all conversations, the one last changed first."""
    catalog = parts.service.catalog()
    found = catalog.conversations.all() if catalog else []
    return JSONResponse({"conversations": [asdict(one) for one in found]})


@router.get(
    "/v1/conversations/{id}",
    response_model=responses.WholeConversation,
    summary="Get a conversation",
)
def conversation(id: str, parts: Given) -> Response:
    """Return a conversation with its questions, answers and feedback."""
    kept = parts.service.conversation(id)
    turns = [
        {**asdict(turn), "number": number}
        for number, turn in enumerate(parts.service.conversations.turns(id), 1)
    ]
    return JSONResponse({**asdict(kept), "turns": turns})


@router.delete("/v1/conversations/{id}", response_model=responses.Removed, summary="Remove one")
def remove(id: str, parts: Given) -> Response:
    """Remove a conversation with its answers."""
    with parts.service.turn_of(id):
        parts.service.conversation(id)
        parts.service.conversations.remove(id)
    return JSONResponse({"removed": [id]})


def _conversation(service: Service, id: str | None, filters: Filters) -> Conversation:
    if id is not None:
        service.conversation(id)
    return Conversation(service.assistant(), service.conversations, id, filters)


def _placed(service: Service, talk: Conversation, answer: Answer) -> Document:
    """Return an answer that was kept, with its place."""
    kept = service.conversation(talk.id or "")
    return {**answer_document(answer), "conversation_id": kept.id, "turn": kept.turns}


def _no_turns() -> Problem:
    return Problem(404, "no-turns", "nothing has been asked in this conversation yet")
