"""
Reading of uploaded documents, which are hostile until proven otherwise.

    >>> from pathlib import Path
    >>> from corpus.reading import read_document
    >>> read_document(Path("no-such-file.pdf")).reason.code
    'file-not-found'

Every file is parsed in a process of its own with limits on time, memory and size, and ends as
read, partly read or refused with a reason in Chinese and English. Nothing is skipped silently.
"""

from corpus.reading.file_name import safe_name
from corpus.reading.limits import ReadLimits
from corpus.reading.read import READER_VERSION, Progress, read_document
from corpus.reading.reader import DocumentReader

__all__ = [
    "READER_VERSION",
    "DocumentReader",
    "Progress",
    "ReadLimits",
    "read_document",
    "safe_name",
]
