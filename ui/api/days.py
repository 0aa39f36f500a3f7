"""Days that programs give."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field

Day = Annotated[date, Field(ge=date(2000, 1, 1), le=date(2999, 12, 31))]
"""2000 to 2999: what falls due years after it has to be a day too."""
