"""A chat model that is asked only while the user's limits on tokens and money allow it."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from assistant.errors import BudgetExceeded, ModelError, StorageError
from assistant.models import tokens
from assistant.models.prices import Price
from assistant.models.served_model import ServedModel, Wrapper
from assistant.models.spending import SPANS, Amount, Book, Span
from assistant.types import Message, Reply

_MESSAGE_TOKENS = 4  # around each message, as OpenAI counts them
_NOTHING = Amount(0, None)


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that a question, a session and a day may take, under the names of the settings.

    `tokens_per_question`, `usd_per_day` and so on; 0 is no limit.
    """

    most: Mapping[str, float]

    @property
    def none(self) -> bool:
        """Whether nothing is limited."""
        return not any(self.most.values())

    def check(self, estimate: Amount, spent: Mapping[Span, Amount], model: str) -> None:
        """Refuse a call that would exceed a limit.

        Raises:
            BudgetExceeded: it would, or a limit in money cannot be kept for want of a price.
        """
        for span in SPANS:
            self._check_tokens(f"tokens_per_{span}", estimate.tokens, spent[span].tokens)
            if self.most[f"usd_per_{span}"] and estimate.usd is None:
                raise BudgetExceeded(
                    f"budget.usd_per_{span} cannot be kept: no price of {model} is known; set "
                    "llm.price_in and llm.price_out (US dollars for a million tokens), or limit "
                    f"budget.tokens_per_{span} instead"
                )
            self._check_usd(f"usd_per_{span}", estimate.usd or 0.0, spent[span].usd or 0.0)

    def _check_tokens(self, limit: str, estimate: int, spent: int) -> None:
        most = self.most[limit]
        if 0 < most < spent + estimate:
            raise _exceeded(limit, f"{estimate:,} tokens", f"{spent:,} of {most:,.0f}")

    def _check_usd(self, limit: str, estimate: float, spent: float) -> None:
        most = self.most[limit]
        if 0 < most < spent + estimate:
            raise _exceeded(limit, f"{estimate:.4f} US dollars", f"{spent:.4f} of {most:.4f}")


class BudgetedChat(Wrapper):
    """Estimates each call before it is made, refuses it above a limit, and books what it took.

    The estimate is the tokens of the messages and the longest reply.  A failed call is not booked:
    servers do not say what those took.
    """

    def __init__(
        self,
        inner: ServedModel,
        book: Book,
        limits: Limits,
        price: Price | None,
        max_output_tokens: int,
    ) -> None:
        super().__init__(inner)
        self._book = book
        self._limits = limits
        self._price = price
        self._max_output_tokens = max_output_tokens

    def reply(
        self, messages: Sequence[Message], on_text: Callable[[str], None] | None = None
    ) -> Reply:
        """Return the reply with its cost.

        Raises:
            BudgetExceeded: the call would exceed a limit; it was not made.
            ModelError: the model did not answer.
            StorageError: there are limits, and what was spent cannot be read or written.
        """
        unlimited = self._limits.none
        estimate = _NOTHING if unlimited else self._estimate(messages)
        entry: int | None = None

        def check(spent: Mapping[Span, Amount]) -> None:
            self._limits.check(estimate, spent, self.name)

        with self._forgiven():
            entry = self._book.enter(self.name, estimate, None if unlimited else check)
        try:
            reply = self._inner.reply(messages, on_text)
        except ModelError:
            if entry is not None:
                with suppress(StorageError):
                    self._book.remove(entry)
            raise
        took = self._amount(reply.tokens_in, reply.tokens_out)
        if entry is not None:
            # Not written, the estimate stays: an answer that is paid for is not thrown away.
            with suppress(StorageError):
                self._book.correct(entry, took)
        return dataclasses.replace(reply, cost_usd=took.usd)

    @contextmanager
    def _forgiven(self) -> Iterator[None]:
        """Pass over a book that cannot be written where no limit depends on it."""
        try:
            yield
        except StorageError:
            if not self._limits.none:
                raise

    def _estimate(self, messages: Sequence[Message]) -> Amount:
        read = sum(tokens.count(message.content) + _MESSAGE_TOKENS for message in messages)
        return self._amount(read, self._max_output_tokens)

    def _amount(self, tokens_in: int, tokens_out: int) -> Amount:
        cost = self._price.cost(tokens_in, tokens_out) if self._price else None
        return Amount(tokens_in + tokens_out, cost)


def _exceeded(limit: str, estimate: str, spent: str) -> BudgetExceeded:
    return BudgetExceeded(
        f"budget.{limit} does not allow this call: it may take {estimate}, and {spent} are spent; "
        f"raise budget.{limit}, or lower answer.papers or llm.max_output_tokens"
    )
