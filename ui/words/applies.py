"""What applies to a project."""

from ui.words.catalogue import Catalogue

TEXT: Catalogue = {
    "profile_onward": {"zh": "下一步：上传文件", "en": "Next: documents"},
    "state_yes": {"zh": "有", "en": "yes"},
    "state_no": {"zh": "无", "en": "no"},
    "state_unknown": {"zh": "不清楚", "en": "not known"},
    "height": {"zh": "最高住宅楼高度（m，可不填）", "en": "Tallest dwelling, m (may stay empty)"},
    "profile_show": {"zh": "列出适用指标", "en": "List what applies"},
    "profile_none": {
        "zh": "回答左侧问题后显示适用的行；不清楚的不作假定。",
        "en": "Answer the questions to see which rows apply; nothing unknown is assumed.",
    },
    "profile_rows": {"zh": "逐行清单", "en": "Every row"},
    "profile_book": {"zh": "生成工作簿（XLSX）", "en": "Make the workbook (XLSX)"},
    "profile_sums": {"zh": "合计", "en": "Sums"},
    "profile_special": {
        "zh": "缺少前提或草案遗失的行",
        "en": "Rows that lack their object or were lost by the draft",
    },
    "profile_open": {"zh": "还需回答", "en": "Still to be answered"},
    "profile_cost": {"zh": "没有“不适用”规则的代价", "en": "What the missing rule on n/a costs"},
    "profile_documents": {"zh": "申报资料（4.5）", "en": "Documents (4.5)"},
    "profile_notes": {"zh": "说明", "en": "Notes"},
    "profile_worth": {"zh": "分值", "en": "Points"},
}
