"""
How long tests of harmed files look: `FUZZ_EXAMPLES=5000 pytest tests/fuzz` looks long.

Without it the same few examples are tried every time, so that a test does not fail by chance.
"""

from __future__ import annotations

import os

from hypothesis import HealthCheck, Phase, settings

EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "0"))
_USUAL = 40
LONGEST_S = max(180, EXAMPLES)


def looking(share: float = 1.0) -> settings:
    """Return the settings of a test. share: of the usual number, for what takes long."""
    return settings(
        max_examples=max(3, int((EXAMPLES or _USUAL) * share)),
        deadline=None,
        database=None,
        derandomize=not EXAMPLES,
        phases=[Phase.explicit, Phase.generate, *([Phase.shrink] if EXAMPLES else [])],
        suppress_health_check=list(HealthCheck),
    )
