"""What every test in the browser shares."""
import os
import tempfile

import pytest
from playwright.sync_api import sync_playwright

from lunas import PASSWORD, Server, make_book

PICTURES = os.path.join(os.path.dirname(__file__), "pictures")


@pytest.fixture(scope="session")
def book():
    with tempfile.TemporaryDirectory() as folder:
        yield make_book(folder)


@pytest.fixture(scope="session")
def reading(book):
    """A server for tests that change nothing."""
    server = Server(book)
    yield server
    faults = server.faults()
    server.end()
    assert not faults, faults


@pytest.fixture
def server(book):
    """A server on a book of its own."""
    server = Server(book)
    yield server
    faults = server.faults()
    server.end()
    assert not faults, faults


@pytest.fixture(scope="session")
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        yield browser
        browser.close()


class Visitor:
    """Somebody at a screen. What goes wrong in the page or on its way is kept."""

    def __init__(self, browser, server, width=1440, scheme="light", locale="en", script=True):
        height = 900 if width > 600 else 844
        self.server = server
        self.context = browser.new_context(
            viewport={"width": width, "height": height}, color_scheme=scheme, locale=locale, java_script_enabled=script)
        self.page = self.context.new_page()
        self.trouble = []
        self.page.on("pageerror", lambda error: self.trouble.append(f"error: {error}"))
        self.page.on("console", lambda message: self.trouble.append(f"console: {message.text}")
                     if message.type in ("error", "warning") else None)
        self.page.on("response", lambda answer: self.trouble.append(f"{answer.status} {answer.url}")
                     if answer.status >= 500 else None)

    def go(self, path):
        return self.page.goto(self.server.address + path)

    def sign_in(self, login, password=PASSWORD, language=None):
        self.go("/sign-in")
        self.page.fill("#f-login", login)
        self.page.fill("#f-password", password)
        self.page.press("#f-password", "Enter")
        self.page.wait_for_selector(".bar")
        if language and self.page.get_attribute("html", "lang") != language:
            self.page.click(".bar .language button")
            self.page.wait_for_selector(f"html[lang={language}]")
        return self

    def close(self):
        self.context.close()


@pytest.fixture
def visit(chromium, request):
    """Opens screens; all of them are closed at the end, and none may have seen an error."""
    visitors = []

    def opened(server, **options):
        visitor = Visitor(chromium, server, **options)
        visitors.append(visitor)
        return visitor

    yield opened
    trouble = [line for visitor in visitors for line in visitor.trouble]
    for visitor in visitors:
        visitor.close()
    allowed = getattr(request.node, "allowed_trouble", ())
    left = [line for line in trouble if not any(word in line for word in allowed)]
    assert not left, left


def picture(page, name):
    os.makedirs(PICTURES, exist_ok=True)
    page.screenshot(path=os.path.join(PICTURES, name + ".png"), full_page=True)
