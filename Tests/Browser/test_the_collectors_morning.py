"""A collector's morning: by keyboard alone, by mouse, without script, and with a colleague at the same debtor."""
import re
import sqlite3

import pytest

from conftest import picture
from lunas import NOW, PASSWORD, command

NEW_DAY = "2026-11-27"


def rows(server, sql, *values):
    with sqlite3.connect(server.book) as book:
        return book.execute(sql, values).fetchall()


def type_day(page, day=NEW_DAY):
    """As a person types into a field for a day, whose order of parts is that of the browser's language (en)."""
    year, month, number = day.split("-")
    page.keyboard.type(month + number + year)


def test_by_keyboard_alone(visit, server):
    visitor = visit(server)
    page = visitor.page
    visitor.go("/")
    page.keyboard.type("rina")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_selector("#progress")
    page.keyboard.press("j")
    assert page.locator("tr.here").count() == 1

    # Take the best of the list.
    page.keyboard.press("n")
    page.wait_for_url(re.compile(r"/debtors/\d+"))
    first = re.search(r"/debtors/(\d+)", page.url).group(1)
    assert rows(server, "SELECT owner FROM debtor_locks WHERE debtor_id = ?", first) == [("rina",)]
    picture(page, "debtor-1440-light")

    # Log a call: the form, the code, the note, sent.
    page.keyboard.press("c")
    page.keyboard.press("n")
    page.keyboard.type("rang twice, nobody there")
    page.keyboard.press("Control+Enter")
    page.wait_for_url(re.compile(r"sent=contact"))
    assert "rang twice, nobody there" in page.inner_text("#timeline")
    found = rows(server, "SELECT result, actor, note FROM contacts WHERE debtor_id = ? AND imported = 0", first)
    assert found == [("no-answer", "rina", "rang twice, nobody there")]

    # A promise, with the amount that stands there.
    page.keyboard.press("p")
    amount = page.input_value("#promise-amount")
    assert amount.isdigit() and int(amount) > 0
    page.keyboard.press("Tab")
    type_day(page)
    page.keyboard.press("Control+Enter")
    page.wait_for_url(re.compile(r"sent=promise"))
    promised = rows(server, "SELECT amount, actor FROM promises WHERE debtor_id = ? AND imported = 0", first)
    assert promised == [(int(amount) * 100, "rina")]

    # The next one: another, and the first is free for others.
    page.keyboard.press("n")
    page.wait_for_url(lambda url: "/debtors/" in url and f"/debtors/{first}" not in url)
    assert rows(server, "SELECT owner FROM debtor_locks WHERE debtor_id = ?", first) == []

    # Back to the list: one is done.
    page.keyboard.press("g")
    page.keyboard.press("t")
    page.wait_for_selector("#progress")
    assert re.search(r"\b[1-9]", page.inner_text("#progress"))

    # Search, and open what was found.
    page.keyboard.press("/")
    page.keyboard.type("sari")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/search"))
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/debtors/\d+"))
    page.keyboard.press("?")
    page.wait_for_selector("dialog#keys[open]")
    picture(page, "keys-1440-light")


def test_by_mouse(visit, server):
    visitor = visit(server).sign_in("agus")
    page = visitor.page
    page.click("tr[data-row] a >> nth=0")
    page.wait_for_url(re.compile(r"/debtors/\d+"))
    debtor = re.search(r"/debtors/(\d+)", page.url).group(1)
    page.click("#act-note summary")
    page.fill("#note-note", "asked to be written to in the evening")
    page.click("#act-note button.primary")
    page.wait_for_url(re.compile("sent=note"))
    assert rows(server, "SELECT text, actor FROM notes WHERE debtor_id = ?", debtor) == [
        ("asked to be written to in the evening", "agus")]
    page.click("#act-hold summary")
    page.click("#act-hold button.primary")
    page.wait_for_url(re.compile("sent=hold"))
    assert len(rows(server, "SELECT 1 FROM holds WHERE debtor_id = ? AND actor = 'agus'", debtor)) == 1


@pytest.mark.parametrize("width,scheme,language", [(390, "light", "id"), (390, "dark", "en"), (1440, "dark", "id")])
def test_the_debtor_at_every_size(visit, reading, width, scheme, language):
    from test_every_page import look
    visitor = visit(reading, width=width, scheme=scheme).sign_in("rina", language=language)
    address = visitor.page.get_attribute("tr[data-row] a >> nth=0", "href")
    look(visitor, address, f"debtor-{width}-{scheme}-{language}")


def test_without_script(visit, server):
    visitor = visit(server, script=False).sign_in("dewi")
    page = visitor.page
    page.click("tr[data-row] a >> nth=0")
    debtor = re.search(r"/debtors/(\d+)", page.url).group(1)
    page.click("#act-note summary")
    page.fill("#note-note", "written without script")
    page.click("#act-note button.primary")
    assert "written without script" in page.inner_text("#timeline")
    assert len(rows(server, "SELECT 1 FROM notes WHERE debtor_id = ?", debtor)) == 1


def test_two_people_at_one_debtor(visit, server):
    rina, bayu = visit(server).sign_in("rina"), visit(server).sign_in("bayu", language="en")
    rina.page.click("[data-key=n]")
    rina.page.wait_for_url(re.compile(r"/debtors/\d+"))
    debtor = re.search(r"/debtors/(\d+)", rina.page.url).group(1)
    bayu.go(f"/debtors/{debtor}")
    assert "rina" in bayu.page.inner_text("#lock").lower()

    # What the colleague records comes onto the open page by itself.
    bayu.page.click("#act-note summary")
    bayu.page.fill("#note-note", "paid at the branch this morning")
    bayu.page.click("#act-note button.primary")
    bayu.page.wait_for_url(re.compile("sent=note"))
    told = rina.page.locator("#timeline").filter(has_text="paid at the branch this morning")
    told.wait_for(timeout=15_000)

    # What was begun before is not recorded over it: she is told, her text stays, and she decides.
    rina.trouble = Without(409)
    rina.page.click("#act-note summary")
    rina.page.fill("#note-note", "promised to pay tomorrow")
    rina.page.click("#act-note button.primary")
    rina.page.wait_for_selector("#changed")
    assert "bayu" in rina.page.inner_text("#changed").lower()
    assert rina.page.input_value("#note-note").strip() == "promised to pay tomorrow"
    assert len(rows(server, "SELECT 1 FROM notes WHERE debtor_id = ?", debtor)) == 1
    rina.page.click("#act-note button.primary")
    rina.page.wait_for_url(re.compile("sent=note"))
    assert len(rows(server, "SELECT 1 FROM notes WHERE debtor_id = ?", debtor)) == 2


class Without(list):
    """A refusal is told by its status too, which browsers note in their console."""

    def __init__(self, status):
        super().__init__()
        self.status = str(status)

    def append(self, line):
        if self.status not in line:
            super().append(line)


def test_what_was_typed_is_not_lost(visit, server):
    visitor = visit(server).sign_in("asep")
    page = visitor.page
    page.click("tr[data-row] a >> nth=0")
    address = page.url
    page.click("#act-note summary")
    page.fill("#note-note", "half a sentence")
    visitor.go("/")
    page.goto(address)
    assert page.input_value("#note-note").strip() == "half a sentence"
    page.click("#act-note button.primary")
    page.wait_for_url(re.compile("sent=note"))
    visitor.go("/")
    page.goto(address)
    assert page.input_value("#note-note").strip() == ""


def test_a_double_click_records_once(visit, server):
    visitor = visit(server).sign_in("made")
    page = visitor.page
    page.click("tr[data-row] a >> nth=0")
    debtor = re.search(r"/debtors/(\d+)", page.url).group(1)
    page.click("#act-note summary")
    page.fill("#note-note", "once")
    page.dblclick("#act-note button.primary")
    page.wait_for_url(re.compile("sent=note"))
    assert len(rows(server, "SELECT 1 FROM notes WHERE debtor_id = ?", debtor)) == 1


def test_script_in_a_note_is_text(visit, server):
    visitor = visit(server).sign_in("sari")
    page = visitor.page
    page.on("dialog", lambda dialog: visitor.trouble.append("a script ran: " + dialog.message))
    page.click("tr[data-row] a >> nth=0")
    address = page.url
    for text in ("<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "</textarea><svg onload=alert(1)>"):
        page.goto(address)
        page.click("#act-note summary")
        page.fill("#note-note", text)
        page.click("#act-note button.primary")
        page.wait_for_url(re.compile("sent=note"))
        assert text in page.inner_text("#timeline")
    assert page.locator("#timeline script, #timeline img, #timeline svg[onload]").count() == 0


def test_another_portfolio_is_not_there(visit, server):
    portfolios = [name for (name,) in rows(server, "SELECT name FROM portfolios ORDER BY portfolio_id")]
    assert len(portfolios) > 1
    command("users", "add", "lia", "--name", "Lia", "--roles", "supervisor", "--portfolios", portfolios[0],
            "--password", "stdin", "--database", server.book, input="sepeda ontel melewati jembatan\n", LUNAS_NOW=NOW)
    other = rows(
        server, "SELECT debtor_id FROM accounts GROUP BY debtor_id HAVING max(portfolio_id) = min(portfolio_id) AND "
        "max(portfolio_id) = (SELECT portfolio_id FROM portfolios WHERE name = ?) LIMIT 1", portfolios[1])[0][0]
    own = rows(
        server, "SELECT debtor_id FROM accounts GROUP BY debtor_id HAVING max(portfolio_id) = min(portfolio_id) AND "
        "max(portfolio_id) = (SELECT portfolio_id FROM portfolios WHERE name = ?) LIMIT 1", portfolios[0])[0][0]
    visitor = visit(server)
    visitor.trouble = Without(404)
    visitor.sign_in("lia", password="sepeda ontel melewati jembatan")
    assert visitor.go(f"/debtors/{own}").status == 200
    assert visitor.go(f"/debtors/{other}").status == 404
