"""
Templates of reports: DOCX with fields, filled in a closed room.

Templates come from outside and are not trusted. What they may say is a short list of constructs
(fields, loops, conditions), checked before anything runs; an inner loop goes over a list of the
outer one's entry, so that work stays in proportion to the report. Values are plain texts, lists
and mappings, and always stand as text.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, Template, TemplateSyntaxError, nodes
from jinja2.exceptions import SecurityError, TemplateError, UndefinedError
from jinja2.runtime import LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml.etree import XMLSyntaxError

from ui.errors import ReportTemplateError
from ui.reports.docx_pages import clean

MAX_BYTES = 10 * 1024 * 1024
MAX_UNPACKED = 60 * 1024 * 1024
_FILTERS = {"default", "first", "join", "last", "length", "lower", "trim", "upper"}
_TESTS = {"defined", "even", "none", "odd"}
_LOOP = {"first", "index", "index0", "last", "length", "revindex"}
_ALLOWED = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.For, nodes.If, nodes.Name,
    nodes.Getattr, nodes.Getitem, nodes.Const, nodes.Filter, nodes.Test, nodes.Compare,
    nodes.Operand, nodes.And, nodes.Or, nodes.Not, nodes.CondExpr,
)  # fmt: skip
_EXTERNAL = re.compile(rb'<Relationship\b[^>]*TargetMode="External"[^>]*>')


def fill_template(data: bytes, name: str, fields: Mapping[str, Any]) -> Any:
    """
    Return a template filled with fields, as a python-docx document.

    Args:
        data: the bytes of the template.
        name: what errors call it.
        fields: texts, numbers, lists and mappings of them.

    Raises:
        ReportTemplateError: it is no DOCX that can be used, its fields are mistaken, or it does
            what templates may not; the message names the field and the words around it.
    """
    _check_file(data, name)
    values = _cleaned(fields)
    room = _Room(values)
    try:
        template = DocxTemplate(io.BytesIO(data))
        template.render(values, jinja_env=room, autoescape=True)
        document = template.docx
        document.save(io.BytesIO())
    except TemplateError as error:
        raise ReportTemplateError(name, _told(error)) from error
    except (KeyError, ValueError, OSError, XMLSyntaxError, AttributeError, TypeError) as error:
        raise ReportTemplateError(name, f"it is no usable DOCX ({error}).") from error
    return document


def _told(error: TemplateError) -> str:
    words = " ".join(str(error.message or error).split())
    around = " ".join(" ".join(getattr(error, "docx_context", ())).split())[:200]
    beside = f" Near: “{around}”." if around else ""
    if isinstance(error, UndefinedError):
        words = f"a field is not known: {words}"
    elif isinstance(error, SecurityError):
        words = f"it does what templates may not: {words}"
    return f"{words.rstrip('.')}.{beside}"


def _cleaned(value: Any) -> Any:
    """Return a value with its texts free of what XML cannot hold."""
    if isinstance(value, str):
        return clean(value).replace("\r\n", "\n").replace("\r", "\n")
    if isinstance(value, Mapping):
        return {key: _cleaned(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_cleaned(one) for one in value]
    return value


def _check_file(data: bytes, name: str) -> None:
    """Refuse what is no DOCX, is too large, holds macros, entities or links to outside."""
    if len(data) > MAX_BYTES:
        raise ReportTemplateError(name, f"it has more than {MAX_BYTES // 2**20} MiB.")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            if sum(one.file_size for one in package.infolist()) > MAX_UNPACKED:
                raise ReportTemplateError(
                    name, f"unpacked it has more than {MAX_UNPACKED // 2**20} MiB."
                )
            for one in package.namelist():
                _check_part(package, one, name)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        raise ReportTemplateError(name, "it is no DOCX file.") from error


def _check_part(package: zipfile.ZipFile, part: str, name: str) -> None:
    if part.lower().endswith("vbaproject.bin"):
        raise ReportTemplateError(name, "it holds macros; save it as .docx without them.")
    if not part.endswith((".xml", ".rels")):
        return
    content = package.read(part)
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise ReportTemplateError(name, f"'{part}' declares entities.")
    for link in _EXTERNAL.findall(content):
        if b"/hyperlink" not in link:
            raise ReportTemplateError(
                name,
                f"'{part}' links to a file outside; embed pictures, and detach it from its Word template.",
            )


class _Room(ImmutableSandboxedEnvironment):
    """Where templates run: no globals, few filters, attributes of loops only."""

    def __init__(self, fields: Mapping[str, Any]) -> None:
        super().__init__(undefined=StrictUndefined, autoescape=True)
        self.globals.clear()
        self.filters = {key: self.filters[key] for key in _FILTERS}
        self.tests = {key: one for key, one in self.tests.items() if key in _TESTS}
        self._fields = tuple(fields)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:  # noqa: ARG002
        """Allow what a loop tells about itself; mappings are read by their keys."""
        return isinstance(obj, LoopContext) and attr in _LOOP

    def from_string(self, source: Any, *args: Any, **more: Any) -> Template:
        """Check what a template says, then compile it."""
        tree = self.parse(source) if isinstance(source, str) else source
        _Check(self._fields).visit(tree, ())
        return super().from_string(source, *args, **more)


class _Check:
    """Refuses constructs that are not allowed, and names that no field has."""

    def __init__(self, fields: tuple[str, ...]) -> None:
        self._fields = fields

    def visit(self, node: nodes.Node, loops: tuple[str, ...]) -> None:
        if not isinstance(node, _ALLOWED):
            kind = type(node).__name__
            raise SecurityError(f"'{kind}' in line {node.lineno}; fields, if and for are allowed")
        if isinstance(node, nodes.For):
            self._loop(node, loops)
            return
        if isinstance(node, nodes.Name) and node.name not in (*self._fields, *loops, "loop"):
            near = get_close_matches(node.name, self._fields, n=3)
            raise UndefinedError(
                f"'{node.name}'" + (f"; near it: {', '.join(near)}" if near else "")
            )
        if isinstance(node, nodes.Getattr) and node.attr.startswith("_"):
            raise SecurityError(f"the attribute '{node.attr}'")
        if isinstance(node, nodes.Getitem) and not isinstance(node.arg, nodes.Const):
            raise SecurityError("entries are named by a number or a word")
        if isinstance(node, nodes.Filter) and node.name not in _FILTERS:
            raise SecurityError(f"the filter '{node.name}'; allowed: {', '.join(sorted(_FILTERS))}")
        for child in node.iter_child_nodes():
            self.visit(child, loops)

    def _loop(self, node: nodes.For, loops: tuple[str, ...]) -> None:
        if node.recursive or not isinstance(node.target, nodes.Name):
            raise TemplateSyntaxError("a loop is written {% for one in list %}", node.lineno)
        if loops and _root(node.iter) != loops[-1]:
            raise SecurityError(
                f"the loop over '{_root(node.iter)}' inside another; an inner loop goes over a "
                f"list of the outer entry, such as {loops[-1]}.rows"
            )
        self.visit(node.iter, loops)
        inside = (*loops, node.target.name)
        for child in (*node.body, *node.else_, *([node.test] if node.test else [])):
            self.visit(child, inside)


def _root(node: nodes.Node) -> str:
    """Return the name that a field begins with; "" for what is no field."""
    while isinstance(node, (nodes.Getattr, nodes.Getitem)):
        node = node.node
    return node.name if isinstance(node, nodes.Name) else ""
