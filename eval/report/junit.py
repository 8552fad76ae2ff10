"""A scored run as JUnit XML, so that a build shows which questions fail and why."""

from __future__ import annotations

import re
from xml.etree import ElementTree as Xml

from eval.report.findings import failures
from eval.types import Item, Scored, Stamp

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit(scored: Scored) -> str:
    """Return one test suite with a test case a question."""
    items = scored.items
    errors = sum(item.outcome.error is not None for item in items)
    suite = Xml.Element(
        "testsuite",
        name=_clean(_classname(scored.stamp)),
        tests=str(len(items)),
        failures=str(sum(bool(failures(item)) for item in items) - errors),
        errors=str(errors),
        time=_seconds(sum(item.outcome.cost.seconds for item in items)),
    )
    for item in items:
        suite.append(_case(item, scored.stamp))
    Xml.indent(suite)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + Xml.tostring(suite, encoding="unicode")


def _case(item: Item, stamp: Stamp) -> Xml.Element:
    case = Xml.Element(
        "testcase",
        classname=_clean(f"{_classname(stamp)}.{item.case.type}"),
        name=_clean(f"{item.case.id} {item.case.question}"),
        time=_seconds(item.outcome.cost.seconds),
    )
    if item.outcome.error is not None:
        Xml.SubElement(case, "error", message=_clean(item.outcome.error))
    elif failed := failures(item):
        Xml.SubElement(
            case,
            "failure",
            message="; ".join(one.means for one in failed),
            type=", ".join(one.words for one in failed),
        )
    return case


def _classname(stamp: Stamp) -> str:
    return f"{stamp.set}.{stamp.system}"


def _seconds(value: float) -> str:
    return f"{value:.3f}"


def _clean(text: str) -> str:
    """Return a text without the characters that XML cannot hold."""
    return _NOT_XML.sub("\ufffd", text)
