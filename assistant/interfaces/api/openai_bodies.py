"""The bodies of Chat Completions, as far as they mean something here."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from assistant.errors import InputError
from assistant.interfaces.api.responses import Answer
from assistant.types import Question, Turn

MODEL = "literature-assistant"
_MOST_MESSAGES = 400
_LONGEST = 100_000
_LONGEST_QUESTION = 4000
_Content = Annotated[str, StringConstraints(max_length=_LONGEST)]


class _Open(BaseModel):
    model_config = ConfigDict(extra="allow", frozen=True)


class Part(_Open):
    """A part of a message; only text is read."""

    type: str = Field(examples=["text"])
    text: _Content = ""


class ChatMessage(_Open):
    """A message; of other roles than user and assistant nothing is read."""

    role: Literal["system", "developer", "user", "assistant", "tool", "function"]
    content: _Content | tuple[Part, ...] | None = Field(None, examples=["What does HyDE do?"])

    @property
    def words(self) -> str:
        """The text of the message."""
        if isinstance(self.content, str):
            return self.content.strip()
        return "\n".join(part.text for part in self.content or () if part.type == "text").strip()


class StreamOptions(_Open):
    """What a stream also tells."""

    include_usage: bool = False


class CompletionBody(_Open):
    """A chat; what else OpenAI's clients send, such as a temperature, changes nothing."""

    model: str = Field(json_schema_extra={"enum": [MODEL]})
    messages: tuple[ChatMessage, ...] = Field(min_length=1, max_length=_MOST_MESSAGES)
    stream: bool | None = False
    stream_options: StreamOptions | None = None
    n: Literal[1] | None = 1

    def asked(self) -> Question:
        """Return the question with its history.

        Raises:
            InputError: the last message is none of a user, or has no words, or too many.
        """
        last = self.messages[-1]
        if last.role != "user" or not last.words:
            raise InputError("the last message asks nothing; let it be a user's, with text")
        if len(last.words) > _LONGEST_QUESTION:
            raise InputError(f"the question is longer than {_LONGEST_QUESTION} characters")
        history = tuple(
            Turn(one.role, one.words)
            for one in self.messages[:-1]
            if one.role in ("user", "assistant") and one.words
        )
        return Question(last.words, history)


class Citation(BaseModel):
    """A mark in the content, and the paper it stands for."""

    start_index: int
    end_index: int
    url: str
    title: str


class Annotation(BaseModel):
    """What is said of a stretch of the content."""

    type: Literal["url_citation"]
    url_citation: Citation


class AnswerMessage(BaseModel):
    """The text of the answer with its annotations."""

    role: Literal["assistant"]
    content: str
    annotations: list[Annotation]


class Choice(BaseModel):
    """The one choice."""

    index: int
    message: AnswerMessage
    finish_reason: Literal["stop"]


class CompletionUsage(BaseModel):
    """Tokens of the model that wrote the answer; none where it was made without one."""

    prompt_tokens: int
    completion_tokens: int
    total_tokens: int


class Completion(BaseModel):
    """An answer as a completion."""

    id: str
    object: Literal["chat.completion"]
    created: int
    model: str
    choices: list[Choice]
    usage: CompletionUsage
    litassist: Answer


class Model(BaseModel):
    """A model."""

    id: str
    object: Literal["model"]
    created: int
    owned_by: str


class Models(BaseModel):
    """The models there are."""

    object: Literal["list"]
    data: list[Model]
