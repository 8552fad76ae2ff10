"""The scripts that make the catalog's tables: those of its first version, and what came after."""

from sqlite3 import Connection

from assistant import resources
from assistant.library import accounts, derived

# What a version keeps beside the papers, made of them once.
_MADE_AT = {5: derived.derive_all, 8: accounts.name_all}


def tables() -> str:
    """Return the script of the first version."""
    return _script("schema.sql")


def bring_to(connection: Connection, version: int) -> None:
    """Bring a catalog to a version from the one before it, within a transaction."""
    for statement in _migration(version):
        connection.execute(statement)
    if version in _MADE_AT:
        _MADE_AT[version](connection)


def _migration(version: int) -> list[str]:
    # One by one, since a whole script would end the transaction that it is run in.
    script = _script(f"migrations/{version}.sql")
    bare = "\n".join(line.partition("--")[0] for line in script.splitlines())
    return [statement for statement in bare.split(";") if statement.strip()]


def _script(name: str) -> str:
    return (resources.PACKAGE / "library" / name).read_text(encoding="utf-8")
