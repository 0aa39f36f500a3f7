"""Five people at once, each at a browser of their own: nobody waits for or sees the others."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import CHROMIUM

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        CHROMIUM is None, reason="no Chromium is installed (Debian package chromium)"
    ),
]
PEOPLE = 5
TEXT = (
    "# 说明\n\n电梯轿厢内安装半球摄像机，采集的图像能清晰显示人员的乘梯情况。第 {number} 号小区。\n"
)


async def says(tab: Any, where: str, words: str) -> None:
    await tab.wait_for_function(
        "([where, words]) => document.querySelector(where)?.innerText.includes(words)",
        arg=[where, words],
        timeout=90_000,
    )


async def to_view(tab: Any, view: str) -> None:
    await tab.click(f".ap-top nav a[href*='view={view}']")
    await tab.wait_for_function("view => document.body.dataset.view === view", arg=view)


async def works(tab: Any, address: str, number: int, folder: Path) -> str:
    """Make a case, upload, find and decide; return the address of the case's evidence."""
    file = folder / f"说明-{number}.md"
    file.write_text(TEXT.format(number=number), encoding="utf-8")
    await tab.goto(address)
    await tab.fill("#new-name", f"小区 {number} 号")
    await tab.click("#create-case")
    await tab.wait_for_url("**view=applies**")
    await to_view(tab, "files")
    await tab.set_input_files("#upload input[type=file]", str(file))
    await says(tab, "#documents", file.name)
    await says(tab, "#documents", "已读")
    await to_view(tab, "evidence")
    await tab.click('.ap-cell[data-of="C1.3.5"]')
    await says(tab, "#indicator", file.name)
    await tab.click("#indicator button[data-act=accept]")
    await says(tab, "#indicator", "已采纳")
    return str(tab.url)


async def sees_only_their_own(tab: Any, number: int) -> None:
    others = [other for other in range(PEOPLE) if other != number]
    for view in ("files", "evidence"):
        await to_view(tab, view)
        await says(tab, f"#view-{view}", f"说明-{number}.md")
        shown = await tab.inner_text("body")
        assert not [one for one in others if f"说明-{one}.md" in shown]
    await to_view(tab, "home")
    await says(tab, "#home", f"小区 {number} 号")
    shown = await tab.inner_text("body")
    assert not [one for one in others if f"小区 {one} 号" in shown]
    listed = await tab.locator(".ap-menu li").all_text_contents()
    assert not [one for one in others if any(f"小区 {one} 号" in entry for entry in listed)]


async def five_at_once(address: str, folder: Path) -> None:
    from playwright.async_api import async_playwright

    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        # A context is a browser of its own: nothing that one keeps is in another.
        contexts = [await browser.new_context(locale="zh-CN") for _ in range(PEOPLE)]
        tabs = [await context.new_page() for context in contexts]
        for tab in tabs:
            tab.set_default_timeout(90_000)
        numbered = list(enumerate(tabs))
        places = await asyncio.gather(*(works(tab, address, n, folder) for n, tab in numbered))
        await asyncio.gather(*(sees_only_their_own(tab, n) for n, tab in numbered))
        # Whoever is given the address of a case works on it too, and sees what was decided.
        await tabs[1].goto(places[0])
        await says(tabs[1], "#indicator", "已采纳")
        await to_view(tabs[1], "home")
        await says(tabs[1], "#home", "小区 0 号")
        await says(tabs[1], "#home", "小区 1 号")
        await browser.close()


def test_five_people_work_at_once_and_see_only_their_own(address: str, tmp_path: Path) -> None:
    pytest.importorskip("playwright.async_api")
    asyncio.run(five_at_once(address, tmp_path))
