"""The scripts that make the catalog's tables: those of its first version, and what came after."""

from assistant import resources


def tables() -> str:
    """Return the script of the first version."""
    return _script("schema.sql")


def migration(version: int) -> list[str]:
    """Return the statements that lead to a version from the one before it.

    One by one, since a whole script would end the transaction that it is run in.
    """
    script = _script(f"migrations/{version}.sql")
    bare = "\n".join(line.partition("--")[0] for line in script.splitlines())
    return [statement for statement in bare.split(";") if statement.strip()]


def _script(name: str) -> str:
    return (resources.PACKAGE / "library" / name).read_text(encoding="utf-8")
