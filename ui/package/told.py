"""What verification of a package found, in words."""

from __future__ import annotations

from ui.package.reading import PackageFault
from ui.wording import TEXT, t


def fault_words(fault: PackageFault, language: str) -> str:
    """Return one line: where, and what is not as it was written."""
    told = dict(fault.told)
    if "fields" in told:
        place = told.get("not_in")
        fields = [t(f"fault_not_in_{place}", language)] if place else told["fields"]
        told["fields"] = ", ".join(map(str, fields))
    key = f"package_fault_{fault.code}"
    words = t(key if key in TEXT else f"fault_{fault.code}", language, **told)
    return f"{fault.member}: {words}" if fault.member else words
