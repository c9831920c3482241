"""Hands on a keyboard: Tab, Shift+Tab, Enter, Space, arrows and letters; nothing is clicked or filled in."""

from dataclasses import dataclass

from playwright.sync_api import ElementHandle, Locator
from tests.e2e.serving import Visit

MOST_STEPS = 300
# where the focus is as seen from a control: 0 on it, 1 before it, -1 behind it
WHERE = """wanted => { const now = document.activeElement; if (now === wanted) return 0;
  return now.compareDocumentPosition(wanted) & Node.DOCUMENT_POSITION_FOLLOWING ? 1 : -1 }"""
# a ring of two pixels around what has the focus, or around the label that holds it
RING = """wanted => [wanted, wanted.closest('label')].some(e => e &&
  parseFloat(getComputedStyle(e).outlineWidth) >= 2 && getComputedStyle(e).outlineStyle !== 'none')"""


@dataclass
class Hands:
    """Somebody at a keyboard before a page."""

    seen: Visit

    def _find(self, what: str | Locator) -> ElementHandle:
        place = self.seen.tab.locator(what) if isinstance(what, str) else what
        handle: ElementHandle = place.first.element_handle()
        return handle

    def reach(self, what: str | Locator) -> ElementHandle:
        """Go to a control by Tab or Shift+Tab; it must be reached, and be seen to be."""
        tab, wanted = self.seen.tab, self._find(what)
        for _ in range(MOST_STEPS):
            way = tab.evaluate(WHERE, wanted)
            if way == 0:
                assert tab.evaluate(RING, wanted), f"no ring around {what} at {tab.url}"
                return wanted
            tab.keyboard.press("Tab" if way > 0 else "Shift+Tab")
        focus = tab.evaluate("document.activeElement.outerHTML.slice(0, 200)")
        raise AssertionError(f"the keyboard does not reach {what} at {tab.url}: it is at {focus}")

    def follow(self, what: str | Locator) -> None:
        """Press Enter on a link or button that leads to another page."""
        self.reach(what)
        with self.seen.tab.expect_navigation():
            self.seen.tab.keyboard.press("Enter")

    def press(self, what: str | Locator) -> None:
        """Press the space bar on a button that sends something."""
        self.reach(what)
        with self.seen.tab.expect_navigation():
            self.seen.tab.keyboard.press("Space")

    def open(self, what: str | Locator) -> None:
        """Open a fold of the page."""
        self.reach(what)
        self.seen.tab.keyboard.press("Enter")

    def tick(self, what: str | Locator) -> None:
        """Tick a box, or take the first of several choices."""
        box = self.reach(what)
        self.seen.tab.keyboard.press("Space")
        assert box.is_checked(), what

    def type(self, what: str | Locator, text: str) -> None:
        """Write into an empty field."""
        field = self.reach(what)
        self.seen.tab.keyboard.type(text)
        assert field.input_value() == text, what

    def type_day(self, what: str | Locator, day: str) -> None:
        """Write a day into a field for days, part by part as this browser orders them."""
        field = self.reach(what)
        year, month, on = day.split("-")
        self.seen.tab.keyboard.type(month + on + year)
        assert field.input_value() == day, (what, field.input_value())

    def choose(self, what: str | Locator, value: str) -> None:
        """Choose in a list by the arrow keys."""
        field = self.reach(what)
        place = field.evaluate("(e, v) => [...e.options].findIndex(o => o.value === v)", value)
        now = field.evaluate("e => e.selectedIndex")
        assert place >= 0, (what, value)
        for _ in range(abs(place - now)):
            self.seen.tab.keyboard.press("ArrowDown" if place > now else "ArrowUp")
        assert field.input_value() == value, (what, value, field.input_value())

    def choose_nth(self, what: str | Locator, place: int) -> None:
        """Choose the option at a place, from 0."""
        field = self._find(what)
        value = field.evaluate("(e, n) => e.options[n].value", place)
        self.choose(what, value)
