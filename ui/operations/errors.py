"""What can go wrong around what is asked for."""

from __future__ import annotations


class TooOftenError(RuntimeError):
    """
    Something was done too often. act: `sign_in`, `ask`, `upload`, `api` or `verify`. wait_s: seconds
    until it can be done again.
    """

    code = "api-too-often"

    def __init__(self, act: str, wait_s: int) -> None:
        self.act = act
        self.wait_s = wait_s
        super().__init__(f"Too often in a short time; try again in {wait_s} seconds.")
