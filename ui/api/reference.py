"""
The description of the API as one page of HTML, from its schema alone.

Without scripts and without anything from elsewhere; everything is escaped.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

Words = Mapping[str, Any]
_METHODS = ("get", "post", "put", "patch", "delete")


def reference_html(schema: Words) -> str:
    """Return the page of a schema (OpenAPI 3.1), its operations under their first tag."""
    by_tag: dict[str, list[str]] = {}
    for path, methods in schema["paths"].items():
        for method in _METHODS:
            if method in methods:
                operation = methods[method]
                tag = str((operation.get("tags") or ["api"])[0])
                by_tag.setdefault(tag, []).append(_operation(schema, method, path, operation))
    at = schema["servers"][0]["url"]
    links = "".join(f'<li><a href="#{escape(tag)}">{escape(tag)}</a></li>' for tag in by_tag)
    parts = "".join(
        f'<section><h2 id="{escape(tag)}">{escape(tag)}</h2>{"".join(found)}</section>'
        for tag, found in by_tag.items()
    )
    title = f"{escape(schema['info']['title'])} API, version {escape(schema['info']['version'])}"
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<link rel="icon" href="data:,"><link rel="stylesheet" href="/looks/pages.css">'
        f'<title>{title}</title></head><body class="ap-pages ap-reference"><main>'
        f"<h1>{title}</h1><p>{_marked(schema['info']['description'])}</p>"
        f'<p>Addresses are under <code>{escape(at)}</code>; <a href="{escape(at)}/openapi.json">the '
        f'schema</a> for programs.</p><nav aria-label="Parts"><ul>{links}</ul></nav>{parts}'
        "</main></body></html>"
    )


def _operation(schema: Words, method: str, path: str, operation: Words) -> str:
    about = operation.get("description") or operation.get("summary") or ""
    asked = "".join(map(_parameter, operation.get("parameters", ())))
    body = "".join(_body(schema, operation.get("requestBody", {}).get("content", {})))
    responses = operation.get("responses", {})
    answers = "".join(_answer(schema, status, told) for status, told in responses.items())
    problems = ", ".join(
        f"{status} {told['description']}" for status, told in responses.items() if _is_problem(told)
    )
    name = f"{method.upper()} {path}"
    given = _table("parameter", asked, f"Parameters of {name}")
    return (
        f'<article class="ap-form"><h3><b>{method.upper()}</b> <code>{escape(path)}</code></h3>'
        f"<p>{_marked(about)}</p>{given}{body}"
        f"<details><summary>Answers</summary>{answers}<p>Problems: {escape(problems)}.</p></details>"
        "</article>"
    )


def _parameter(one: Words) -> str:
    where = f"{one['in']}, required" if one.get("required") else str(one["in"])
    return _row(one["name"], where, one.get("schema", {}), one.get("description", ""))


def _body(schema: Words, content: Words) -> Iterator[str]:
    for media, said in content.items():
        yield f"<h4>Body: <code>{escape(media)}</code></h4>"
        whole = _resolved(schema, said.get("schema", {}))
        yield _fields(schema, whole)
        for example in [*whole.get("examples", ())][:1]:
            yield _code(example)


def _is_problem(told: Words) -> bool:
    return any(media.endswith("problem+json") for media in told.get("content", {}))


def _answer(schema: Words, status: str, told: Words) -> str:
    if _is_problem(told):
        return ""
    parts = [f"<h4>{escape(str(status))} {escape(str(told.get('description', '')))}</h4>"]
    for media, said in told.get("content", {}).items():
        parts.append(f"<p><code>{escape(media)}</code></p>")
        parts.append(_fields(schema, _resolved(schema, said.get("schema", {}))))
        if "example" in said:
            parts.append(_code(said["example"]))
    return "".join(parts)


def _fields(schema: Words, whole: Words) -> str:
    needed = set(whole.get("required", ()))
    rows = "".join(
        _row(
            name,
            "required" if name in needed else "",
            _plain(schema, one),
            str(one.get("description", "")),
        )
        for name, one in whole.get("properties", {}).items()
    )
    return _table("field", rows, f"Fields of {whole.get('title', '')}")


def _table(first: str, rows: str, label: str) -> str:
    if not rows:
        return ""
    head = "".join(f'<th scope="col">{one}</th>' for one in (first, "kind", "what"))
    return (
        f'<div class="ap-wide" tabindex="0" role="group" aria-label="{escape(label)}">'
        f'<table class="ap-table"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>'
    )


def _row(name: str, more: str, kind: Words, about: str) -> str:
    named = f"<code>{escape(name)}</code>"
    if more:
        named += f' <span class="ap-small">{escape(more)}</span>'
    return f"<tr><td>{named}</td><td>{escape(_kind(kind))}</td><td>{_marked(about)}</td></tr>"


def _resolved(schema: Words, one: Words) -> Words:
    """Return what a reference points to."""
    while "$ref" in one:
        one = schema["components"]["schemas"][str(one["$ref"]).rpartition("/")[2]]
    return one


def _plain(schema: Words, one: Words) -> Words:
    """Return a field's own words, or of its reference where it has none of its own."""
    return _resolved(schema, one) if "$ref" in one else one


def _kind(one: Words) -> str:
    """Return what values are, in words."""
    if "const" in one:
        return json.dumps(one["const"], ensure_ascii=False)
    if "enum" in one:
        return " | ".join(json.dumps(value, ensure_ascii=False) for value in one["enum"])
    if "anyOf" in one:
        return " | ".join(map(_kind, one["anyOf"]))
    if "$ref" in one:
        return str(one["$ref"]).rpartition("/")[2]
    if one.get("type") == "array":
        return f"list of {_kind(one.get('items', {}))}"
    return str(one.get("format") or one.get("type") or "anything")


def _code(value: object) -> str:
    told = json.dumps(value, ensure_ascii=False, indent=2)
    return f'<pre class="ap-wide" tabindex="0" role="group" aria-label="Example"><code>{escape(told)}</code></pre>'


def _marked(text: str) -> str:
    """Return text with what stands between backquotes as code."""
    parts = escape(text).split("`")
    return "".join(
        f"<code>{part}</code>" if at % 2 and at < len(parts) - 1 else part
        for at, part in enumerate(parts)
    )
