"""Signing in and out, and what a session is worth to others."""
import urllib.error
import urllib.request

from lunas import PASSWORD


def test_a_wrong_password_is_told_kindly_and_keeps_the_name(visit, server):
    visitor = visit(server)
    visitor.trouble = Only401()
    visitor.go("/sign-in")
    visitor.page.fill("#f-login", "rina")
    visitor.page.fill("#f-password", "not it")
    visitor.page.click("button.primary")
    visitor.page.wait_for_selector("[role=alert]")
    assert visitor.page.input_value("#f-login") == "rina"
    assert visitor.page.input_value("#f-password") == ""


class Only401(list):
    """A refused sign-in is an answer of 401, which browsers note in their console."""

    def append(self, line):
        if "401" not in line:
            super().append(line)


def test_after_signing_in_one_is_where_one_wanted_to_be(visit, server):
    visitor = visit(server)
    visitor.go("/me")
    assert "/sign-in" in visitor.page.url
    visitor.page.fill("#f-login", "rina")
    visitor.page.fill("#f-password", PASSWORD)
    visitor.page.click("button.primary")
    visitor.page.wait_for_url("**/me")


def test_another_site_is_never_the_way_back(visit, server):
    for back in ("https://example.org/", "//example.org/", "/\\example.org", "javascript:alert(1)"):
        visitor = visit(server)
        visitor.go("/sign-in?back=" + back)
        visitor.page.fill("#f-login", "rina")
        visitor.page.fill("#f-password", PASSWORD)
        visitor.page.click("button.primary")
        visitor.page.wait_for_selector(".bar")
        assert visitor.page.url == server.address + "/", back


def test_the_session_ends_with_signing_out(visit, server):
    visitor = visit(server).sign_in("rina")
    cookies = {c["name"]: c for c in visitor.context.cookies()}
    assert cookies["lunas"]["httpOnly"] and cookies["lunas"]["sameSite"] == "Lax"
    token = cookies["lunas"]["value"]
    visitor.page.click("details.menu summary")
    visitor.page.click("details.menu form button")
    visitor.page.wait_for_url("**/sign-in**")
    request = urllib.request.Request(server.address + "/", headers={"Cookie": "lunas=" + token})
    with urllib.request.urlopen(request) as answer:
        assert "/sign-in" in answer.url, "an ended session opens nothing"


def post(server, path, body, **headers):
    request = urllib.request.Request(
        server.address + path, data=body.encode(), method="POST",
        headers={"Content-Type": "application/x-www-form-urlencoded", **headers})
    opener = urllib.request.build_opener(NoRedirect)
    try:
        with opener.open(request) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


def test_a_form_of_another_site_is_refused(visit, server):
    visitor = visit(server).sign_in("rina")
    token = visitor.page.get_attribute("body", "data-token")
    session = next(c["value"] for c in visitor.context.cookies() if c["name"] == "lunas")
    cookie = {"Cookie": "lunas=" + session}
    good = "token=" + token + "&language=en&back=/"
    assert post(server, "/language", good, **{"Sec-Fetch-Site": "same-origin"}, **cookie) == 303
    assert post(server, "/language", good, Origin=server.address, **cookie) == 303
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Sec-Fetch-Site": "none"},
                    {"Origin": "https://example.org"}, {"Origin": "null"}, {}):
        assert post(server, "/language", good, **headers, **cookie) == 403, headers
    bad = "token=" + token[:-1] + ("A" if token[-1] != "A" else "B") + "&language=en&back=/"
    for body in (bad, "language=en&back=/", "token=&language=en&back=/"):
        assert post(server, "/language", body, **{"Sec-Fetch-Site": "same-origin"}, **cookie) == 403, body
