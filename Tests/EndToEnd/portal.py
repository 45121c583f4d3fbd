"""A running portal and a real browser, for the tests that need them."""

import fcntl
import os
import re
import shutil
import signal
import subprocess
import threading

import pytest
from playwright.sync_api import sync_playwright

from conftest import ROOT, binary

PASSWORD = "qingchuan-2026"


class Server:
    """`linli serve` on a free port; `restart` stops it by SIGTERM and starts it on the same data."""

    def __init__(self, data, *options, secrets=None):
        self.data = data
        self.options = list(options)
        self.secrets = secrets or {}
        self.lines = []
        self.start()

    def start(self, *more):
        command = [str(binary()), "serve", "--data", str(self.data), "--port", "0", "--lang", "en", *self.options, *more]
        self.process = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True,
                                        env={**os.environ, **self.secrets})
        self.url = None
        up = threading.Event()

        def read():
            for line in self.process.stderr:
                self.lines.append(line)
                found = re.search(r"Linli is up: (https?://\S+)", line)
                if found:
                    self.url = found.group(1)
                    up.set()
            up.set()

        threading.Thread(target=read, daemon=True).start()
        up.wait(240)
        assert self.url, "the server did not start:\n" + "".join(self.lines[-40:])

    def stop(self, how=signal.SIGTERM):
        self.process.send_signal(how)
        self.process.wait(60)

    def restart(self, *more, how=signal.SIGTERM):
        self.stop(how)
        self.start(*more)


class People:
    """One browser, one context for each person, so that all are logged in at the same time."""

    def __init__(self, browser, server):
        self.browser = browser
        self.server = server
        self.contexts = {}

    def page(self, login=None, **options):
        if login not in self.contexts:
            context = self.browser.new_context(locale="zh-CN", viewport={"width": 1280, "height": 900}, **options)
            context.set_default_timeout(30_000)
            page = context.new_page()
            page.console_errors = []
            page.on("console", lambda m: page.console_errors.append(m.text) if m.type == "error" else None)
            self.contexts[login] = page
            if login:
                self.log_in(page, login)
        return self.contexts[login]

    def log_in(self, page, login):
        page.goto(self.server.url + "/login")
        page.fill("#f-login", login)
        page.fill("#f-password", PASSWORD)
        page.click("main form[action='/login'] button.primary")
        page.wait_for_url(re.compile("/work"))


def act(page, name, **fields):
    """Fills in and sends the form of an act."""
    form = page.locator(f"form#act-{name}").first
    for field in form.locator("xpath=ancestor::details[not(@open)]").all():
        field.locator("summary").first.click()
    for field, value in fields.items():
        box = form.locator(f"[name='{field}']")
        kind = box.first.get_attribute("type")
        if kind == "radio":
            form.locator(f"[name='{field}'][value='{value}']").check()
        elif kind == "checkbox":
            for one in value if isinstance(value, list) else [value]:
                form.locator(f"[name='{field}'][value='{one}']").check()
        elif box.first.evaluate("e => e.tagName") == "SELECT":
            box.select_option(value)
        else:
            box.fill(value)
    form.locator("button:not([formnovalidate])").last.click()
    done = re.compile(rf"done={name}\b")
    if form.locator("button[data-confirm]").count():
        page.locator("dialog[open] button[value='yes']").click()
    # The page that it leads to says that it was done: nothing goes on before.
    page.wait_for_url(done)


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-dev-shm-usage"])
        yield chromium
        chromium.close()


def planted_city(tmp_path_factory):
    """A copy of the demo city, as it was planted. It is planted once for all tests: that takes most of the time."""
    run = tmp_path_factory.getbasetemp()
    # Workers that share a run have folders of their own in it.
    run = run.parent if "PYTEST_XDIST_WORKER" in os.environ else run
    planted = run / "planted"
    with open(run / "planting", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not planted.exists():
            Server(run / "growing", "--demo", "--no-pace").stop()
            (run / "growing").rename(planted)
    data = tmp_path_factory.mktemp("demo") / "data"
    shutil.copytree(planted, data)
    return data


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """The demo city for each file of tests."""
    server = Server(planted_city(tmp_path_factory), "--demo", "--no-pace")
    yield server
    server.stop()


def picture(page, name, full=True, of="portal"):
    """A picture for docs/, taken only when asked for: PICTURES=1."""
    if os.environ.get("PICTURES"):
        folder = ROOT / "docs" / "images" / of
        folder.mkdir(parents=True, exist_ok=True)
        page.wait_for_timeout(300)
        page.screenshot(path=str(folder / f"{name}.png"), full_page=full)
