"""An evaluation body's own rules: how they are shown, and what they changed."""

from ui.words.catalogue import Catalogue

TEXT: Catalogue = {
    "body_override": {
        "zh": "注意：按 --body 给出的细则，不按案卷所存的规则。",
        "en": "Note: by the rules of --body, not by those that the case keeps.",
    },
    "body_note": {"zh": "细则来源", "en": "Source of these rules"},
    "body_given": {
        "zh": "本次另给，不是案卷所存的细则",
        "en": "given for this file; not the rules that the case keeps",
    },
    "case_edition": {
        "zh": "评价依据：{rule_set} {edition}",
        "en": "Judged by: {rule_set} {edition}",
    },
    "case_edition_newest": {
        "zh": "评价依据：{rule_set} {edition}（现有最新版，未指定）",
        "en": "Judged by: {rule_set} {edition} (the newest on file; none was set)",
    },
    "case_body_none": {
        "zh": "没有机构细则，仅按文件评价",
        "en": "No body's own rules: the document alone",
    },
    "case_body_version": {
        "zh": "  细则第 {number} 版：{file}，自 {since}，SHA-256 {digest}…",
        "en": "  version {number}: {file}, since {since}, SHA-256 {digest}…",
    },
    "case_body_version_none": {
        "zh": "  第 {number} 版：自 {since} 不用细则",
        "en": "  version {number}: none since {since}",
    },
    "case_rules_suspect": {
        "zh": "{number} 项评判存疑，待确认：anping audit suspect {case}",
        "en": "{number} judgement(s) are suspect until confirmed: anping audit suspect {case}",
    },
    "body_rules": {"zh": "评价机构细则", "en": "The body's own rules"},
    "body_line": {
        "zh": "评价机构细则（4.6）：{name} {version}（{date}）[{digest}]",
        "en": "The body's own rules (4.6): {name} {version} ({date}) [{digest}]",
    },
    "body_hash": {"zh": "细则校验值", "en": "Hash of the rules"},
    "body_none_scoring": {
        "zh": "不改变计分",
        "en": "change nothing that scores",
    },
    "body_beside": {
        "zh": "增项 {id} {title}：{points}/{declared} 分，不计入总分（4.2）",
        "en": "Extra indicators {id} {title}: {points} of {declared} points, beside the total (4.2)",
    },
    "body_differences": {
        "zh": "不按细则 → 按细则",
        "en": "Without the body's rules → with them",
    },
    "body_same": {"zh": "结果相同。", "en": "The result is the same."},
    "body_outcome": {"zh": "结论", "en": "outcome"},
    "body_level": {"zh": "{id} 级", "en": "level {id}"},
    "body_no_row": {"zh": "无此行", "en": "no such row"},
    "body_by_supplied": {"zh": "补充条文，4.6", "en": "text supplied, 4.6"},
    "body_by_extra": {"zh": "增项，4.2", "en": "extra indicator, 4.2"},
    "body_by_recognised": {"zh": "互认，9.4", "en": "recognised, 9.4"},
    "body_by_reading": {"zh": "读法，4.6", "en": "reading, 4.6"},
    "body_subject": {"zh": "{subject}（{by}）", "en": "{subject} ({by})"},
    "body_column_subject": {"zh": "对象", "en": "Subject"},
    "body_column_without": {"zh": "不按细则", "en": "Without the rules"},
    "body_column_with": {"zh": "按细则", "en": "With the rules"},
    "body_column_text": {"zh": "条文（细则）", "en": "Text (of the rules)"},
    "body_column_source": {"zh": "来源", "en": "Where from"},
    "body_for": {"zh": "所依据的版本", "en": "For"},
    "body_coverage": {
        "zh": "可评价的 {rows} 行中：{steps} 行有分档，{methods} 行有采集方法，{units} 行有抽样单元",
        "en": "Of {rows} rows that are judged, {steps} have steps, {methods} ways of collecting, {units} a sampling unit",
    },
    "body_readings": {"zh": "选定的读法", "en": "Readings fixed"},
    "body_reading": {
        "zh": "{id} = {reading}：{text}；理由：{reason}",
        "en": "{id} = {reading}: {text}; reason: {reason}",
    },
    "body_supplied": {"zh": "补充的条文（4.6）", "en": "Texts supplied (4.6)"},
    "body_extras": {"zh": "增项（4.2）", "en": "Extra indicators (4.2)"},
    "body_recognised": {"zh": "互认（9.4）：{standard}", "en": "Recognition (9.4): {standard}"},
    "body_gate": {"zh": "基本要求", "en": "gate"},
    "body_points": {"zh": "{points} 分", "en": "{points} points"},
    "body_steps": {"zh": "分档：{steps}", "en": "Steps: {steps}"},
    "body_steps_any": {
        "zh": "分档：细则未定，按读法 {reading}",
        "en": "Steps: not laid down; by the reading {reading}",
    },
    "body_methods": {
        "zh": "采集方法（7.3、7.5）：{methods}",
        "en": "Collected by (7.3, 7.5): {methods}",
    },
    "body_collect": {"zh": "采集要求：{text}", "en": "What to look at: {text}"},
    "body_unit": {"zh": "抽样单元（7.4）：{text}", "en": "One sample (7.4) is: {text}"},
    "body_reason": {"zh": "理由：{text}", "en": "Reason: {text}"},
    "body_norm": {"zh": "依据：{norm}", "en": "Norm: {norm}"},
    "body_recognises": {
        "zh": "互认（9.4）：{item}；证明：{proof}；理由：{reason}",
        "en": "Recognised (9.4): {item}; proof: {proof}; reason: {reason}",
    },
    "body_counts_beside": {"zh": "单独列出，不计入总分", "en": "beside the total"},
    "body_counts_added": {"zh": "加入总分，分数线不变", "en": "added to the total, the mark stays"},
    "body_counts_scaled": {
        "zh": "计入总分并折算回原满分",
        "en": "in the total, which is scaled back",
    },
    "method_documents": {"zh": "查阅文件与台账", "en": "documents"},
    "method_site": {"zh": "现场观察与操作", "en": "site"},
    "method_interview": {"zh": "访谈与交流会", "en": "interview"},
    "method_questionnaire": {"zh": "调查问卷", "en": "questionnaire"},
    "method_test": {"zh": "技术检测", "en": "test"},
    "body_sound": {"zh": "细则无误。", "en": "The rules are sound."},
    "body_faults": {"zh": "{number} 处错误", "en": "{number} fault(s)"},
}
