"""Uploads and documents of a case as HTML. Everything is escaped."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from corpus.cases.case import CaseDocument
from corpus.document import Reason
from ui.jobs.indexing import Indexing
from ui.jobs.reading import ReadingJob
from ui.views.clause.words import note_html
from ui.views.page.acts import button_html
from ui.wording import t

_SIGNS = {
    "waiting": "…", "reading": "▸", "read": "✓", "partly": "◐", "refused": "✗", "cancelled": "–",
    "failed": "✗",
}  # fmt: skip
_LOOKS = {
    "waiting": "none", "reading": "reading", "read": "supported", "partly": "partial",
    "refused": "contradicted", "cancelled": "none", "failed": "contradicted",
}  # fmt: skip


def kinds_html(language: str) -> str:
    """Return which kinds of files are read."""
    return f'<p class="ap-small">{escape(t("upload_kinds", language))}</p>'


def jobs_html(jobs: Sequence[ReadingJob], indexing: Indexing | None, language: str) -> str:
    """Return a user's uploads with their progress, and quietly that of the vectors."""
    parts = []
    if jobs:
        live = any(job.is_live for job in jobs)
        ended = any(not job.is_live for job in jobs)
        tools = button_html("cancel_all", t("cancel_all", language)) if live else ""
        tools += button_html("clear", t("clear_jobs", language)) if ended else ""
        rows = "".join(_job(job, language) for job in jobs)
        done = "" if live else f'<p class="ap-small">{escape(t("jobs_done", language))}</p>'
        parts.append(
            f'<header class="ap-jobs-head"><h3>{escape(t("jobs", language))}</h3>{tools}</header>'
            f'<ul class="ap-jobs" tabindex="0" aria-label="{escape(t("jobs", language))}">{rows}</ul>'
            f'<div role="status">{done}</div>'
        )
    if indexing is not None:
        parts.append(f'<p class="ap-small ap-indexing">{escape(_indexing(indexing, language))}</p>')
    return "".join(parts)


def _indexing(indexing: Indexing, language: str) -> str:
    if indexing.fault:
        return t("indexing_fault", language, fault=indexing.fault)
    if not indexing.total:
        return t("indexing_soon", language)
    return t("indexing", language, done=indexing.done, total=indexing.total)


def _job(job: ReadingJob, language: str) -> str:
    words = t(f"job_{job.state}", language, passages=job.passages)
    progress, left = _progress(job, language)
    cancel = ""
    if job.is_live:
        name = t("cancel_named", language, file=job.file)
        cancel = button_html("cancel", t("cancel", language), of=job.id, aria_label=name)
    elif job.state == "failed":
        name = t("retry_named", language, file=job.file)
        cancel = button_html("retry", t("retry", language), of=job.id, aria_label=name)
    told = " · ".join(part for part in (words, *progress, left) if part)
    return (
        f'<li class="ap-job"><span class="ap-sign ap-{_LOOKS[job.state]}" aria-hidden="true">'
        f'{_SIGNS[job.state]}</span><div class="ap-job-body"><p><b>{escape(job.file)}</b></p>'
        f'<p class="ap-small">{escape(told)}</p>{_bar(job)}{_why(job, language)}</div>{cancel}</li>'
    )


def _progress(job: ReadingJob, language: str) -> tuple[list[str], str]:
    if job.state != "reading":
        return [], ""
    if job.pages is None:
        return [t("job_parts", language, done=job.done)] if job.done else [], ""
    pages = t("job_pages", language, done=job.done, pages=job.pages)
    return [pages], "" if job.seconds_left is None else time_words(job.seconds_left, language)


def time_words(seconds: float, language: str) -> str:
    """Return how long it still takes, in steps that do not flicker."""
    if seconds < 55:
        return t("left_seconds", language, number=max(5, 5 * round(seconds / 5)))
    return t("left_minutes", language, number=max(1, round(seconds / 60)))


def _bar(job: ReadingJob) -> str:
    if job.state != "reading":
        return ""
    if not job.pages:
        return '<div class="ap-progress ap-unknown"><i></i></div>'
    share = min(100, round(100 * job.done / job.pages))
    return (
        f'<div class="ap-progress" role="progressbar" aria-label="{escape(job.file)}" aria-valuemin="0" aria-valuemax="{job.pages}"'
        f' aria-valuenow="{job.done}"><i style="width:{share}%"></i></div>'
    )


def _why(job: ReadingJob, language: str) -> str:
    reasons = [] if job.reason is None or job.state == "cancelled" else [job.reason]
    return "".join(_reason(why, language) for why in (*reasons, *job.notes))


def _reason(why: Reason, language: str) -> str:
    text = why.text_zh if language == "zh" else why.text_en
    return f'<p class="ap-small ap-why">{escape(text)}</p>'


def documents_html(
    documents: Sequence[CaseDocument], language: str, *, may_remove: bool = True
) -> str:
    """Return a case's documents, each with a button to remove it where the person may."""
    if not documents:
        return note_html(t("no_documents", language))
    heads = "".join(
        f"<th>{escape(t(key, language))}</th>"
        for key in ("file", "status", "pages", "passages", "reason")
    )
    rows = "".join(_document(document, language, may_remove=may_remove) for document in documents)
    remove = f'<span class="ap-hidden">{escape(t("remove", language))}</span>'
    return (
        f'<table class="ap-table ap-documents"><thead><tr>{heads}<th>{remove}</th></tr></thead>'
        f"<tbody>{rows}</tbody></table>"
    )


def _document(document: CaseDocument, language: str, *, may_remove: bool) -> str:
    state = document.status
    words = t("reading_state" if state == "reading" else state, language)
    why = _reason(document.reason, language) if document.reason else ""
    if document.notes:
        notes = "".join(_reason(note, language) for note in document.notes)
        head = escape(t("notes", language, number=len(document.notes)))
        why += f'<details class="ap-fold"><summary>{head}</summary>{notes}</details>'
    remove = button_html(
        "remove", t("remove", language), of=document.sha256,
        aria_label=t("remove_named", language, file=document.file),
        data_confirm=t("remove_file_sure", language, file=document.file),
    )  # fmt: skip
    if not may_remove:
        remove = ""
    pages = "—" if document.pages is None else str(document.pages)
    return (
        f"<tr><td>{escape(document.file)}</td>"
        f'<td class="ap-{_LOOKS[state]} ap-nowrap">{_SIGNS[state]} {escape(words)}</td>'
        f"<td>{pages}</td><td>{document.passages}</td><td>{why}</td><td>{remove}</td></tr>"
    )
