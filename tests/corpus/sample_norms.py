"""Norms of our own invention with every trap that real ones set, as TXT, MD, DOCX and PDF."""

from __future__ import annotations

from pathlib import Path

from tests.corpus.sample_files import text_pdf

NUMBER = "GB 59999-2031"
TITLE = "示范报警系统技术标准"

CONTENTS = [
    "目次",
    "1 总则…………………………………… 1",
    "2 术语…………………………………… 2",
    "3 设计…………………………………… 3",
    "3.1 一般规定………………………………… 3",
    "附录A 试验方法………………………………… 9",
]
PLAIN_CONTENTS = [
    "目录",
    "1 总则",
    "2 术语",
    "3 设计",
    "3.1 一般规定",
    "3.2 布置",
    "附录A 试验方法",
]
BODY = [
    "1 总则",
    "1.0.1 为规范示范报警系统的设计，制定本标准。",
    "1.0.2 本标准适用于新建小区的示范报警系统，不适用于厂房。",
    "2 术语",
    "2.0.1 示范探测器 sample detector",
    "用于示范的探测器。",
    "3 设计",
    "3.1 一般规定",
    "3.1.1 系统设计应符合下列规定：",
    "1 每个防护区应至少设置",
    "2 个探测器，且不应共用回路；",
    "2 控制器应设在值班室；",
    "1）值班室应 24 h 有人值守；",
    "2）值班室应设电话。",
    "3 系统应按表3.1.1 选择。",
    "3.1.2 系统的响应时间应符合本标准第",
    "11.5.14.2的试验结果，并不应大于",
    "2.5 s；距离按",
    "3.2.1 条的规定确定。",
    "3.1.2A 严禁在住宅内设置示范柴油机。",
    "3.1.3 探测器的间距应符合表3.1.3的规定。",
    "表3.1.3 探测器的间距（m）",
    "高度 | 间距 | 备注",
    "3.0 | 7.5 | 室内",
    "6.0 | 5.5 | 室外",
    "注：1 高度自地面算起。",
    "2 间距为中心距。",
    "间距不足时应报批。",
    "3.2 布置",
    "3.2.1 探测器应布置在顶棚中央。",
    "3.2.10 第十个编号紧接在这里。",
    "附录A 试验方法",
    "A.0.1 试验应在 20℃ 下进行。",
    "A.0.2 试验记录应保存 6 年。",
    "本标准用词说明",
    "1 为便于区别，对要求严格程度不同的用词说明如下：",
    "1）表示很严格：必须，严禁；",
    "2）表示严格：应，不应。",
    "引用标准名录",
    "《消防设施通用规范》GB 55036",
]
EXPLANATIONS = [
    "条文说明",
    "1 总则",
    "1.0.1 制定本标准的目的是示范。",
    "3 设计",
    "3.1.1 防护区的划分见图示。",
    "3.1.2～3.1.3 响应时间来自试验。",
    "3.2.1 顶棚中央最不易被遮挡。",
]
FRONT = ["前言", "本标准由编制组编写。", "1.0.1 修改为：“旧条文的修改单，不是条文。”"]
LINES = [*FRONT, *CONTENTS, *BODY, *EXPLANATIONS]
CHAPTERS = ["1", "2", "3", "附录A"]
CLAUSES = ["1.0.1", "1.0.2", "2.0.1", "3.1.1", "3.1.2", "3.1.2A", "3.1.3", "3.2.1", "3.2.10", "A.0.1", "A.0.2"]  # fmt: skip
EXPLAINED = ["1", "1.0.1", "3", "3.1.1", "3.1.2～3.1.3", "3.2.1"]

LAW = [
    "示范图像管理条例",
    "第一章 总则",
    "第一条 为了示范，制定本条例。",
    "第二条 本条例所称图像，依照本条例",
    "第九条的规定确定。",
    "有关部门应当公布目录。",
    "第二章 管理",
    "第一节 建设",
    "第三条 禁止在下列部位安装设备：",
    "（一）客房内部；",
    "（二）更衣室内部。",
    "发现安装的，应当立即报告。",
    "第二节 使用",
    "第四条 图像应当保存不少于30日。",
    "第三章 附则",
    "第五条 本条例自2031年1月1日起施行。",
]


def write_txt(path: Path, lines: list[str] | None = None) -> Path:
    """Write lines as plain text."""
    path.write_text("\n".join(LINES if lines is None else lines) + "\n", encoding="utf-8")
    return path


def write_md(path: Path) -> Path:
    """Write the norm as Markdown: # headings, a table with |, bold mandatory clauses."""
    out = [f"# {TITLE}", ""]
    for line in LINES:
        if line in CONTENTS:
            continue
        is_heading = line.split(" ")[0] in ("1", "2", "3", "3.1", "3.2") and len(line) < 10
        if line == "高度 | 间距 | 备注":
            out += ["| 高度 | 间距 | 备注 |", "|---|---|---|"]
        elif " | " in line:
            out.append(f"| {line} |")
        else:
            text = line.replace(
                "3.1.2A 严禁在住宅内设置示范柴油机。", "**3.1.2A 严禁在住宅内设置示范柴油机。**"
            )
            out += ["", f"## {text}" if is_heading else text, ""]
    path.write_text("\n".join(out), encoding="utf-8")
    return path


def write_docx(path: Path) -> Path:
    """Write the norm as a Word file with a real table, a header and a footer."""
    import docx

    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = f"{NUMBER} {TITLE}"
    document.sections[0].footer.paragraphs[0].text = "— 5 —"
    rows = [line.split(" | ") for line in BODY if " | " in line]
    for line in LINES:
        if line == "高度 | 间距 | 备注":
            table = document.add_table(len(rows), 3)
            for number, row in enumerate(rows):
                for column, text in enumerate(row):
                    table.cell(number, column).text = text
        elif " | " not in line:
            document.add_paragraph(line)
    document.save(str(path))
    return path


def write_pdf(path: Path, on_page: int = 12) -> Path:
    """Write the norm as a PDF with a running head and page numbers; contents on page 2."""
    pages = [FRONT, CONTENTS]
    for part in (BODY, EXPLANATIONS):
        lines = [line.replace(" | ", "      ") for line in part]
        pages += [lines[at : at + on_page] for at in range(0, len(lines), on_page)]
    shown = [
        [f"{TITLE} {NUMBER}", *lines, f"· {number} ·"] for number, lines in enumerate(pages, 1)
    ]
    path.write_bytes(text_pdf(*shown))
    return path
