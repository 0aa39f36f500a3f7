"""A file that the page hands to the browser at once, without a copy on the server's disk."""

from __future__ import annotations

from base64 import b64encode
from html import escape
from itertools import count

_DOWNLOADS = count(1)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ZIP = "application/zip"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def download_html(name: str, content: bytes, kind: str) -> str:
    """
    Return what a block draws for the browser to save a file; it saves it once.

    name: of the file. kind: its media type.
    """
    data = b64encode(content).decode("ascii")
    return (
        f'<a hidden data-download="{next(_DOWNLOADS)}" download="{escape(name)}"'
        f' href="data:{escape(kind)};base64,{data}"></a>'
    )
