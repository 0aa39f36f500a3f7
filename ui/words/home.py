"""The home."""

from ui.words.catalogue import Catalogue

TEXT: Catalogue = {
    "your_cases": {"zh": "案卷", "en": "Cases"},
    "home_empty": {
        "zh": "还没有案卷。新建一个，或先提问、练习。",
        "en": "No cases yet. Create one, or begin with a question or with practice.",
    },
    "level_hint": {
        "zh": "A 级须同时达到 B、C 级，B 级须同时达到 C 级；表 C-1 不分级。",
        "en": "Level A needs B and C too, level B needs C; Table C-1 has no levels.",
    },
    "without_case": {"zh": "不需要案卷", "en": "Without a case"},
    "about_ask": {
        "zh": "问条款、分值、等级差别或流程；每个回答都附原文引用。",
        "en": "Ask about clauses, points, levels or the procedure; every answer quotes its source.",
    },
    "about_practice": {
        "zh": "按标准出题，答后给出解释和条款。",
        "en": "Questions drawn from the standard, each explained with its clause.",
    },
    "about_applies": {
        "zh": "说明小区情况，列出适用的指标和缺少前提的行。",
        "en": "Describe a community and see which indicators apply to it.",
    },
}
