"""
The lints of the data files: every finding at once, each with file and line.

`findings()` runs all of them over the shipped data; `anping check` prints them.
"""

from ui.lint.finding import Finding
from ui.lint.run import findings

__all__ = ["Finding", "findings"]
