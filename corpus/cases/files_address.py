"""Where documents' bytes are, as operators write it: `file:///folder` or `s3://bucket/prefix`."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

from corpus.record.address import shown_address
from corpus.record.errors import StoreAddressError

FILES_ADDRESSES = "file:///FOLDER, s3://BUCKET or s3://BUCKET/PREFIX"
_FOLDER = re.compile(r"file:///[^?#]+")
_BUCKET = re.compile(r"s3://([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])((?:/[\w.=-]+)*)/?", re.ASCII)


def is_files_address(url: str) -> bool:
    """Tell whether an address is of a place for files; nothing is opened."""
    if not url.isprintable():
        return False
    is_dotted = any(part in (".", "..") for part in url.split("/"))
    return not is_dotted and bool(_FOLDER.fullmatch(url) or _BUCKET.fullmatch(url))


def is_bucket(url: str) -> bool:
    """Tell whether an address is of a bucket."""
    return url.startswith("s3:")


def folder_of(url: str) -> Path:
    """
    Return the folder of an address.

    Raises:
        StoreAddressError: it is of none.
    """
    if not _FOLDER.fullmatch(url) or not is_files_address(url):
        raise StoreAddressError(shown_address(url), FILES_ADDRESSES)
    return Path(unquote(urlsplit(url).path))


def bucket_of(url: str) -> tuple[str, str]:
    """
    Return bucket and prefix of an address, the prefix without slashes at its ends.

    Raises:
        StoreAddressError: it is of none.
    """
    found = _BUCKET.fullmatch(url)
    if found is None or not is_files_address(url):
        raise StoreAddressError(shown_address(url), FILES_ADDRESSES)
    return found[1], found[2].strip("/")
