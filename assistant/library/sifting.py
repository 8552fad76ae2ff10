"""How deep to look in a ranking of all papers for so many of those that filters leave.

A ranking of all, gone through in order, gives the best of those left; what it costs grows
with how many are passed over.  Looking at each that is left costs as many steps as there are.
"""

from __future__ import annotations

from collections.abc import Iterator

# Those left may stand further behind than their share says.  And the deeper Chroma is asked, the
# more of the nearest it finds: at 3, among 100,000 papers, .975 and more of the nearest 60 chunks
# left by a year, where a search of all finds .94.
_MARGIN = 3
_DEEPER = 4


def depths(most: int, left: int, papers: int) -> Iterator[int]:
    """Yield how many of all to look at, more each time, while they are fewer than those left."""
    depth = _MARGIN * most * papers // max(left, 1) + 1
    while depth < left:
        yield depth
        depth *= _DEEPER
