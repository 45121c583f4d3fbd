"""What people do at their phones and desks, in a real browser: they tap, type and go where pages lead."""

import re

from portal import picture
from test_portal_access import violations
from test_portal_phone import BROKEN, OUTSIDE, PHONE

DESK = {"width": 1440, "height": 900}
NUMBER = re.compile(r"[A-Z]{2}-\d{4}-\d{6}")


class Hand:
    """Somebody at their phone or their desk. Every page that they come to is looked at: whether all can use it, and whether all
    of it is within the screen."""

    def __init__(self, people, login, isPhone=True):
        self.page = people.page(login, has_touch=isPhone)
        self.isPhone = isPhone
        self.page.set_viewport_size(PHONE if isPhone else DESK)
        self.looked = set()
        self.home()

    def touch(self, target):
        target.first.scroll_into_view_if_needed()
        target.first.tap() if self.isPhone else target.first.click()

    def go(self, target, to=None):
        """Taps what leads to another page; `to`: what its address has."""
        with self.page.expect_navigation(url=re.compile(to) if to else None):
            self.touch(target)
        self.look()

    def home(self):
        self.go(self.page.locator("header a[href='/work'], nav a[href='/work']"), "/work$")

    def launch(self, label):
        self.home()
        self.go(self.page.locator("nav.launchers a", has=self.page.locator(".label", has_text=re.compile(f"^{label}$"))))

    def entry(self, label):
        """What the navigation on top leads to."""
        self.go(self.page.locator("nav.main a", has_text=re.compile(rf"^\s*{label}\s*$")))

    def link(self, text, within="main"):
        self.go(self.page.locator(f"{within} a", has_text=text))

    def look(self):
        page = self.page
        page.wait_for_load_state()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url
        if self.isPhone:
            assert page.evaluate(OUTSIDE) == [] and page.evaluate(BROKEN) == [], page.url
        # Pages of one kind are the same but for what stands in them.
        kind = re.sub(r"[0-9a-z]{26}|\?.*", "", page.url)
        if kind not in self.looked:
            self.looked.add(kind)
            assert violations(page) == [], page.url

    def write(self, form, **fields):
        """Fills in a form; `photo`: into its only field for files."""
        page = self.page
        box = page.locator(f"form#{form}")
        for closed in box.locator("xpath=ancestor::details[not(@open)]").all():
            self.touch(closed.locator("summary"))
        prefix = form.removeprefix("act-") + "." if form.startswith("act-") else ""
        for name, value in fields.items():
            if name == "photo":
                box.locator("input[type=file]").set_input_files({"name": "现场.png", "mimeType": "image/png", "buffer": value})
                box.locator("input[name$='-upload']").first.wait_for(state="attached")
                continue
            field = box.locator(f"[name='{prefix}{name}']")
            if field.first.evaluate("e => e.tagName") == "SELECT":
                field.select_option(value=field.locator("option", has_text=value).first.get_attribute("value"))
            else:
                field.fill(value)
        return box

    def send(self, form, **fields):
        box = self.write(form, **fields)
        self.go(box.locator("button.primary, button:not(.quiet)").last, "done=")

    def act(self, act, **fields):
        """Does an act of the thing that is open."""
        form = self.page.locator(f"form[action$='/acts/{act}']")
        if form.get_attribute("id"):
            return self.send(f"act-{act}", **fields)
        self.go(form.locator("button"), f"done=.*{act}")

    def text(self, of="main"):
        return self.page.inner_text(of)

    @property
    def number(self):
        return NUMBER.search(self.text("header.heading .lead")).group()

    def picture(self, name, full=False):
        self.page.evaluate("scrollTo(0, 0)")
        picture(self.page, name, full, of="community")
