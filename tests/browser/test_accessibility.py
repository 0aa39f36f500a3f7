"""
Every view is fit for use without a mouse, without colours, enlarged and on a tablet.

axe-core looks for faults in the page as drawn, in both languages, with a case and without. 200 %
zoom is what the browser makes of it: half as many CSS pixels.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from corpus.cases.store import CaseStore
from corpus.encoder import Encoder
from tests.browser.conftest import CHROMIUM, says, served
from tests.corpus.sample_files import text_pdf
from ui.views.page.place import VIEWS, Place, address_of

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        CHROMIUM is None, reason="no Chromium is installed (Debian package chromium)"
    ),
]
SCREEN, TABLET, ENLARGED = (1280, 720), (820, 1180), (640, 360)
PRINTED = "电梯轿厢内设置摄像机，图像清晰显示乘梯人员的情况。"
NOTES = "# 说明\n\n重点位置的录像保存 30 天。\n\n地下车库本期不设置视频监控。\n"
AT = {"evidence": "C1.3.5", "clause": "A2.3.4", "ask": "A2.3.4", "score": "C1.3.5"}
"""What is open in a view of the case with documents."""

NAMELESS = """() => [...document.querySelectorAll('input, select, textarea')]
  .filter((one) => one.checkVisibility() && one.type !== 'hidden')
  .filter((one) => !one.labels?.length && !one.ariaLabel && !one.getAttribute('aria-labelledby'))
  .map((one) => one.outerHTML)"""
# What Tab should come to, each once; of a group of radio buttons the chosen one, or the first.
STOPS = """() => {
  const wanted = 'a[href], button, input, select, textarea, summary, [tabindex], [contenteditable]';
  const all = [...document.querySelectorAll(wanted)].filter(
    (one) => one.tabIndex >= 0 && !one.disabled && one.checkVisibility({visibilityProperty: true}));
  const group = (one) => one.type === 'radio' && all.filter((other) => other.type === 'radio'
    && other.name === one.name && other.form === one.form);
  window.stops = all.filter((one) => {
    const peers = group(one);
    return !peers || one === (peers.find((other) => other.checked) ?? peers[0]);
  });
  window.told = (one) => one.cloneNode(false).outerHTML.slice(0, 200);
}"""
# Where the focus is: a stop not come to before, and one that looks otherwise than without focus.
FOCUSED = """() => {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  const isNew = window.stops.includes(one);
  window.stops = window.stops.filter((other) => other !== one);
  const looks = () => [one, one.closest('label'), one.parentElement, one.parentElement?.parentElement]
    .map((part) => {
      const style = part ? getComputedStyle(part) : {};
      return [style.outlineStyle, style.outlineWidth, style.boxShadow, style.borderColor];
    }).join();
  for (const part of document.querySelectorAll('.ap-view *')) part.style?.setProperty('transition', 'none', 'important');
  const held = looks();
  one.blur();
  const left = looks();
  one.focus({preventScroll: true});
  return {isNew, isSeen: held !== left, html: window.told(one)};
}"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with nobody else's cases, which would all be stops of the Tab key."""
    return tmp_path_factory.mktemp("fit")


@pytest.fixture(scope="module")
def address(home: Path, real_encoder: Encoder) -> Iterator[str]:
    with served(home) as address:
        yield address


@pytest.fixture(scope="module")
def case_id(home: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A case with documents that nobody joined, so that everybody sees it."""
    folder = tmp_path_factory.mktemp("documents")
    (folder / "验收.pdf").write_bytes(text_pdf(["第一页只有别的话。"], [PRINTED]))
    (folder / "说明.md").write_text(NOTES, encoding="utf-8")
    store = CaseStore(home)
    case_id = store.create_case("柳岸雅苑", "tcrea-2023", "B")
    for path in sorted(folder.iterdir()):
        store.add_document(case_id, path)
    return case_id


@pytest.fixture(scope="module")
def tab(browser: Any, address: str) -> Iterator[Any]:
    with contextlib.closing(browser.new_context(viewport={"width": 1280, "height": 720})) as own:
        yield own.new_page()


def opened(tab: Any, address: str, language: str, view: str, case_id: str) -> None:
    """Open a view by its address and wait until nothing changes any more."""
    place = Place(view, case_id, AT.get(view, "") if case_id else "")  # type: ignore[arg-type]
    sized(tab, SCREEN)
    tab.goto(f"{address}{address_of(place)}&lang={language}")
    tab.wait_for_function(
        "view => document.querySelector('.ap-top') && document.body.dataset.view === view", arg=view
    )
    drawn = ""
    while drawn != (drawn := tab.inner_html("body")):
        tab.wait_for_timeout(400)


def sized(tab: Any, size: tuple[int, int]) -> None:
    tab.set_viewport_size({"width": size[0], "height": size[1]})


def faults(tab: Any) -> list[str]:
    """Return what axe finds, a line each."""
    from axe_playwright_python.sync_playwright import Axe

    # A block that is drawn anew is pale for a moment.
    tab.wait_for_function(
        "() => !document.querySelector('.pending')"
        " && document.getAnimations().every(one => one.playState !== 'running')"
    )
    rules = {"target-size": {"enabled": True}}
    found = Axe().run(tab, options={"resultTypes": ["violations"], "rules": rules})
    return [
        f"{fault['impact']} {fault['id']}: {node['html'][:200]}"
        for fault in found.response["violations"]
        for node in fault["nodes"]
    ]


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("has_case", [False, True], ids=["empty", "full"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_axe_finds_nothing_and_nothing_sticks_out(
    tab: Any, address: str, case_id: str, language: str, has_case: bool, view: str
) -> None:
    opened(tab, address, language, view, case_id if has_case else "")
    assert tab.evaluate("document.documentElement.lang") == {"zh": "zh-CN", "en": "en"}[language]
    assert tab.evaluate(NAMELESS) == [], "without a label"
    for size in (SCREEN, TABLET, ENLARGED):
        sized(tab, size)
        tab.wait_for_timeout(100)
        width = tab.evaluate("document.documentElement.scrollWidth")
        assert width <= size[0], f"the page is wider than the window at {size}"
        if size == SCREEN or language == "zh":
            assert faults(tab) == [], f"at {size}"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_axe_finds_nothing_in_what_is_drawn_later(
    tab: Any, address: str, case_id: str, language: str, tmp_path: Path
) -> None:
    opened(tab, address, language, "ask", case_id)
    for question in ("充电区 A级和C级有什么区别？", "重点位置的录像要保存多久？", "?????"):
        tab.fill("#question", question)
        tab.click("#send")
        tab.wait_for_function("document.querySelector('#question').value === ''")
    tab.wait_for_selector(".ap-compare")
    assert faults(tab) == [], "a conversation"
    tab.locator("h2:visible").first.click()
    tab.keyboard.press("?")
    tab.wait_for_selector("dialog[open]")
    assert faults(tab) == [], "the list of keys"
    tab.keyboard.press("Escape")
    tab.click(".ap-menu summary")
    assert faults(tab) == [], "the list of cases"

    (tmp_path / "图.dwg").write_bytes(b"AC1027" + language.encode() + bytes(2000))
    (tmp_path / "说明.md").write_text(f"# 说明\n\n{language}\n", encoding="utf-8")
    opened(tab, address, language, "files", case_id)
    tab.set_input_files("#upload input[type=file]", [str(path) for path in tmp_path.iterdir()])
    tab.wait_for_selector(".ap-job")
    # While they are sent, gradio's own list of files stands there: a button within a button.
    tab.wait_for_selector("#upload [data-testid=upload-text]")
    assert faults(tab) == [], "files that are read"
    says(tab, "#jobs", "DXF")
    assert faults(tab) == [], "files that were read"


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("has_case", [False, True], ids=["empty", "full"])
def test_the_tab_key_comes_to_everything_once_and_is_seen(
    tab: Any, address: str, case_id: str, has_case: bool, view: str
) -> None:
    opened(tab, address, "zh", view, case_id if has_case else "")
    tab.evaluate(STOPS)
    tab.evaluate("document.activeElement.blur()")
    unseen, again = [], []
    for _ in range(tab.evaluate("window.stops.length")):
        tab.keyboard.press("Tab")
        focused = tab.evaluate(FOCUSED)
        if focused is None:
            break
        if not focused["isNew"]:
            again.append(focused["html"])
        if not focused["isSeen"]:
            unseen.append(focused["html"])
    missed = tab.evaluate("window.stops.map(window.told)")
    assert (missed, again, unseen) == ([], [], []), "missed, come to again, without a look of focus"
