"""The OpenAPI document is whole, and nothing that it admits makes the server fail."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any, cast

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.conftest import MakeApp
from tests.interfaces.api.conftest import Serve

_EXAMPLES = 12


def operations(document: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    return [
        (f"{verb} {path}", operation)
        for path, verbs in document["paths"].items()
        for verb, operation in verbs.items()
    ]


def test_every_operation_is_described_with_its_problems(reading: httpx.Client) -> None:
    document = reading.get("/openapi.json").json()
    schemas = document["components"]["schemas"]
    assert "HTTPValidationError" not in schemas
    silent = {name for name, schema in schemas.items() if not schema.get("description")}
    assert silent == {"Body_upload_v1_papers_upload_post"}  # the form, which FastAPI names
    for name, operation in operations(document):
        assert operation["summary"], name
        assert operation["description"], name
        for status in ("400", "401", "404", "413", "422", "429", "500", "503"):
            (kind,) = operation["responses"][status]["content"]
            assert kind == "application/problem+json", name
        assert {"200", "202", "204"} & set(operation["responses"]), name
    answering = ("/v1/ask", "/v1/chat", "/v1/chat/{id}/retry", "/v1/chat/completions")
    for path in answering:
        content = document["paths"][path]["post"]["responses"]["200"]["content"]
        assert set(content) == {"application/json", "text/event-stream"}
        assert content["application/json"]["schema"]["$ref"]
    begun = document["paths"]["/v1/summaries"]["post"]["responses"]["202"]
    assert "Location" in begun["headers"]
    assert "application/json" in begun["content"]
    files = document["paths"]["/v1/summaries/{id}/export"]["get"]["responses"]["200"]["content"]
    assert {"text/markdown", "text/html", "application/x-bibtex"} <= set(files)
    for body in (
        "SummaryBody",
        "Summary",
        "AskBody",
        "ChatBody",
        "SearchBody",
        "ClaimBody",
        "FiltersBody",
        "Paper",
    ):
        assert "examples" in str(schemas[body]), body


def test_nothing_that_the_document_admits_makes_the_server_fail(
    library: Path, make_app: MakeApp, serve: Serve
) -> None:
    app = make_app(llm__provider="extractive", server__requests_per_minute="0")
    with serve(app) as client, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # those of the tool are no business of this test
        schema = schemathesis.openapi.from_url(f"{client.base_url}/openapi.json")
        tried: list[Any] = [cast(Any, one).ok() for one in schema.get_all_operations()]
        assert len(tried) >= 19
        for operation in tried:
            _try(operation, str(client.base_url))
        assert client.get("/healthz").status_code == 200


def _try(operation: Any, address: str) -> None:
    modes = [operation.as_strategy(generation_mode=mode) for mode in schemathesis.GenerationMode]

    @settings(
        max_examples=_EXAMPLES,
        deadline=None,
        phases=[Phase.generate],
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=st.one_of(modes))
    def each(case: Any) -> None:
        response = case.call(base_url=address)
        assert response.status_code < 500, (response.text, case.as_curl_command())

    each()


@pytest.mark.parametrize("verb", ["PUT", "PATCH", "TRACE"])
def test_other_methods_are_refused(reading: httpx.Client, verb: str) -> None:
    assert reading.request(verb, "/v1/search").status_code == 405
