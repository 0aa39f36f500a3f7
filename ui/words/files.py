"""Cases, their documents and how far reading is."""

from ui.words.catalogue import Catalogue

TEXT: Catalogue = {
    "case_settings": {"zh": "案卷设置", "en": "Settings of the case"},
    "case_link": {
        "zh": "把本页地址发给同事，对方就能打开并参与这个案卷。",
        "en": "Whoever is given the address of this page can open the case and work on it.",
    },
    "rename": {"zh": "改名", "en": "Rename"},
    "renamed": {"zh": "已改名。", "en": "Renamed."},
    "upload_drop": {
        "zh": "把文件拖到这里，或点击选择",
        "en": "Drop files here, or click to choose",
    },
    "no_case": {"zh": "还没有案卷，请先新建。", "en": "No case yet; create one first."},
    "new_case": {"zh": "新建案卷", "en": "New case"},
    "case_name": {"zh": "项目名称", "en": "Project name"},
    "create": {"zh": "新建", "en": "Create"},
    "need_name": {"zh": "请填写项目名称。", "en": "Please give the project a name."},
    "upload": {
        "zh": "上传文件",
        "en": "Upload documents",
    },
    "upload_kinds": {
        "zh": "可读 PDF（含扫描件）、DOCX、XLSX、PPTX、DXF、图片、MD、TXT、HTML、CSV；在后台读取，可以离开本页。",
        "en": "Read are PDF (scans too), DOCX, XLSX, PPTX, DXF, images, MD, TXT, HTML and CSV, in the background: you may leave this page.",
    },
    "notes": {"zh": "另有 {number} 条说明", "en": "Notes: {number}"},
    "indexing": {
        "zh": "语义索引在后台建立：{done}/{total}，不影响查找证据",
        "en": "Index by meaning, in the background: {done} of {total}; evidence does not wait for it",
    },
    "indexing_soon": {
        "zh": "语义索引将在后台建立，不影响查找证据",
        "en": "The index by meaning follows in the background; evidence does not wait for it",
    },
    "documents": {"zh": "文件", "en": "Documents"},
    "passages": {"zh": "段落", "en": "Passages"},
    "read": {"zh": "已读", "en": "read"},
    "partly": {"zh": "部分读取", "en": "partly read"},
    "refused": {"zh": "未读", "en": "refused"},
    "reading_state": {"zh": "未读完", "en": "not finished"},
    "remove": {"zh": "移除", "en": "Remove"},
    "no_documents": {"zh": "还没有文件。", "en": "No documents yet."},
    "remove_named": {"zh": "移除 {file}", "en": "Remove {file}"},
    "remove_file_sure": {
        "zh": "移除“{file}”？它的段落、证据决定和页面图像将一并删除，不能恢复。",
        "en": "Remove “{file}”? Its passages, decisions and page pictures go with it, for good.",
    },
    "remove_case": {"zh": "移除整个案卷", "en": "Remove the whole case"},
    "remove_case_sure": {
        "zh": "移除案卷“{name}”？其中 {documents} 个文件、评分表、证据决定和全部对话都将删除，不能恢复。",
        "en": "Remove the case “{name}”? Its {documents} documents, sheet, decisions and conversations go with it, for good.",
    },
    "case_removed": {"zh": "已移除案卷 {id}。", "en": "Case {id} is removed."},
    "jobs": {"zh": "本次上传", "en": "Your uploads"},
    "job_waiting": {"zh": "等待读取", "en": "waiting"},
    "job_reading": {"zh": "正在读取", "en": "reading"},
    "job_read": {"zh": "已读，{passages} 段", "en": "read, {passages} passages"},
    "job_partly": {"zh": "部分读取，{passages} 段", "en": "partly read, {passages} passages"},
    "job_refused": {"zh": "未能读取", "en": "not read"},
    "job_cancelled": {"zh": "已取消", "en": "cancelled"},
    "job_failed": {
        "zh": "出错，服务重启后会再读",
        "en": "failed; it is read again after a restart",
    },
    "job_pages": {"zh": "第 {done}/{pages} 页", "en": "page {done} of {pages}"},
    "job_parts": {"zh": "已读 {done} 部分", "en": "{done} parts read"},
    "left_seconds": {"zh": "约剩 {number} 秒", "en": "about {number} s left"},
    "left_minutes": {"zh": "约剩 {number} 分钟", "en": "about {number} min left"},
    "cancel": {"zh": "取消", "en": "Cancel"},
    "cancel_named": {"zh": "取消读取 {file}", "en": "Cancel reading {file}"},
    "retry": {"zh": "重试", "en": "Try again"},
    "retry_named": {"zh": "重新读取 {file}", "en": "Read {file} again"},
    "cancel_all": {"zh": "全部取消", "en": "Cancel all"},
    "clear_jobs": {"zh": "清除已结束的", "en": "Clear finished"},
    "jobs_done": {
        "zh": "已全部结束。现在可以查找证据。",
        "en": "All done. You can look for evidence now.",
    },
    "indexing_fault": {
        "zh": "语义索引没有建成（{fault}）；证据和按字词查找不受影响。",
        "en": "The index by meaning could not be made ({fault}); evidence and search by words work.",
    },
    "still_reading": {
        "zh": "还有 {number} 个文件没有读完，其中的证据未计入；读完后请再查找。",
        "en": "{number} documents are not read yet and are left out; look again when they are.",
    },
}
