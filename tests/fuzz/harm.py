"""Files and values that were harmed: from something good, by the kinds of harm that happen."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from hypothesis import strategies as st

NASTY = st.sampled_from(
    ["", "\x00", "\ud800", "\u202e", "=1+1", "../../etc/passwd", "{{ 7*7 }}", "<script>", "9" * 400,
     "1e999999", "-0", "NaN", "é" * 200, "\r\n", "%s%n", "a" * 5000, "C1.1.1", "тест", "👩‍👩‍👧", "²"]
)  # fmt: skip
TOKENS = st.sampled_from(
    [b"\x00" * 8, b"\xff\xfe", b"]]>", b"<!ENTITY a 'b'>", b"&a;", b"*a", b"&a [", b"? ", b"- - - - ",
     b"{" * 300, b"[" * 300, b'"' * 3, b"endstream", b"/Length 999999999", b"PK\x01\x02", b"\xef\xbb\xbf",
     b"999999999999999999999", b"-1", b"\n" * 50, b"\t", b"!!python/object:os.system", b"<<: *x"]
)  # fmt: skip
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | NASTY | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10) | NASTY, inner, max_size=4),
    max_leaves=12,
)  # fmt: skip


@st.composite
def harmed(draw: st.DrawFn, good: bytes) -> bytes:
    """Return bytes with some of them changed, cut out, doubled, or put in."""
    data = bytearray(good)
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, max(0, len(data) - 1)))
        length = draw(st.integers(1, 200))
        match draw(st.integers(0, 5)):
            case 0 if data:
                data[at] = draw(st.integers(0, 255))
            case 1:
                del data[at : at + length]
            case 2:
                data[at:at] = data[at : at + length]
            case 3:
                data[at:at] = draw(TOKENS)
            case 4:
                del data[max(1, at) :]
            case _:
                data[at : at + length] = draw(st.binary(max_size=40))
    return bytes(data)


@st.composite
def harmed_zip(draw: st.DrawFn, good: bytes) -> bytes:
    """Return an archive of which a member was harmed, taken away, renamed, or put in again."""
    with zipfile.ZipFile(io.BytesIO(good)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    name = draw(st.sampled_from(sorted(members)))
    match draw(st.integers(0, 4)):
        case 0 | 1:
            members[name] = draw(harmed(members[name]))
        case 2:
            del members[name]
        case 3:
            wanted = draw(
                st.sampled_from(["../x", "/x", "a/../../x", "x\x00y", name.upper(), "\\x"])
            )
            members[wanted] = members.pop(name)
        case _:
            members[name] = draw(st.binary(max_size=200))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for one, data in members.items():
            archive.writestr(one, data)
    return draw(st.just(out.getvalue()) | harmed(out.getvalue()))


@st.composite
def changed(draw: st.DrawFn, good: Any) -> Any:
    """Return values of JSON of which one, somewhere, is another."""
    if draw(st.integers(0, 9)) == 0:
        return draw(JSON)
    if isinstance(good, dict) and good:
        key = draw(st.sampled_from(sorted(good)))
        rest = dict(good)
        match draw(st.integers(0, 4)):
            case 0:
                del rest[key]
            case 1:
                rest[draw(NASTY | st.text(max_size=10))] = draw(JSON)
            case _:
                rest[key] = draw(changed(good[key]))
        return rest
    if isinstance(good, list) and good:
        at = draw(st.integers(0, len(good) - 1))
        return [*good[:at], draw(changed(good[at])), *good[at + 1 :]]
    return draw(JSON)
