"""A page of HTML that holds all it needs: one style sheet, one script, nothing from elsewhere.

Its content policy names both by their hashes, so that nothing else in it could run.
"""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

from markupsafe import Markup

from assistant.interfaces.export.escaping import line

_HERE = Path(__file__).parent
_PAGE = Markup(
    '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
    '<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
    '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    '<meta name="color-scheme" content="light dark">\n'
    '<meta name="referrer" content="no-referrer">\n'
    '<meta name="generator" content="literature-assistant">\n'
    "<title>{title}</title>\n<style>{style}</style>\n</head>\n<body>\n{body}"
    "<script>{script}</script>\n</body>\n</html>\n"
)


def page(title: str, body: Markup) -> str:
    """Return a page with this title and body."""
    style, script = ((_HERE / name).read_text(encoding="utf-8") for name in ("page.css", "page.js"))
    policy = (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    return str(
        _PAGE.format(
            policy=policy,
            title=line(title),
            style=Markup(style),  # noqa: S704 — of the program's own
            script=Markup(script),  # noqa: S704
            body=body,
        )
    )


def _hash(content: str) -> str:
    digest = hashlib.sha256(content.encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"
