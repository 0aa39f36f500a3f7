"""A DOCX report as PDF, made by LibreOffice in a process of its own where it is installed."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from ui.errors import PdfError

PACKAGE = "libreoffice-writer-nogui"
TIME_LIMIT_S = 120
_PROGRAMS = ("soffice", "libreoffice")
# Documents name the fonts of Word; where a machine lacks them, these of the same kind stand in
# (without it Chinese serif letters become sans-serif ones, of whichever region comes first).
_FONTS = {
    "宋体": ("SimSun", "Noto Serif CJK SC", "Source Han Serif SC", "Songti SC"),
    "黑体": ("SimHei", "Noto Sans CJK SC", "Source Han Sans SC", "Heiti SC"),
}


def pdf_of(
    document: bytes, *, time_limit_s: float = TIME_LIMIT_S, program: str | None = None
) -> bytes:
    """
    Return a DOCX file as PDF.

    The process has a profile folder of its own, so that it neither reads nor waits for a
    LibreOffice that somebody uses, and ends with all its children at the time limit.

    Args:
        document: the bytes of the DOCX file.
        time_limit_s: seconds.
        program: LibreOffice; None looks for it on the path.

    Raises:
        PdfError: LibreOffice is not installed, takes too long, or makes no PDF.
    """
    found = program or next(filter(None, map(shutil.which, _PROGRAMS)), None)
    if found is None:
        raise PdfError(
            "A PDF needs LibreOffice, which is not installed. On Debian and Ubuntu: "
            f"apt-get install {PACKAGE}. Or write a DOCX (--docx) and print it."
        )
    with TemporaryDirectory(prefix="anping-pdf-") as folder:
        room = Path(folder)
        (room / "report.docx").write_bytes(document)
        (room / "fonts.conf").write_text(_font_rules(), encoding="utf-8")
        told = _convert(found, room, time_limit_s)
        made = room / "report.pdf"
        if not made.is_file() or not made.stat().st_size:
            raise PdfError(f"LibreOffice made no PDF. It said: {told.strip() or 'nothing'}")
        return made.read_bytes()


def _convert(program: str, room: Path, time_limit_s: float) -> str:
    """Let LibreOffice write report.pdf beside report.docx; return what it said."""
    command = [
        program, f"-env:UserInstallation={(room / 'profile').as_uri()}", "--headless",
        "--norestore", "--nolockcheck", "--convert-to", "pdf", "--outdir", str(room),
        str(room / "report.docx"),
    ]  # fmt: skip
    environment = {
        "PATH": os.environ.get("PATH", os.defpath), "HOME": str(room), "LANG": "C.UTF-8",
        "FONTCONFIG_FILE": str(room / "fonts.conf"),
    }  # fmt: skip
    try:
        process = subprocess.Popen(  # noqa: S603 - a program of the system on a file of ours
            command, cwd=room, env=environment, stdin=subprocess.DEVNULL, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
    except OSError as error:
        raise PdfError(f"LibreOffice ({program}) cannot be started: {error.strerror}.") from error
    try:
        told, _ = process.communicate(timeout=time_limit_s)
    except subprocess.TimeoutExpired as error:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        raise PdfError(
            f"LibreOffice took more than {time_limit_s:g} seconds and was stopped. Write a DOCX "
            "(--docx) and print it."
        ) from error
    return told


def _font_rules() -> str:
    """Return the machine's rules for fonts with ours beside them."""
    ours = "".join(
        f"<alias binding='same'><family>{name}</family><prefer>"
        f"{''.join(f'<family>{one}</family>' for one in others)}</prefer></alias>"
        for name, others in _FONTS.items()
    )
    return (
        "<?xml version='1.0'?><!DOCTYPE fontconfig SYSTEM 'fonts.dtd'><fontconfig>"
        f"<include ignore_missing='yes'>/etc/fonts/fonts.conf</include>{ours}</fontconfig>"
    )
