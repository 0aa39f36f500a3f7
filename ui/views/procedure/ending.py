"""The certificate with its downloads, what falls due, and legal holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from corpus.cases.procedure import LegalHold
from ui.procedure.due import CaseDue
from ui.reports.certificate_fields import verification_address
from ui.verification.page import verdict_words
from ui.verification.register import Issued
from ui.views.page.acts import button_html
from ui.views.procedure.parts import Sight, clause_link, field_html, fold_html, form_html, note_html
from ui.wording import t

_LOOKS = {"valid": "ap-passed", "downgraded": "ap-incomplete"}
_REVIEW_LOOKS = {
    "done": "ap-supported",
    "due": "ap-warn",
    "overdue": "ap-contradicted",
    "coming": "ap-none",
}
_REVIEW_SIGNS = {"done": "✓", "due": "!", "overdue": "✕", "coming": "○"}


def certificate_html(found: Issued | None, public_url: str, sight: Sight) -> str:
    """Return the certificate as it stands today, with what can be downloaded."""
    if found is None:
        return note_html(sight.say("pp_no_certificate"))
    one, worth, language = found.certificate, found.standing, sight.language
    days = (one.valid_from, one.valid_until)
    start, end = (sight.day(day.isoformat()) for day in days)
    facts = [
        ("ce_number", escape(one.number)), ("ve_awarded", sight.say("ce_level", level=one.level)),
        ("ce_body", escape(one.body)), ("ce_years", sight.say("ce_years_words", start=start, end=end)),
        ("ce_issued", escape(sight.day(one.issued_on.isoformat()))),
        ("ce_rules", escape(one.edition)), ("ce_code", f"<code>{escape(one.code)}</code>"),
        ("ce_record", f'<code class="ap-pp-hash">{escape(one.head)}</code>'),
    ]  # fmt: skip
    listed = "".join(
        f"<div><dt>{sight.say(key)}</dt><dd>{words}</dd></div>" for key, words in facts
    )
    verdict = escape(verdict_words(worth, language))
    look = _LOOKS.get(worth.state, "ap-invalid")
    buttons = ""
    if worth.holds:
        buttons = "".join(
            button_html("certificate", t(f"pp_write_{kind}", language), of=kind, look=more)
            for kind, more in (("docx", "ap-main"), ("pdf", ""))
        )
        buttons = f'<p class="ap-buttons">{buttons}</p>'
    address = verification_address(one, public_url)
    where = (
        f'<p class="ap-small"><a href="{escape(address)}" rel="noreferrer">{escape(address)}</a></p>'
        if address
        else f'<p class="ap-small">{sight.say("pp_no_address")}</p>'
    )
    return f'<p class="ap-verdict {look}">{verdict}</p><dl class="ap-pp-facts">{listed}</dl>{where}{buttons}'


def due_html(
    due: CaseDue, holds: Sequence[LegalHold], names: Mapping[str, str], sight: Sight, *, may: bool
) -> str:
    """Return what falls due and the legal holds. may: whether this person may set and lift them."""
    lines = []
    if due.notice_until:
        lines.append(_due("due_notice_until", "5.5.2", due.notice_until.isoformat(), sight))
    if due.valid_until:
        lines.append(_due("due_valid_until", "4.10", due.valid_until.isoformat(), sight))
    for review in due.reviews:
        state = t(f"review_state_{review.state}", sight.language)
        words = sight.say("due_review", day=sight.day(review.day.isoformat()), state=state)
        look, sign = _REVIEW_LOOKS[review.state], _REVIEW_SIGNS[review.state]
        lines.append(f'<li class="{look}"><span aria-hidden="true">{sign}</span> {words}</li>')
    if due.keep_until:
        lines.append(_due("due_keep_until", "4.9", due.keep_until.isoformat(), sight))
    listed = (
        f'<ul class="ap-pp-plain">{"".join(lines)}</ul>'
        if lines
        else note_html(sight.say("procedure_nothing_due"))
    )
    return listed + f"<h4>{sight.say('pp_holds')}</h4>" + _holds(holds, names, sight, may=may)


def _due(key: str, clause: str, day: str, sight: Sight) -> str:
    return f"<li>{sight.say(key, day=sight.day(day))} {clause_link(sight, clause)}</li>"


def _holds(holds: Sequence[LegalHold], names: Mapping[str, str], sight: Sight, *, may: bool) -> str:
    language = sight.language
    items = []
    for one in holds:
        who = names.get(one.set_by) or one.set_by or t("pp_machine", language)
        told = f"<b>{escape(one.reason)}</b> · {sight.say('pp_hold_stands', day=sight.day(one.set_at))} · {escape(who)}"
        if one.lifted_at is not None:
            lifted = sight.day(one.lifted_at)
            told += f" · {sight.say('pp_hold_lifted', day=lifted, reason=one.lift_reason or '')}"
        elif may:
            form = f"lift-{one.number}"
            fields = field_html(sight, form, "reason", t("pp_lift_reason", language), longest=2000)
            words = t("pp_hold_lift", language)
            told += fold_html(words, form_html(fields, "hold_lift", words, of=str(one.number)))
        items.append(f"<li>{told}</li>")
    listed = (
        f'<ul class="ap-pp-plain">{"".join(items)}</ul>'
        if items
        else f'<p class="ap-small">{sight.say("pp_no_holds")}</p>'
    )
    if not may:
        return listed
    fields = field_html(sight, "hold", "reason", t("pp_hold_reason", language), longest=2000)
    words = t("pp_hold_set", language)
    return listed + fold_html(words, form_html(fields, "hold_set", words))
