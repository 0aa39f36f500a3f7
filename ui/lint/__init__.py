"""
The lints of the data files: every finding at once, each with file and line.

`findings()` runs all of them over the shipped data, `edition_findings(folder)` those of an edition
over one that is not installed; `anping check` prints them.
"""

from ui.lint.finding import Finding
from ui.lint.run import edition_findings, findings

__all__ = ["Finding", "edition_findings", "findings"]
