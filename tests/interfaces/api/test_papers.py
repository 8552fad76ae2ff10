"""The papers over HTTP: what is added or removed is seen at once by the same server."""

from __future__ import annotations

import json
from pathlib import Path

import httpx

from tests.conftest import MakeApp
from tests.interfaces.api.conftest import Serve, assert_problem

ZEBRA = {
    "title": "Zebrafish hearts regrow",
    "abstract": "Zebrafish regrow their hearts within sixty days of an injury.",
    "authors": ["Ada Fin"],
    "year": 2021,
    "doi": "10.1000/Zebra",
}


def test_a_page_of_papers_is_cut_from_those_that_match(reading: httpx.Client) -> None:
    def listed(**asked: str | int) -> tuple[int, list[str]]:
        page = reading.get("/v1/papers", params=asked).json()
        return page["total"], [paper["id"] for paper in page["papers"]]

    total, first = listed(limit=10)
    assert total == 64
    assert listed(limit=4, offset=3) == (64, first[3:7])
    assert listed(offset=64) == (64, [])
    assert listed(q="DENSE karpukhin") == (1, ["doi:10.18653/v1/2020.emnlp-main.550"])
    assert listed(q="DENSE 2020 vladimir")[0] == 1
    assert listed(year="2020", author="Vladimir Karpukhin")[0] == 2
    assert listed(year="2020", author="Vladimir Karpukhin", venue="emnlp")[0] == 1
    assert listed(venue="no such venue") == (0, [])
    assert_problem(reading.get("/v1/papers?year=soon"), 400, "cannot read the years")
    assert_problem(reading.get("/v1/papers?limit=0"), 422, "query.limit")


def test_a_paper_answers_to_its_id_and_its_title(reading: httpx.Client) -> None:
    id = "doi:10.18653/v1/2020.emnlp-main.550"
    paper = reading.get(f"/v1/papers/{id}").json()
    assert paper["id"] == id
    assert reading.get("/v1/papers/doi%3A10.18653%2Fv1%2F2020.emnlp-main.550").json() == paper
    assert reading.get(f"/v1/papers/{paper['title']}").json() == paper
    assert_problem(reading.get("/v1/papers/dense"), 404, "no paper 'dense'")


def test_a_server_without_a_library_says_so_and_takes_papers(
    make_app: MakeApp, serve: Serve, tmp_path: Path
) -> None:
    with serve(make_app(llm__provider="extractive")) as client:
        assert client.get("/healthz").status_code == 200
        assert_problem(client.get("/readyz"), 503, "no library in")
        assert_problem(client.post("/v1/ask", json={"question": "Why?"}), 503, "no library in")
        assert_problem(client.post("/v1/search", json={"query": "why"}), 503, "no library in")
        listed = client.get("/v1/papers?q=why&limit=7")
        assert listed.json() == {"total": 0, "offset": 0, "limit": 7, "papers": []}
        assert client.get("/v1/conversations").json() == {"conversations": []}
        assert not (tmp_path / "library").exists()
        assert client.post("/v1/papers", json=[]).json()["read"] == 0
        assert client.get("/readyz").json() == {"status": "ready", "papers": 0}
        assert_problem(client.post("/v1/ask", json={"question": "Why?"}), 503, "is empty")
        added = client.post("/v1/papers", json=ZEBRA).json()
        assert (added["read"], added["new"], added["skipped"]) == (1, 1, [])
        asked = {"question": "How long do zebrafish take to regrow their hearts?"}
        answer = client.post("/v1/ask", json=asked).json()
        assert answer["text"] == ZEBRA["abstract"] + " [1]"  # type: ignore[operator]


def test_papers_that_come_and_go_are_found_and_lost_at_once(
    library: Path, make_app: MakeApp, serve: Serve
) -> None:
    def found() -> list[str]:
        body = {"query": "zebrafish hearts regrow", "papers": 1}
        return [hit["paper_id"] for hit in client.post("/v1/search", json=body).json()["hits"]]

    with serve(make_app(llm__provider="extractive")) as client:
        before = found()
        counts = client.post("/v1/papers", json=[ZEBRA, {"abstract": "no title"}]).json()
        assert (counts["read"], counts["new"]) == (2, 1)
        assert counts["skipped"] == [{"source": "api", "line": 2, "reason": "it has no title"}]
        assert found() == ["doi:10.1000/zebra"]
        assert client.post("/v1/papers", json=ZEBRA).json()["unchanged"] == 1
        changed = client.post("/v1/papers", json=ZEBRA | {"year": 2022}).json()
        assert changed["updated"] == 1
        assert client.get("/v1/papers/doi:10.1000/zebra").json()["year"] == 2022
        removed = client.delete("/v1/papers/doi:10.1000/zebra").json()
        assert removed == {"removed": ["doi:10.1000/zebra"]}
        assert found() == before
        assert_problem(client.delete("/v1/papers/doi:10.1000/zebra"), 404, "no paper")


def test_papers_are_narrowed_by_their_tags(library: Path, make_app: MakeApp, serve: Serve) -> None:
    id = "doi:10.18653/v1/2020.emnlp-main.550"
    app = make_app(llm__provider="extractive")
    with serve(app) as client, app.library() as opened:
        opened.catalog.tags.add(id, ["to-read"])
        assert client.get(f"/v1/papers/{id}").json()["tags"] == ["to-read"]
        page = client.get("/v1/papers", params={"tag": "To-Read"}).json()
        assert [(one["id"], one["tags"]) for one in page["papers"]] == [(id, ["to-read"])]
        body = {"query": "retrieval", "filters": {"tags": ["to-read"]}}
        hits = client.post("/v1/search", json=body).json()["hits"]
        assert [hit["paper_id"] for hit in hits] == [id]
        wrong = {"query": "retrieval", "filters": {"tags": ["to read"]}}
        assert_problem(client.post("/v1/search", json=wrong), 400, "'to read' cannot be a tag")


def test_files_are_uploaded_in_the_formats_of_ingest(
    library: Path, make_app: MakeApp, serve: Serve
) -> None:
    lines = json.dumps(ZEBRA).encode() + b"\n{broken\n"
    picture = b"\x89PNG\r\n\x1a\n\0\0"
    files = [
        ("files", ("../../evil name\x01.jsonl", lines)),
        ("files", ("snails.csv", b"Title,Abstract\nSnails sleep,Snails sleep for years.\n")),
        ("files", ("what.bin", picture)),
    ]
    with serve(make_app(llm__provider="extractive")) as client:
        counts = client.post("/v1/papers/upload", files=files).json()
        assert counts["new"] == 2
        skipped = {one["source"]: one["line"] for one in counts["skipped"]}
        assert list(skipped.values()) == [2, 1]
        paper = client.get("/v1/papers/doi:10.1000/zebra").json()
        (source,) = paper["sources"]
        assert source.startswith("upload/evil name")
        assert "\x01" not in source
        assert client.get("/v1/papers/snails sleep").json()["sources"] == ["upload/snails.csv"]
        body = {"query": "snails", "filters": {"sources": ["snails.csv"]}}
        assert len(client.post("/v1/search", json=body).json()["hits"]) == 1
        assert_problem(client.post("/v1/papers/upload", data={"no": "file"}), 422, "body.files")
    assert not (library.parent / "evil name").exists()
