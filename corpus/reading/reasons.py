"""Every reason a file or page can be refused or remarked on, in both languages."""

from __future__ import annotations

from corpus.document import PageFault, Reason
from corpus.reading.file_name import shown

_TEXTS: dict[str, tuple[str, str]] = {
    # the file as a whole
    "file-not-found": ("没有这个文件。请检查路径。", "There is no such file. Check the path."),
    "file-not-regular": (
        "这不是普通文件（可能是文件夹或设备）。请逐个添加文件。",
        "This is not a regular file (perhaps a folder or a device). Add the files one by one.",
    ),
    "file-unreadable": (
        "文件无法打开（{detail}）。请检查权限。",
        "The file cannot be opened ({detail}). Check its permissions.",
    ),
    "file-empty": (
        "文件是空的（0 字节）。请重新导出或上传。",
        "The file is empty (0 bytes). Export or upload it again.",
    ),
    "file-too-large": (
        "文件 {size} MB，超过上限 {limit} MB。请拆分后上传。",
        "The file has {size} MB, the limit is {limit} MB. Split it and add the parts.",
    ),
    # kinds that are not read
    "convert-doc": (
        "旧版 Word 文件（DOC）。请在 Word 或 WPS 中另存为 DOCX 或 PDF。",
        "An old Word file (DOC). Save it as DOCX or PDF in Word or WPS.",
    ),
    "convert-wps": (
        "WPS 专用格式。请在 WPS 中另存为 DOCX、XLSX 或 PDF。",
        "A WPS file. Save it as DOCX, XLSX or PDF in WPS.",
    ),
    "convert-xls": (
        "旧版 Excel 文件（XLS）。请另存为 XLSX。",
        "An old Excel file (XLS). Save it as XLSX.",
    ),
    "convert-ppt": (
        "旧版演示文稿（{kind}）。请另存为 PPTX 或导出为 PDF。",
        "An old presentation ({kind}). Save it as PPTX or export it to PDF.",
    ),
    "convert-dwg": (
        "DWG 图纸。请在 CAD 中另存为 DXF（天正图纸先导出为 T3），或打印为带文字的 PDF（不要打印成图片）。",
        "A DWG drawing. Save it as DXF in the CAD program, or plot it to a PDF that keeps text (not"
        " as an image).",
    ),
    "convert-visio": (
        "Visio 图。请导出为 PDF。",
        "A Visio diagram. Export it to PDF.",
    ),
    "convert-ofd": (
        "OFD 版式文件。请用 OFD 阅读器导出为 PDF。",
        "An OFD document. Export it to PDF in an OFD reader.",
    ),
    "convert-odf": (
        "OpenDocument 文件。请另存为 DOCX、XLSX 或 PDF。",
        "An OpenDocument file. Save it as DOCX, XLSX or PDF.",
    ),
    "convert-rtf": ("RTF 文件。请另存为 DOCX 或 PDF。", "An RTF file. Save it as DOCX or PDF."),
    "convert-archive": (
        "压缩包（{kind}）。请解压后逐个添加其中的文件。",
        "An archive ({kind}). Unpack it and add the files one by one.",
    ),
    "convert-image": (
        "这种图片（{kind}）不能读取。请另存为 PNG 或 JPEG。",
        "Images of this kind ({kind}) are not read. Save it as PNG or JPEG.",
    ),
    "convert-heic": (
        "HEIC 图片（手机照片）。请在手机上导出为 JPEG（iPhone：设置→相机→格式→兼容性最佳），"
        "或用看图软件另存为 JPEG。",
        "A HEIC image, as phones take them. Export it as JPEG (iPhone: Settings, Camera, Formats,"
        " Most Compatible), or save it as JPEG in an image viewer.",
    ),
    "kind-unknown": (
        "无法识别的文件类型。可读取 PDF、DOCX、XLSX、PPTX、DXF、TXT、MD、CSV、HTML 和图片，请转换后再添加。",
        "The kind of file is not recognised. PDF, DOCX, XLSX, PPTX, DXF, TXT, MD, CSV, HTML and"
        " images are read: convert it to one of them.",
    ),
    "kind-mismatch": (
        "文件名是 {named}，内容却不是，文件可能已损坏。请重新导出。",
        "The name says {named}, the content is not. The file may be damaged: export it again.",
    ),
    "encoding-unknown": (
        "无法识别文字编码。请另存为 UTF-8。",
        "The text encoding is not recognised. Save it as UTF-8.",
    ),
    # files that cannot be opened, or hostile ones
    "password": (
        "文件已加密，需要密码。请解除密码后再上传。",
        "The file is encrypted and needs a password. Remove the password and add it again.",
    ),
    "damaged": (
        "文件已损坏，无法打开（{detail}）。请重新导出。",
        "The file is damaged and cannot be opened ({detail}). Export it again.",
    ),
    "unpacked-too-large": (
        "解压后超过 {limit} MB，疑似压缩炸弹，未读取。",
        "It unpacks to more than {limit} MB, which looks like a decompression bomb. Not read.",
    ),
    "too-many-parts": (
        "内部文件超过 {limit} 个，疑似压缩炸弹，未读取。",
        "It holds more than {limit} parts, which looks like a decompression bomb. Not read.",
    ),
    "xml-doctype": (
        "内部 XML 带有 DOCTYPE 声明，正常的办公文件不会有，疑似攻击，未读取。",
        "A part carries a DOCTYPE declaration, which genuine office files never do. Not read.",
    ),
    "no-text": (
        "文件中没有文字。若是图纸或表格，请确认导出时包含文字。",
        "There is no text in the file. If it should have some, export it again with its text.",
    ),
    "image-too-large": (
        "图片 {width}×{height} 像素，超过上限 {limit} 万像素，未读取。请降低分辨率后再添加。",
        "The image has {width}×{height} pixels, more than the limit of {limit} times 10,000. Save"
        " it smaller and add it again.",
    ),
    "drawing-no-text": (
        "图纸中没有文字。文字可能已被分解成线条，或在外部参照、专用对象（如天正）中。请换用带文字的图纸，或打印为 PDF。",
        "There is no text in the drawing. It may have been turned to lines, or stand in external"
        " references or objects of an add-on program. Use a drawing with text, or plot it to PDF.",
    ),
    # reading that ended early
    "time-limit": (
        "读取超过 {limit} 秒，已停止。请拆分文件或重新导出后再试。",
        "Reading took more than {limit} s and was stopped. Split the file or export it again.",
    ),
    "memory-limit": (
        "读取所需内存超过上限，已停止。请拆分文件。",
        "Reading needed more memory than allowed and was stopped. Split the file.",
    ),
    "crashed": (
        "解析程序异常退出，文件可能已损坏。请重新导出后再试。",
        "The parser ended abnormally; the file may be damaged. Export it again.",
    ),
    "cancelled": ("已取消。", "Cancelled."),
    "page-limit": (
        "共 {pages} 页，只读取前 {limit} 页。请拆分文件。",
        "It has {pages} pages; the first {limit} were read. Split the file.",
    ),
    "drawing-limit": (
        "图纸中的文字或图块过多，其余未读取。请拆分图纸。",
        "The drawing holds too many texts or blocks; the rest was not read. Split it.",
    ),
    "character-limit": (
        "文字超过 {limit} 字，其余未读取。请拆分文件。",
        "It holds more than {limit} characters; the rest was not read. Split the file.",
    ),
    "pages-unread": ("{list_zh}", "{list_en}"),
    # single pages
    "page-no-text": (
        "没有文字层，且文件损坏，无法识别（OCR）",
        "no text layer, and too damaged a file for OCR",
    ),
    "page-mojibake": (
        "文字层是乱码，页面上也没有可识别（OCR）的文字",
        "a garbled text layer, and no print on the page that OCR could read",
    ),
    "page-no-words": (
        "是图像，没有识别出文字（可能是图片或手写）",
        "an image in which no print was recognised (a picture or handwriting)",
    ),
    "page-unclear": (
        "部分文字不清，无法识别，未计入",
        "partly too unclear to be recognised; that part is left out",
    ),
    "page-ocr-time": (
        "识别超过 {limit} 秒，其余未读取；请拆分或降低分辨率",
        "recognising it took more than {limit} s; the rest of it is left out; split it",
    ),
    "page-ocr-limit": (
        "需要识别（OCR），但超过每个文件 {limit} 页的上限；请拆分文件",
        "needs OCR, beyond the {limit} pages allowed for one file; split the file",
    ),
    "page-ocr-missing": (
        "需要识别（OCR），但识别模型没有装好；请重新安装本软件后再添加",
        "needs OCR, whose models are not installed; install the program again and add the file",
    ),
    "page-image-too-large": (
        "图像超过 {limit} 万像素，疑似异常，未识别",
        "an image of more than {limit} times 10,000 pixels, which was not unpacked",
    ),
    "no-pages": (
        "{kind} 文件没有可显示的页面。",
        "A {kind} file has no pages to show.",
    ),
    "page-damaged": ("页面损坏，无法读取", "damaged, cannot be read"),
    "page-pictures": (
        "只有图片，其中的文字未读取，请导出为 PDF 再添加（PDF 中的图片可以识别）",
        "only pictures, whose text was not read; export it to PDF, where pictures are recognised",
    ),
    "page-blank": ("空白页", "blank"),
    # notes
    "named-otherwise": (
        "文件名是 {named}，内容是 {kind}，按 {kind} 读取。",
        "The name says {named}, the content is {kind}; read as {kind}.",
    ),
    "decoded-as": ("按 {encoding} 编码读取。", "Read in the encoding {encoding}."),
    "repaired": (
        "文件有损坏，已尽量修复后读取，可能不完整。",
        "The file is damaged; what could be recovered was read and may be incomplete.",
    ),
    "running-heads": (
        "各页重复的页眉页脚未计入段落：{sample}",
        "Headers and footers repeated on the pages are left out of the passages: {sample}",
    ),
    "attachments": (
        "PDF 内嵌 {count} 个附件，未读取。请单独添加。",
        "The PDF holds {count} attachments, which were not read. Add them on their own.",
    ),
    "form-fields": (
        "PDF 含动态表单（XFA），其内容可能未读取。请打印为 PDF 后再添加。",
        "The PDF holds a dynamic form (XFA) whose content may not be read. Print it to PDF.",
    ),
    "ocr": (
        "{list_zh}是图像或文字层不可用，文字由 OCR 识别，可能有错，请对照原件。",
        "The text of {list_en} was recognised by OCR and may have faults: compare the original.",
    ),
    "frames": (
        "共 {count} 帧，只读取第一帧。",
        "It has {count} frames; the first was read.",
    ),
    "comments": (
        "有 {count} 条批注，未读取。",
        "There are {count} comments, which were not read.",
    ),
    "images": (
        "文中有 {count} 张图片，图片里的文字未读取。",
        "It holds {count} images; text inside them was not read.",
    ),
    "hidden-sheet": (
        "工作表「{sheet}」是隐藏的，已读取。",
        "The sheet '{sheet}' is hidden. It was read.",
    ),
    "chart-sheet": (
        "工作表「{sheet}」是图表，没有单元格可读。",
        "The sheet '{sheet}' is a chart and has no cells to read.",
    ),
    "hidden-text": (
        "有 {count} 处隐藏文字，已读取。",
        "There are {count} pieces of hidden text. They were read.",
    ),
    "hidden-slide": (
        "第 {count} 张幻灯片是隐藏的，已读取。",
        "Slide {count} is hidden. It was read.",
    ),
    "objects": (
        "有 {count} 个嵌入对象（如 Excel、CAD），未读取。请单独添加。",
        "There are {count} embedded objects (such as sheets or drawings), which were not read. Add"
        " them on their own.",
    ),
    "block-counts": (
        "图块引用次数（按图块和图层统计，不是图中文字）：{list_zh}",
        "How often blocks are used (counted by block and layer, not words of the drawing): {list_en}",
    ),
    "layers": ("图层：{list_zh}", "Layers: {list_en}"),
    "hidden-layers": (
        "关闭或冻结的图层上的文字也已读取：{list_zh}",
        "Texts on layers that are off or frozen were read too: {list_en}",
    ),
    "external-references": (
        "引用了外部图纸，未读取，请单独添加：{list_zh}",
        "It refers to other drawings, which were not read. Add them on their own: {list_en}",
    ),
    "custom-objects": (
        "有 {count} 个专用对象（如天正），其中文字未读取。请导出为 T3 或分解后再存为 DXF。",
        "There are {count} objects of an add-on program whose texts were not read. Explode them and"
        " save as DXF again.",
    ),
    "measures": (
        "有 {count} 处只标测量值的尺寸，未计入段落。",
        "{count} dimensions that show only a measure are left out of the passages.",
    ),
    "repeated-labels": (
        "有 {count} 处与前面相同的单独标注，未重复计入。",
        "{count} single labels that repeat an earlier one are counted once.",
    ),
    "already-in-case": (
        "内容相同的文件已在本项目中，未重复添加。",
        "A file with the same content is already in this case; nothing was added.",
    ),
    "read-before": (
        "内容相同的文件此前已读取，直接使用其结果。",
        "A file with the same content was read before; its passages are used.",
    ),
}

_LONGEST_LIST = 5000
CODES = tuple(_TEXTS)
"""Every reason code, in the order of docs/ingest.md."""


def reason(code: str, **values: str | float) -> Reason:
    """
    Build the reason `code` with its values filled in.

    Values may come from hostile files: control and direction characters are removed and long ones
    cut, and they are never taken for templates themselves.
    """
    text_zh, text_en = _TEXTS[code]
    values = {
        name: shown(str(value), _LONGEST_LIST if name.startswith("list_") else 80)
        for name, value in values.items()
    }
    return Reason(code, text_zh.format(**values), text_en.format(**values))


def page_list(faults: tuple[PageFault, ...]) -> Reason:
    """Return one reason that lists the pages of each kind of fault, for example 第 3、5-7 页."""
    pages: dict[Reason, list[int]] = {}
    for fault in faults:
        pages.setdefault(fault.reason, []).append(fault.page)
    return reason(
        "pages-unread",
        list_zh="；".join(f"第 {_ranges(at, '、')} 页{why.text_zh}" for why, at in pages.items())
        + "。",
        list_en="; ".join(f"page {_ranges(at, ', ')}: {why.text_en}" for why, at in pages.items())
        + ".",
    )


def recognised_pages(pages: list[int]) -> Reason:
    """Return the note that says which pages were recognised (OCR)."""
    many = "pages" if len(pages) > 1 else "page"
    return reason(
        "ocr",
        list_zh=f"第 {_ranges(pages, '、')} 页",
        list_en=f"{many} {_ranges(pages, ', ')}",
    )


def _ranges(numbers: list[int], separator: str) -> str:
    spans: list[list[int]] = []
    for number in sorted(numbers):
        if spans and number <= spans[-1][1] + 1:
            spans[-1][1] = number
        else:
            spans.append([number, number])
    texts = [str(first) if first == last else f"{first}-{last}" for first, last in spans]
    return separator.join([*texts[:20], "…"] if len(texts) > 20 else texts)
