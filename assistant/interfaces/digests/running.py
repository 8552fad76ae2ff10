"""One run of the digests: each topic is remembered as soon as its files are in their place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from assistant.answering.calls import OnProgress
from assistant.answering.digesting import kept_work
from assistant.answering.digesting.digester import Digester
from assistant.answering.digesting.documents import digest_document, kept_document
from assistant.answering.digesting.topics_file import Topic
from assistant.errors import AssistantError
from assistant.interfaces.digests.folder import DigestFolder
from assistant.interfaces.digests.pages import digest_page, kept_page, tally
from assistant.library.digests import KEPT_WORK

KEPT_TITLE = "kept answers and reviews"


@dataclass(frozen=True, slots=True)
class Done:
    """What became of a topic: a page and what it tells of, nothing new, or an error."""

    topic: str
    page: Path | None = None
    told: str = ""
    error: AssistantError | None = None


def run(
    digester: Digester,
    topics: Iterable[Topic],
    answer_papers: int,
    out: Path,
    on_progress: OnProgress | None = None,
    today: Callable[[], date] = date.today,
) -> Iterator[Done]:
    """Write what is new on each topic and which kept work is stale, then the index.

    What fails does not keep the others from being written.

    Raises:
        StorageError: the index cannot be written.
    """
    folder, day = DigestFolder(out), today().isoformat()
    for topic in topics:
        try:
            yield _topic(digester, topic, folder, day, on_progress)
        except AssistantError as error:
            yield Done(topic.name, error=error)
    try:
        yield _kept(digester, answer_papers, folder, day)
    except AssistantError as error:
        yield Done(KEPT_TITLE, error=error)
    folder.index()


def _topic(
    digester: Digester,
    topic: Topic,
    folder: DigestFolder,
    day: str,
    on_progress: OnProgress | None,
) -> Done:
    digest = digester.digest(topic, on_progress)
    if digest is None:
        return Done(topic.name)
    document = digest_document(digest, day)
    page = folder.place(topic.slug, digest_page(digest, day), document)
    digester.remember(digest)
    return Done(topic.name, page, tally(document))


def _kept(digester: Digester, answer_papers: int, folder: DigestFolder, day: str) -> Done:
    memory = digester.catalog.digests
    said = memory.stale()
    found = kept_work.stale(digester.reviewer, digester.catalog, answer_papers)
    reasons = {one.item: one.reasons for one in found}
    number = memory.memory(KEPT_WORK).number
    to_tell = [one for one in found if said.get(one.item) != one.reasons]
    if not to_tell:
        if said != reasons:
            memory.remember_stale(number, reasons)
        return Done(KEPT_TITLE)
    document = kept_document(to_tell, number + 1, day)
    page = folder.place(KEPT_WORK, kept_page(to_tell, day), document)
    memory.remember_stale(number + 1, reasons)
    return Done(KEPT_TITLE, page, tally(document))
