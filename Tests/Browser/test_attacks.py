"""What attackers and broken clients send: a clear answer, no crash, nothing half-written, nobody else harmed."""
import os
import resource
import socket
import sqlite3
import time
import urllib.parse

import pytest

from lunas import PASSWORD


def raw(server, data, timeout=10, shut=False):
    """Sends bytes as they are; what comes back until the server closes, or nothing more comes."""
    host, port = server.address.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=timeout) as connection:
        connection.sendall(data)
        if shut:
            connection.shutdown(socket.SHUT_WR)
        answer = b""
        try:
            while chunk := connection.recv(65536):
                answer += chunk
                if b"\r\n\r\n" in answer and b"Connection: close" not in data:
                    break
        except TimeoutError:
            pass
        return answer


def status(answer):
    return int(answer.split(b" ", 2)[1]) if answer.startswith(b"HTTP/1.1 ") else None


def request(server, method, path, body=b"", headers=(), origin=True):
    lines = [f"{method} {path} HTTP/1.1", "Host: " + server.address.removeprefix("http://"), "Connection: close"]
    if body or method == "POST":
        lines.append(f"Content-Length: {len(body)}")
    if origin:
        lines.append("Sec-Fetch-Site: same-origin")
    lines += list(headers)
    return raw(server, ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1") + body)


FORM = "Content-Type: application/x-www-form-urlencoded"


def is_alive(server):
    assert status(request(server, "GET", "/health")) == 200
    assert not server.faults(), server.faults()


@pytest.mark.parametrize("body,expected", [
    (b"a=" + b"x" * (300 << 10), 413), (b"&".join([b"a=1"] * 600), 400), (b"login=%zz&password=x", 400),
    (b"login=%ff%fe&password=x", 400), (b"\x00\x01\x02", 401), (b"", 401), (b"login=a&login=b&password=c&password=d", 401),
    (b"login=" + b"a" * 5000 + b"&password=x", 401), (b"login=rina&password=" + b"x" * 100_000, 401),
], ids=range(9))
def test_forms_that_are_none(reading, body, expected):
    answer = request(reading, "POST", "/sign-in", body, [FORM])
    assert status(answer) == expected, answer[:300]
    assert b"swift" not in answer.lower() and b"Fatal" not in answer
    is_alive(reading)


def test_a_body_of_another_kind_is_refused(reading):
    for kind in ("Content-Type: application/json", "Content-Type: multipart/form-data; boundary=x", "X: y"):
        assert status(request(reading, "POST", "/sign-in", b"login=a&password=b", [kind])) == 400, kind


@pytest.mark.parametrize("path", [
    "/../../etc/passwd", "/assets/../../../etc/passwd", "/assets/x/..%2f..%2fetc%2fpasswd", "/%2e%2e/%2e%2e/etc/passwd",
    "/assets/0000000000000000/lunas.css", "/debtors/%00", "/debtors/-1", "/debtors/9223372036854775808",
    "/debtors/1%27%20OR%201=1", "/nowhere", "/%ff", "/?q=" + "x" * 3000,
], ids=range(12))
def test_addresses_that_lead_nowhere(reading, path):
    answer = request(reading, "GET", path)
    assert status(answer) in (303, 404), answer[:200]
    assert b"root:" not in answer
    is_alive(reading)


def test_an_endless_address_is_refused(reading):
    assert status(request(reading, "GET", "/" + "x" * 6000)) == 414


def test_headers_cannot_be_injected(reading):
    for path in ("/sign-in?back=/%0d%0aSet-Cookie:%20x=1", "/search?q=%0d%0aX-Evil:%201"):
        answer = request(reading, "GET", path)
        head = answer.split(b"\r\n\r\n", 1)[0].lower()
        assert b"\r\nx-evil" not in head and b"\r\nset-cookie: x" not in head
    body = urllib.parse.urlencode({"login": "rina", "password": PASSWORD, "back": "/\r\nX-Evil: 1"}).encode()
    answer = request(reading, "POST", "/sign-in", body, [FORM])
    assert b"x-evil" not in answer.split(b"\r\n\r\n", 1)[0].lower()


@pytest.mark.parametrize("head", [
    b"GET / HTTP/1.1\r\n\r\n", b"GARBAGE\r\n\r\n", b"GET / HTTP/9.9\r\nHost: x\r\n\r\n", b"\x16\x03\x01\x02\x00\x01",
    b"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n", b"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 5, 6\r\n\r\n",
    b"POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /health HTTP/1.1\r\n\r\n",
    b"POST /sign-in HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    b"GET / HTTP/1.1\r\nHost: x\r\n" + b"".join(b"X-%d: y\r\n" % n for n in range(400)) + b"\r\n",
    b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"y" * 40_000 + b"\r\n\r\n",
], ids=range(10))
def test_requests_that_are_none(reading, head):
    answer = raw(reading, head, timeout=3, shut=True)
    assert status(answer) in (None, 303, 400, 403, 408, 413, 431, 501, 505), answer[:200]
    is_alive(reading)


def test_forged_cookies_open_nothing(reading):
    for cookie in ("x", "A" * 43, "A" * 9000, "'; DROP TABLE sessions; --", "%00", "\u00ff"):
        answer = request(reading, "GET", "/", headers=["Cookie: lunas=" + cookie])
        assert status(answer) in (303, 400, 431), (cookie[:20], answer[:100])
    is_alive(reading)


def test_clients_that_dawdle_are_left_alone(reading):
    """Slow clients hold a connection and nothing else; others are served meanwhile."""
    host, port = reading.address.removeprefix("http://").split(":")
    slow = [socket.create_connection((host, int(port))) for _ in range(50)]
    try:
        for connection in slow:
            connection.sendall(b"POST /sign-in HTTP/1.1\r\nHost: x\r\nSec-Fetch-Site: same-origin\r\n"
                               b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\na")
        began = time.monotonic()
        is_alive(reading)
        assert time.monotonic() - began < 5
    finally:
        for connection in slow:
            connection.close()


def test_thousands_of_open_connections(reading):
    """Idle connections, as many as this machine lets one process open, and up to ten thousand."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    host, port = reading.address.removeprefix("http://").split(":")
    count = min(10_000, hard - 200)
    held = []
    try:
        for _ in range(count):
            try:
                held.append(socket.create_connection((host, int(port)), timeout=2))
            except OSError:
                break  # the door is full: that is an answer too
        assert len(held) >= 1000, len(held)
        for connection in held[: len(held) // 2]:
            connection.close()
        held = held[len(held) // 2:]
    finally:
        for connection in held:
            connection.close()
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    deadline = time.monotonic() + 20
    while True:
        try:
            is_alive(reading)
            break
        except (OSError, AssertionError):
            assert time.monotonic() < deadline, "the server does not come back"
            time.sleep(0.5)


def naughty_strings():
    folder = os.environ.get("LUNAS_CONFORMANCE_DATA", "")
    path = os.path.join(folder, "bad-inputs", "big-list-of-naughty-strings")
    for name in (path, os.path.join(path, "blns.txt"), path + ".txt"):
        if os.path.isfile(name):
            with open(name, encoding="utf-8", errors="surrogateescape") as file:
                return [line.rstrip("\n") for line in file if line.strip() and not line.startswith("#")]
    return ["<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "'; DROP TABLE users; --", "{{7*7}}", "\u202etest",
            "Ω≈ç√∫˜µ", "<svg/onload=alert(1)>", "javascript:alert(1)", "/".join([".."] * 3 + ["etc", "passwd"]), "%00", "\ufeff", "𝕋𝕙𝕖", "👩‍👩‍👧"]


def test_nothing_that_is_written_becomes_markup(reading):
    """Whatever is searched for comes back as text."""
    for text in naughty_strings():
        encoded = urllib.parse.quote(text.encode("utf-8", "surrogateescape"))
        if len(encoded) > 3000:
            continue
        answer = request(reading, "GET", "/sign-in?back=" + encoded)
        assert status(answer) in (200, 303), (text, answer[:100])
        body = answer.split(b"\r\n\r\n", 1)[1]
        if b"<" in text.encode("utf-8", "surrogateescape"):
            assert text.encode("utf-8", "surrogateescape") not in body, text
    is_alive(reading)


def test_a_guesser_is_slowed_and_others_are_not(server):
    wrong = urllib.parse.urlencode({"login": "rina", "password": "no"}).encode()
    codes = [status(request(server, "POST", "/sign-in", wrong, [FORM])) for _ in range(12)]
    assert codes[0] == 401 and codes[-1] == 429, codes
    right = urllib.parse.urlencode({"login": "bayu", "password": PASSWORD}).encode()
    assert status(request(server, "POST", "/sign-in", right, [FORM])) == 303
    with sqlite3.connect(server.book) as book:
        assert book.execute("SELECT count(*) FROM sessions").fetchone()[0] == 1
