"""Roles, parts and what somebody may not do."""

from ui.words.catalogue import Catalogue

TEXT: Catalogue = {
    "role_applicant": {"zh": "申报方", "en": "applicant"},
    "role_assessor": {"zh": "评价员", "en": "assessor"},
    "role_expert": {"zh": "专家", "en": "expert"},
    "role_reviewer": {"zh": "复核人", "en": "reviewer"},
    "role_clerk": {"zh": "办事员", "en": "clerk"},
    "role_admin": {"zh": "管理员", "en": "admin"},
    "not_allowed": {
        "zh": "您的账号现在不能在本案卷中进行此项操作（{act}）；可由{roles}进行。未作任何改动。",
        "en": "Your account may not do this in this case now ({act}); it is open to: {roles}. Nothing was changed.",
    },
    "not_allowed_to_anybody": {
        "zh": "此项操作（{act}）不对登录用户开放，只能由本机的操作者进行。未作任何改动。",
        "en": "This ({act}) is open to nobody who signs in, only to whoever works on the machine itself. Nothing was changed.",
    },
    "store_unreachable": {
        "zh": "数据库或文件存储暂时无法使用，本次操作未保存，以前的内容没有丢失。请稍后重试；仍不行请联系管理员。",
        "en": "The database or the place of the files cannot be used now: this was not saved, and nothing older is lost. Try again in a moment; if it stays so, tell whoever runs the server.",
    },
    "store_full": {
        "zh": "磁盘或配额已满，本次操作未保存，以前的内容没有丢失。请腾出空间后重试。",
        "en": "The disk or the quota is full: this was not saved, and nothing older is lost. Make room and do it again.",
    },
}
