"""
Checking a model's sentences against the clauses that they cite. Pure.

Found are wrong citations, invented quotations, numbers and ids, limits and denials turned round,
and sentences with other content. Not found is a falsehood made of the clause's own words; the
quoted clause stands beside every sentence for that reason.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from assistant.answer import CheckedQuote, WordedSentence
from assistant.asking.question import Language
from assistant.citations import verify
from assistant.figure import figures, missing_figures
from assistant.model.given_clause import GivenClause
from assistant.model.reply import ModelSentence
from assistant.wording import say
from corpus.lexical import query_terms, terms
from corpus.notation import clause_ids, has_chinese, norm_numbers, unknown_ids

# Given a sentence and texts, how near each is, as cosines of the default encoder.
Nearness = Callable[[str, Sequence[str]], Sequence[float]]

# Set on some seventy sentences of ours, true and false, in both languages; docs/model.md.
_ENOUGH_WORDS = 0.4
_SOME_WORDS = 0.2
_NEAR: Mapping[Language, float] = {"zh": 0.955, "en": 0.88}
_MOST_CHINESE = 0.3

_QUOTATION = re.compile(r"“([^”]*)(?:”|$)|\"([^\"]+)(?:\"|$)|「([^」]*)(?:」|$)|『([^』]*)(?:』|$)")
_ELLIPSIS = re.compile(r"…+|\.{3,}")
_CLOSING = "。.，,；;"
_MARKUP = re.compile(
    r"https?:|www\.|</?[a-z!][^>]*>|!?\[[^\]]*\]\(|```|javascript:|\b[\w-]+\.(?:com|cn|net|org|io)\b",
    re.IGNORECASE,
)
# Names of the documents hold digits that count nothing.
_NAMES = re.compile(r"V\s?2\.3|(?:表|table)\s*C\s*-?\s*1(?![0-9.])|T/CREA", re.IGNORECASE)
_LOWER = re.compile(
    r"不少于|不得少于|不低于|不小于|至少|最少|以上|≥|>=|不短于|"
    r"\b(?:at least|(?:no|not) (?:less|fewer|lower|shorter) than|or more|minimum)\b",
    re.IGNORECASE,
)
_UPPER = re.compile(
    r"不超过|不大于|不多于|不高于|不得超过|至多|最多|以下|以内|≤|<=|"
    r"\b(?:at most|(?:no|not) (?:more|greater|longer|higher) than|up to|or less|or fewer|maximum)\b",
    re.IGNORECASE,
)
_BELOW = re.compile(
    r"(?<!不)(?<!不得)(?:少于|低于|小于)|\b(?<!no )(?<!not )(?:less|fewer) than\b", re.IGNORECASE
)
_ABOVE = re.compile(
    r"(?<!不)(?<!不得)(?:超过|大于|多于)|\b(?<!no )(?<!not )more than\b", re.IGNORECASE
)
_NOT_DENYING = re.compile(
    r"不少于|不得少于|不低于|不小于|不超过|不大于|不多于|不高于|不得超过|不短于|不同|不仅|不断|不但|"
    r"是否|能否|无线|无人|无障碍|未来|别墅|非机动|非法|"
    r"\b(?:no|not) (?:less|fewer|lower|shorter|more|greater|longer|higher|later|earlier) than\b|"
    r"\bnot only\b|\bnon-|\bNo\.",
    re.IGNORECASE,
)
_DENYING = re.compile(
    r"[不无未没]|禁止|严禁|非(?!常)|免(?:于|除)|"
    r"\b(?:not|no|never|none|without|cannot|neither|nor|needless|exempt|prohibited|forbidden)\b|n['’]t\b",
    re.IGNORECASE,
)
_SEGMENT = re.compile(r"[。；;！？!?]|\.\s")


def check_sentence(
    sentence: ModelSentence,
    given: Sequence[GivenClause],
    language: Language,
    nearness: Nearness | None = None,
) -> WordedSentence:
    """
    Return a sentence with everything that speaks against it; supported when nothing does.

    Without `nearness` only shared words can show that the content fits, so that free wordings
    are marked more often.
    """
    by_number = {clause.number: clause for clause in given}
    cites = sentence.cites or _named_clauses(sentence.text, given)
    cited = [by_number[number] for number in cites if number in by_number]
    quotes = tuple(_check_quote(quote, cited) for quote in quotations(sentence.text))
    own = _without_quotations(sentence.text)
    found: list[tuple[str, str]] = []
    unknown = [str(number) for number in cites if number not in by_number]
    if unknown:
        found.append(("unknown_citation", ", ".join(unknown)))
    if not cites:
        found.append(("no_citation", ""))
        found += [("unknown_clause", name) for name in unknown_ids(sentence.text, ())]
    found += [("quote_not_found", q.quote) for q in quotes if q.check == "not_found"]
    sayings = [text for clause in cited for text in clause.sayings]
    if _has_foreign_markup(sentence.text, sayings):
        found.append(("markup", ""))
    if _is_other_language(own, language):
        found.append(("other_language", ""))
    if cited:
        found += _content_faults(sentence.text, own, cited, language, nearness)
    return WordedSentence(
        text=sentence.text,
        citations=tuple(clause.number for clause in cited),
        faults=tuple(dict.fromkeys(code for code, _ in found)),
        why=tuple(say(f"fault_{code}", language, found=words) for code, words in found),
        quotes=quotes,
    )


def _named_clauses(text: str, given: Sequence[GivenClause]) -> tuple[int, ...]:
    """Return the given clauses that a sentence without marks cites by their ids."""
    named = set(clause_ids(text, {name for clause in given for name in clause.names}))
    return tuple(clause.number for clause in given if named & set(clause.names))


def quotations(text: str) -> tuple[str, ...]:
    """Return what a text puts in quotation marks; a mark that is not closed quotes to the end."""
    found = (next(part for part in match.groups("") if part) for match in _filled(text))
    return tuple(found)


def _filled(text: str) -> list[re.Match[str]]:
    return [match for match in _QUOTATION.finditer(text) if any(match.groups(""))]


def _without_quotations(text: str) -> str:
    return _QUOTATION.sub(" ", text)


def _check_quote(quote: str, cited: Sequence[GivenClause]) -> CheckedQuote:
    for clause in cited:
        result = verify(quote, clause.text)
        if result.check != "not_found":
            return CheckedQuote(quote, result.check, clause.number, result.span)
    parts = [part.strip(_CLOSING + " ") for part in _ELLIPSIS.split(quote)]
    for clause in cited:
        spans = [verify(part, clause.text).span for part in parts if part]
        starts = [span[0] for span in spans if span is not None]
        if spans and len(starts) == len(spans) and starts == sorted(starts):
            last = spans[-1]
            span = (starts[0], last[1]) if last else None
            return CheckedQuote(quote, "normalised", clause.number, span)
    return CheckedQuote(quote, "not_found", None, None)


def _has_foreign_markup(text: str, sayings: Sequence[str]) -> bool:
    return any(
        not any(match[0] in saying for saying in sayings) for match in _MARKUP.finditer(text)
    )


def _is_other_language(text: str, language: Language) -> bool:
    letters = [character for character in text if character.isalpha()]
    chinese = sum(1 for character in letters if has_chinese(character))
    if not letters:
        return False
    if language == "zh":
        return chinese == 0
    return chinese / len(letters) > _MOST_CHINESE


def _content_faults(
    text: str,
    own: str,
    cited: Sequence[GivenClause],
    language: Language,
    nearness: Nearness | None,
) -> list[tuple[str, str]]:
    sayings = [saying for clause in cited for saying in clause.sayings]
    found: list[tuple[str, str]] = []
    rest, foreign = _named(text, cited)
    found += [("unknown_clause", name) for name in foreign]
    found += [("number_not_found", figure.words) for figure in missing_figures(rest, sayings)]
    if turns_limits(own, sayings):
        found.append(("bound_differs", ""))
    if turns_denial(own, cited):
        found.append(("negation_differs", ""))
    if not is_near(text, cited, language, nearness):
        found.append(("not_supported", ""))
    return found


def _named(text: str, cited: Sequence[GivenClause]) -> tuple[str, list[str]]:
    """Return the text without the ids and names that it may use, and the ids that it may not."""
    own = [name for clause in cited for name in clause.names]
    words = " ".join(saying for clause in cited for saying in clause.sayings)
    foreign = list(unknown_ids(text, own))
    foreign = [name for name in foreign if name not in words]
    known = clause_ids(text, own)
    held = {(norm.series, norm.number) for norm in norm_numbers(words)}
    foreign += [str(norm) for norm in norm_numbers(text) if (norm.series, norm.number) not in held]
    rest = _NAMES.sub(" ", text)
    for name in known:
        rest = re.sub(rf"第?\s*{re.escape(name)}\s*[条款节]?", " ", rest, flags=re.IGNORECASE)
    return rest, foreign


def turns_limits(text: str, sayings: Sequence[str]) -> bool:
    """Whether a text sets a limit from above where the sources set only one from below, or reversely."""
    said, held = _limits(text), {limit for saying in sayings for limit in _limits(saying)}
    return bool(said and held and not said <= held)


def _limits(text: str) -> set[str]:
    limits = set()
    if _LOWER.search(text) or _ABOVE.search(text):
        limits.add("lower")
    if _UPPER.search(text) or _BELOW.search(text):
        limits.add("upper")
    return limits


def turns_denial(text: str, cited: Sequence[GivenClause]) -> bool:
    """
    Whether a text denies what no part of the sources denies, or affirms what the part of the
    source that is most like it denies.
    """
    # Not the facts: "a gate, no points" denies nothing that the clause says.
    sayings = [part for c in cited for part in (c.text, c.title, *c.wordings)]
    if denies(text):
        return not any(denies(saying) for saying in sayings)
    wanted = set(terms(text))
    parts = [part for saying in sayings for part in _SEGMENT.split(saying) if part.strip()]
    shares = [(len(wanted & set(terms(part))), part) for part in parts]
    best = max((shared for shared, _ in shares), default=0)
    alike = [part for shared, part in shares if shared == best]
    return best > 0 and all(denies(part) for part in alike)


def denies(text: str) -> bool:
    """
    Whether a text holds a denial; limits such as 不少于 are none.

    >>> denies("不需要保存"), denies("不少于 30 天"), denies("need not be kept")
    (True, False, True)
    """
    return _DENYING.search(_NOT_DENYING.sub(" ", text)) is not None


def is_near(
    text: str,
    cited: Sequence[GivenClause],
    language: Language,
    nearness: Nearness | None,
) -> bool:
    """
    Whether the content of a text is that of the sources: by its words, else by its meaning.

    Numbers and limits may be written in other words; they have checks of their own.
    """
    held = {term for clause in cited for saying in clause.sayings for term in terms(saying)}
    rest = _LOWER.sub(" ", _UPPER.sub(" ", text))
    for figure in figures(text):
        rest = rest.replace(figure.words, " ", 1)
    share = max(_share(text, held), _share(rest, held))
    if share >= _ENOUGH_WORDS:
        return True
    if nearness is None or share < _SOME_WORDS:
        return False
    texts = [part for clause in cited for part in (clause.text, clause.title) if part]
    return max(nearness(text, texts), default=0.0) >= _NEAR[language]


def _share(text: str, held: set[str]) -> float:
    """Return the share in [0, 1] of a text's words that are held; 0 for a text without words."""
    wanted = set(query_terms(text))
    return len(wanted & held) / len(wanted) if wanted else 0.0
