"""A page without a mouse: Tab to what is wanted, type, choose, press."""

from datetime import date, time

from playwright.sync_api import Page

FAR = 150
HERE = r"""() => { const at = document.activeElement;
  const label = at.labels && at.labels.length ? at.labels[0].innerText : at.getAttribute('aria-label') || at.innerText;
  const group = at.type === 'radio' ? at.closest('fieldset').querySelector('legend').innerText : '';
  return [group, label || ''].map(text => text.replace('필수', '').replace(/\s+/g, ' ').trim()); }"""


class Keys:
    """The keyboard of one page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.keyboard = page.keyboard

    @property
    def here(self) -> tuple[str, str]:
        """(legend of the radio group, label) of what has the focus."""
        group, label = self.page.evaluate(HERE)
        return group, label

    def press(self, *keys: str) -> None:
        """Press keys one after another."""
        for key in keys:
            self.keyboard.press(key)

    def to(self, label: str) -> None:
        """Tab until something with this label has the focus."""
        for _step in range(FAR):
            if label in self.here:
                return
            self.press("Tab")
        raise AssertionError(f"{label} cannot be reached by Tab on {self.page.url}")

    def write(self, label: str, text: str) -> None:
        """Put text into a field."""
        self.to(label)
        self.press("Control+a")
        self.keyboard.insert_text(text)

    def day(self, label: str, day: date) -> None:
        """Put a date into a date field, part by part; their order is the browser's own language's."""
        self.to(label)
        year, month, on = f"{day.year:04}", f"{day:%m}", f"{day:%d}"
        self._parts([[month, on, year], [year, month, on]], day.isoformat())

    def hour(self, label: str, at: time) -> None:
        """Put a time into a time field, part by part."""
        half, hour = "AM" if at.hour < 12 else "PM", f"{at.hour % 12 or 12:02}"
        self.to(label)
        self._parts([[hour, f"{at:%M}", half], [half, hour, f"{at:%M}"], [f"{at:%H}", f"{at:%M}"]], f"{at:%H:%M}")

    def _parts(self, orders: list[list[str]], wanted: str) -> None:
        for order in orders:
            self.press("ArrowLeft", "ArrowLeft", "ArrowLeft")
            for part in order:
                self.keyboard.type(part)
                if len(part) > 2:
                    self.press("ArrowRight")
            if self.page.evaluate("document.activeElement.value") == wanted:
                return
        raise AssertionError(f"{wanted} cannot be typed")

    def choose(self, group: str, option: str) -> None:
        """Choose one of a group of radio buttons, or an option of a list."""
        self.to(group)
        if self.here[0] != group:
            self._option(option)
            return
        self.press("Space")
        for _step in range(FAR):
            if self.here[1] == option:
                return
            self.press("ArrowDown")
        raise AssertionError(f"{group} has no {option}")

    def _option(self, option: str) -> None:
        for _step in range(FAR):
            if self.page.evaluate("document.activeElement.selectedOptions[0].label") == option:
                return
            self.press("ArrowDown")
        raise AssertionError(f"the list has no {option}")

    def tick(self, label: str, wanted: bool = True) -> None:
        """Tick a box, or take the tick away."""
        self.to(label)
        if self.page.evaluate("document.activeElement.checked") != wanted:
            self.press("Space")

    def push(self, label: str) -> None:
        """Press a button or follow a link, and wait for the next page."""
        self.to(label)
        with self.page.expect_navigation():
            self.press("Enter")
