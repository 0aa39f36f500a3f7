"""The fixed sentences of answers on norms, Chinese and English. Text only."""

from __future__ import annotations

from collections.abc import Mapping

from assistant.asking.question import Language

SENTENCES: Mapping[str, Mapping[Language, str]] = {
    "card": {
        "zh": "{number}《{title}》（{facts}）：{status}",
        "en": "{number} {title} ({facts}): {status}",
    },
    "card_untitled": {
        "zh": "《{title}》（{facts}）：{status}",
        "en": "{title} ({facts}): {status}",
    },
    "unconfirmed": {"zh": "未证实", "en": "unconfirmed"},
    "presumed": {"zh": "疑为 {number}（未证实）", "en": "presumably {number} (unconfirmed)"},
    "replaced_by": {"zh": "代替它的是 {numbers}。", "en": "It was replaced by {numbers}."},
    "cited": {
        "zh": "评价标准 V2.3 写到它的地方：{ids}。",
        "en": "The T/CREA draft names it in {ids}.",
    },
    "not_cited": {
        "zh": "两份评价文件都没有引用它。",
        "en": "Neither document cites it.",
    },
    "problems": {"zh": "草案的引用有这些问题：", "en": "What is wrong with the draft's citation:"},
    "no_problem": {
        "zh": "草案的引用没有已知问题。",
        "en": "No fault of the draft's citation is known.",
    },
    "advice": {"zh": "建议：{advice}", "en": "What to do: {advice}"},
    "note": {"zh": "说明：{note}", "en": "Note: {note}"},
    "see": {"zh": "参见：{numbers}。", "en": "See also: {numbers}."},
    "facts": {
        "zh": "{number} 的有关内容（我们的转述，不是标准原文；引用前请核对标准文本）：",
        "en": "What {number} says, in our words, not the norm's (check its text before you quote it):",
    },
    "fact": {
        "zh": "- {id}：“{text}”{mark}（{sureness}）",
        "en": "- {id}: “{text}”{mark} ({sureness})",
    },
    "sourced": {"zh": "{said}；来源：{source}", "en": "{said}; source: {source}"},
    "whole_card": {
        "zh": '卡片共收录 {count} 条要点，来源简称的含义也在其中：`anping norms show "{number}"`。',
        "en": 'The card holds {count} points and says what the short names of sources mean: `anping norms show "{number}"`.',
    },
    "ours": {
        "zh": "标准卡片是我们的转述，不是标准原文；引用前请核对标准文本。",
        "en": "Norm cards are in our words, not the norm's; check its text before you quote it.",
    },
    "no_fact": {
        "zh": "{number} 的卡片没有收录这方面的内容，这里不能回答它规定了什么。",
        "en": "The card of {number} does not hold this; what the norm says on it cannot be told here.",
    },
    "no_clause": {
        "zh": "{number} 的卡片没有收录第 {clause} 条，这里不能回答它规定了什么。",
        "en": "The card of {number} does not hold clause {clause}; what it says cannot be told here.",
    },
    "other_year": {
        "zh": "没有 {name} 这一版的卡片；已有的是 {numbers}。",
        "en": "There is no card of the edition {name}; there are {numbers}.",
    },
    "no_card": {
        "zh": "两份评价文件都没有引用 {name}，也没有它的标准卡片。",
        "en": "Neither document cites {name}, and there is no card of it.",
    },
    "nearest": {"zh": "编号相近的：{numbers}。", "en": "Numbers near it: {numbers}."},
    "status_head": {
        "zh": "评价标准 V2.3 的规范性引用（第 2 章及正文）：{kinds}。",
        "en": "The references of the T/CREA draft (chapter 2 and text): {kinds}.",
    },
    "status_kind": {"zh": "{word}（{count} 项）：", "en": "{word} ({count}):"},
    "status_none": {"zh": "没有发现这类问题。", "en": "None of this kind is known."},
    "related": {
        "zh": "标准卡片中有关的内容（我们的转述，不是标准原文）：",
        "en": "What the norm cards hold on this (our words, not the norms'):",
    },
    "chapter_2": {"zh": "第 2 章", "en": "chapter 2"},
}


def say_norm(key: str, language: Language, **values: object) -> str:
    """Return a fixed sentence with its values filled in."""
    return SENTENCES[key][language].format(**values)
