"""The certificate, and the page that verifies it."""

from ui.words.catalogue import Catalogue

TEXT: Catalogue = {
    # the document
    "ce_theme": {"zh": "智慧住区安全", "en": "Safety of the Smart Residential Community"},
    "ce_title": {"zh": "安全评价标识证书", "en": "Certificate of Safety Evaluation"},
    "ce_number": {"zh": "编号", "en": "No."},
    "ce_level": {"zh": "{level} 级", "en": "Level {level}"},
    "ce_scale": {
        "zh": "标识由高至低分 A、B、C 三级",
        "en": "The levels are A, B and C, A the highest",
    },
    "ce_applicant": {"zh": "申请单位", "en": "Applicant"},
    "ce_sentence": {
        "zh": "经评价，符合《{rules}》{level}要求，授予智慧住区安全评价 {level}标识。",
        "en": "has been evaluated, meets the requirements of {level} of “{rules}” and is "
        "awarded the label of that level.",
    },
    "ce_years": {"zh": "有效年度", "en": "Valid"},
    "ce_years_words": {"zh": "{start} 至 {end}", "en": "{start} to {end}"},
    "ce_yearly": {
        "zh": "有效期内每年复核（4.10），现状以查验为准",
        "en": "reviewed every year (4.10); what holds today is told by the verification",
    },
    "ce_body": {"zh": "颁发机构", "en": "Awarded by"},
    "ce_issued": {"zh": "颁发日期", "en": "Issued on"},
    "ce_signature": {"zh": "机构负责人（签字）", "en": "Head of the body (signature)"},
    "ce_seal": {"zh": "颁发机构（盖章）", "en": "Seal of the body"},
    "ce_scan": {"zh": "扫码查验", "en": "Scan to verify"},
    "ce_scan_text": {"zh": "扫码读取要点", "en": "Scan to read"},
    "ce_code": {"zh": "查验码", "en": "Check code"},
    "ce_rules": {"zh": "规则", "en": "Rules"},
    "ce_record": {"zh": "颁发时记录头", "en": "Head of the record at issue"},
    "ce_lowered": {
        "zh": "颁发时为 {awarded} 级，自 {since} 起为 {level} 级。",
        "en": "Awarded at level {awarded}; level {level} since {since}.",
    },
    # the page that verifies
    "ve_title": {"zh": "证书查验", "en": "Verification of a certificate"},
    "ve_valid": {"zh": "有效", "en": "Valid"},
    "ve_downgraded": {"zh": "有效，已降为 {level} 级", "en": "Valid, downgraded to level {level}"},
    "ve_withdrawn": {"zh": "已撤销", "en": "Withdrawn"},
    "ve_expired": {"zh": "已过有效期", "en": "Expired"},
    "ve_unknown": {"zh": "查无此证书", "en": "No such certificate"},
    "ve_since": {"zh": "自 {day} 起", "en": "since {day}"},
    "ve_until": {"zh": "止于 {day}", "en": "on {day}"},
    "ve_unknown_why": {
        "zh": "编号与查验码不符，或没有这样的证书。请照证书核对两者；仍不符者，请向颁发机构询问。",
        "en": "Number and check code do not belong together, or there is no such certificate. "
        "Compare both with the paper; if they still fail, ask the body that issued it.",
    },
    "ve_project": {"zh": "住区", "en": "Community"},
    "ve_awarded": {"zh": "授予级别", "en": "Level awarded"},
    "ve_now": {"zh": "现级别", "en": "Level now"},
    "ve_head_issue": {"zh": "颁发时记录头", "en": "Head of the record at issue"},
    "ve_head_now": {"zh": "现记录头", "en": "Head of the record now"},
    "ve_day": {"zh": "查验日期", "en": "Checked on"},
    "ve_number": {"zh": "证书编号", "en": "Number of the certificate"},
    "ve_check": {"zh": "查验", "en": "Verify"},
    "ve_ask": {
        "zh": "请输入证书上的编号和查验码。",
        "en": "Enter the number and the check code as they stand on the certificate.",
    },
    "ve_busy": {
        "zh": "查验过于频繁，请一分钟后再试。",
        "en": "Too many checks from here; try again in a minute.",
    },
    "ve_compare": {
        "zh": "请将以上内容与证书逐项对照。",
        "en": "Compare what stands here with the certificate, entry by entry.",
    },
}
