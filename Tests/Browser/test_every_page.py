"""Every page, for everybody who may see it: at both widths, light and dark, in both languages."""
import pytest
from axe_playwright_python.sync_playwright import Axe

from conftest import picture

LOGINS = {"rina": "collector", "bayu": "supervisor", "citra": "analyst", "dian": "clerk", "eka": "compliance",
          "farhan": "auditor", "gita": "admin"}
PAGE_BYTES_MAX = 100_000
SCRIPT_BYTES_MAX = 30_000


def addresses(page):
    """The pages of the navigation, and what the first list of each leads to."""
    return page.eval_on_selector_all(".nav a", "links => links.map(a => a.getAttribute('href'))")


def look(visitor, path, name):
    page = visitor.page
    answer = visitor.go(path)
    assert answer.status == 200, (path, answer.status)
    assert len(answer.body()) < PAGE_BYTES_MAX, (path, len(answer.body()))
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, f"{path} is {wide} px too wide"
    assert page.locator("h1").count() == 1, f"{path}: one h1"
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]})
    picture(page, name)
    assert found.violations_count == 0, f"{path}\n" + found.generate_report()


def name_of(path):
    return path.split("?")[0].strip("/").replace("/", "-") or "today"


@pytest.mark.parametrize("login", LOGINS)
def test_everybody_sees_their_pages(visit, reading, login):
    visitor = visit(reading).sign_in(login, language="en")
    paths = addresses(visitor.page)
    assert "/" in paths
    for path in paths:
        look(visitor, path, f"{LOGINS[login]}-{name_of(path)}-1440-light-en")


@pytest.mark.parametrize("width,scheme,language", [(390, "light", "id"), (390, "dark", "en"), (1440, "dark", "id")])
def test_pages_at_every_size_scheme_and_language(visit, reading, width, scheme, language):
    for login in ("rina", "bayu", "dian", "gita"):
        visitor = visit(reading, width=width, scheme=scheme).sign_in(login, language=language)
        assert visitor.page.get_attribute("html", "lang") == language
        for path in addresses(visitor.page):
            look(visitor, path, f"{LOGINS[login]}-{name_of(path)}-{width}-{scheme}-{language}")


def test_the_sign_in_page(visit, reading):
    for width, scheme in ((390, "dark"), (1440, "light")):
        look(visit(reading, width=width, scheme=scheme), "/sign-in", f"sign-in-{width}-{scheme}")


def test_the_script_is_small(visit, reading):
    visitor = visit(reading)
    visitor.go("/sign-in")
    address = visitor.page.get_attribute("script", "src")
    answer = visitor.page.request.get(reading.address + address)
    assert answer.status == 200 and len(answer.body()) < SCRIPT_BYTES_MAX
    assert "immutable" in answer.headers["cache-control"]


def test_nothing_comes_from_another_host(visit, reading):
    visitor = visit(reading)
    seen = []
    visitor.page.on("request", lambda request: seen.append(request.url))
    visitor.sign_in("bayu")
    for path in addresses(visitor.page):
        visitor.go(path)
    assert seen and all(url.startswith(reading.address) for url in seen), [u for u in seen if not u.startswith(reading.address)]
