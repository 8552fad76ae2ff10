"""Libraries that earlier versions of the program made."""

from __future__ import annotations

import shutil
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from assistant import resources
from assistant.library.catalog import SCHEMA_VERSION, Catalog
from tests.conftest import MakeApp

DPR = "doi:10.18653/v1/2020.emnlp-main.550"


def test_a_library_of_the_version_before_is_read_and_its_records_are_recognised(
    make_app: MakeApp, demo_folder: Path
) -> None:
    app = make_app()
    shutil.copytree(demo_folder, app.folder)
    with sqlite3.connect(app.folder / "catalog.sqlite") as connection:
        for table in ("record_names", "decisions", "apart", "notes"):
            connection.execute(f"DROP TABLE {table}")
        connection.execute("DROP INDEX records_by_source")
        connection.execute("ALTER TABLE records DROP COLUMN came_from")
        connection.execute("UPDATE facts SET value = '7' WHERE key = 'schema_version'")
    connection.close()
    assert app.ingest_demo().unchanged == 64
    with app.library() as library:
        assert library.paper(DPR).id == DPR


def test_two_programs_may_open_a_library_of_an_older_version_at_once(tmp_path: Path) -> None:
    script = (resources.PACKAGE / "library" / "schema.sql").read_text(encoding="utf-8")
    with sqlite3.connect(tmp_path / "catalog.sqlite") as connection:
        connection.execute("PRAGMA journal_mode = WAL")  # as the program makes it
        connection.executescript(script)
        connection.execute("INSERT INTO facts VALUES ('schema_version', '1')")
    connection.close()
    catalogs = [Catalog(tmp_path / "catalog.sqlite") for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(Catalog.migrate, catalogs))
    assert catalogs[0].facts()["schema_version"] == SCHEMA_VERSION
