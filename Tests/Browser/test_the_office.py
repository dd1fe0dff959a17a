"""What a supervisor and a clerk do: giving cases to others, and an import with a damaged file that is mended."""
import os
import re
import sqlite3

from conftest import picture

GOOD = "Customer No;Customer;Account;Invoice No;Due Date;Amount\n"
ROWS = ("Z-1;Toko Baru;Z-1/A;INV-Z1;05/10/2026;1.250.000\n"
        "Z-2;Toko Lama;Z-2/A;INV-Z2;31/02/2026;950.000\n"
        "Z-3;Toko Tua;Z-3/A;INV-Z3;25/10/2026;700.000\n")


def rows(server, sql, *values):
    with sqlite3.connect(server.book) as book:
        return book.execute(sql, values).fetchall()


def cases_of(server, name):
    return rows(
        server, "SELECT count(*) FROM cases JOIN collectors USING (collector_id) WHERE closed IS NULL AND collectors.name = ?",
        name)[0][0]


def test_a_supervisor_gives_cases_to_others(visit, server):
    visitor = visit(server).sign_in("bayu", language="en")
    page = visitor.page
    visitor.go("/team")
    before = {name: cases_of(server, name) for name in ("Rina", "Agus", "Dewi")}
    assert before["Rina"] > 2
    form = page.locator("#reassign")
    form.locator("select").first.select_option(label="Rina")
    form.get_by_label("Agus").check()
    form.get_by_label("Dewi").check()
    form.locator("button.primary").click()
    page.wait_for_selector("#reassign-confirm")
    assert cases_of(server, "Rina") == before["Rina"], "nothing moves before it is confirmed"
    picture(page, "reassign-confirm-1440-light")
    page.click("#reassign-confirm button.primary")
    page.wait_for_selector("#team-moved")
    assert cases_of(server, "Rina") == 0
    gained = {name: cases_of(server, name) - before[name] for name in ("Agus", "Dewi")}
    assert sum(gained.values()) == before["Rina"] and min(gained.values()) > 0, gained


def drop(visitor, server, name, text):
    path = os.path.join(server.folder, name)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    visitor.go("/import")
    visitor.page.set_input_files("#f-file", path)
    visitor.page.wait_for_url(re.compile(r"/import/files/"))


def imported(page):
    """Waits for the import that goes on behind the page."""
    page.click("button[value=import]")
    page.wait_for_selector("[data-poll]", state="detached", timeout=60_000)
    page.wait_for_selector("#task", timeout=30_000)
    page.wait_for_selector("button[value=import]", state="detached", timeout=30_000)


def test_a_damaged_file_is_mended(visit, server):
    visitor = visit(server).sign_in("dian", language="en")
    page = visitor.page
    drop(visitor, server, "invoices.csv", GOOD + ROWS)
    page.wait_for_selector("#columns")
    page.select_option("#f-portfolio", label="motor")
    picture(page, "import-columns-1440-light")

    # A trial changes nothing and says what is wrong.
    page.click("button[value=try]")
    page.wait_for_selector("#rejects", timeout=30_000)
    assert "31/02/2026" in page.inner_text("#rejects")
    assert rows(server, "SELECT count(*) FROM account_references WHERE reference LIKE 'Z-%'")[0][0] == 0
    picture(page, "import-tried-1440-light")

    imported(page)
    assert rows(server, "SELECT count(*) FROM account_references WHERE reference LIKE 'Z-%' AND is_alias = 0")[0][0] == 2
    picture(page, "import-done-1440-light")
    with page.expect_download(timeout=15_000) as download:
        page.click('a[href$="/rejects"]', timeout=10_000)
    with open(download.value.path(), encoding="utf-8-sig") as file:
        rejected = file.read()
    assert "31/02/2026" in rejected and "Z-1" not in rejected

    # The file of the rejected rows, mended, is taken in as it is.
    drop(visitor, server, "mended.csv", rejected.replace("31/02/2026", "28/02/2026"))
    page.wait_for_selector("#columns")
    page.select_option("#f-portfolio", label="motor")
    imported(page)
    assert rows(server, "SELECT count(*) FROM account_references WHERE reference LIKE 'Z-%' AND is_alias = 0")[0][0] == 3


def test_a_file_is_brought_without_script(visit, server, tmp_path):
    file = tmp_path / "faktur desember.csv"
    file.write_text(GOOD + ROWS)
    visitor = visit(server, script=False).sign_in("dian", language="en")
    page = visitor.page
    visitor.go("/import")
    page.set_input_files("#f-file", str(file))
    picture(page, "import-without-script-1440-light")
    page.click("#drop button.primary")
    page.wait_for_url(re.compile("/import/files/"))
    assert "faktur desember.csv" in page.inner_text("h1")
    page.select_option("#f-portfolio", label="motor")
    page.click("button[value=import]")
    for _ in range(30):
        if page.locator("#task .figure").count():
            break
        page.wait_for_timeout(500)
        page.reload()
    assert rows(server, "SELECT count(*) FROM account_references WHERE reference LIKE 'Z-%' AND is_alias = 0")[0][0] == 2
    # Nothing chosen: nothing is broken.
    visitor.go("/import")
    page.click("#drop button.primary")
    page.wait_for_load_state()
    assert page.locator("main").count() == 1
