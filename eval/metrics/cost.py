"""What answers take."""

from __future__ import annotations

import math
from collections.abc import Sequence


def percentile(share: float, values: Sequence[float]) -> float | None:
    """Return the smallest value that at least this share of the values does not exceed.

    The nearest-rank definition: always a value that was measured.  None without values.
    """
    if not values:
        return None
    return sorted(values)[max(0, math.ceil(share * len(values)) - 1)]
