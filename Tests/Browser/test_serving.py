"""TLS and HTTP/2, and hundreds of open pages."""
import json
import os
import re
import select
import socket
import ssl
import subprocess
import time

import pytest

from lunas import DAY, NOW, PASSWORD, PROGRAM, Server, command, environment


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tls")
    chain, key = str(folder / "chain.pem"), str(folder / "key.pem")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
         "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", key, "-out", chain],
        check=True, capture_output=True)
    return chain, key


@pytest.fixture(scope="module")
def secure(book, certificate):
    server = Server(book, more=["--certificate", certificate[0], "--key", certificate[1]])
    yield server
    assert not server.faults(), server.faults()
    server.end()


def curl(server, certificate, path, *words):
    """The version of HTTP, the status, and the whole answer with its head."""
    done = subprocess.run(
        ["curl", "--silent", "--show-error", "--include", "--cacert", certificate[0], "--max-time", "30",
         "--write-out", "\n%{http_version} %{http_code}", *words, server.address + path], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    text, _, last = done.stdout.rpartition("\n")
    version, status = last.split()
    return version, int(status), text


@pytest.mark.parametrize("words, version", [(["--http2"], "2"), (["--http1.1"], "1.1")])
def test_encrypted(secure, certificate, words, version):
    assert secure.address.startswith("https://")
    got, status, text = curl(secure, certificate, "/sign-in", *words)
    assert (got, status) == (version, 200), text[:300]
    assert "strict-transport-security: max-age=" in text.lower()
    got, status, text = curl(
        secure, certificate, "/sign-in", *words, "--header", "Sec-Fetch-Site: same-origin", "--data", "login=rina",
        "--data-urlencode", f"password={PASSWORD}")
    assert (got, status) == (version, 303), text[:300]
    cookie = re.search(r"(?im)^set-cookie: (__Host-lunas=[^;]+);.*", text)
    assert cookie and "secure" in cookie.group(0).lower() and "httponly" in cookie.group(0).lower()
    got, status, text = curl(secure, certificate, "/", *words, "--cookie", cookie.group(1))
    assert (got, status) == (version, 200) and "data-row" in text


def test_several_streams_on_one_connection(secure, certificate):
    """One connection of HTTP/2 brings many pages."""
    addresses = [secure.address + path for path in ("/sign-in", "/health", "/ready", "/sign-in", "/health")]
    words = [word for address in addresses for word in ("--output", "/dev/null", address)]
    done = subprocess.run(
        ["curl", "--silent", "--parallel", "--http2", "--cacert", certificate[0], "--write-out", "%{http_version} %{http_code}\n",
         *words], capture_output=True, text=True, timeout=60)
    assert done.stdout.split("\n")[:-1] == ["2 200"] * 5, done.stdout + done.stderr


@pytest.mark.parametrize("version", ["1.0", "1.1"])
def test_old_encryption_is_refused(secure, certificate, version):
    done = subprocess.run(
        ["curl", "--silent", "--show-error", f"--tlsv{version}", "--tls-max", version, "--ciphers", "DEFAULT@SECLEVEL=0",
         "--cacert", certificate[0], secure.address + "/health"], capture_output=True, text=True, timeout=30)
    assert done.returncode == 35, done.stderr


def test_plain_text_on_an_encrypted_port(secure, certificate):
    host, port = secure.address.removeprefix("https://").split(":")
    with socket.create_connection((host, int(port)), 10) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        connection.settimeout(10)
        assert not connection.recv(1000).startswith(b"HTTP/1.1 200")
    assert curl(secure, certificate, "/health")[1] == 200


def closed_after(connections, seconds, trickle):
    """After how many seconds each of some connections is closed by the server; nothing for those that are not. What
    comes is read, and those named in `trickle` send a byte every second."""
    began = time.monotonic()
    closed = {}
    while len(closed) < len(connections) and time.monotonic() - began < seconds:
        rest = {connection: name for name, connection in connections.items() if name not in closed}
        for connection in select.select(list(rest), [], [], 1)[0]:
            try:
                came = connection.recv(4096)
            except ssl.SSLWantReadError:
                continue
            except OSError:
                came = b""
            if not came:
                closed[rest[connection]] = time.monotonic() - began
        for connection, name in rest.items():
            if name in trickle and name not in closed:
                try:
                    connection.sendall(b"x")
                except OSError:
                    closed[name] = time.monotonic() - began
    return closed


def test_handshakes_come_to_an_end(secure, certificate):
    """Whoever says nothing, half of it or all of it very slowly is not waited for."""
    host, port = secure.address.removeprefix("https://").split(":")
    beginnings = {"nothing": b"", "half": b"\x16\x03\x01", "slow": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"}
    connections = {}
    try:
        for name, beginning in beginnings.items():
            connections[name] = socket.create_connection((host, int(port)), 10)
            connections[name].sendall(beginning)
        closed = closed_after(connections, 25, {"slow"})
        assert closed.keys() == beginnings.keys(), closed
        assert min(closed.values()) > 5, closed
    finally:
        for connection in connections.values():
            connection.close()
    assert curl(secure, certificate, "/health")[1] == 200


@pytest.mark.skipif(not os.environ.get("LUNAS_LONG_TESTS"), reason="it takes three minutes: bin/test --long")
@pytest.mark.parametrize("protocol", ["h2", "http/1.1"])
def test_silent_connections_are_closed(secure, certificate, protocol):
    """Also one that never answers what HTTP/2 asks it."""
    host, port = secure.address.removeprefix("https://").split(":")
    context = ssl.create_default_context(cafile=certificate[0])
    context.set_alpn_protocols([protocol])
    with context.wrap_socket(socket.create_connection((host, int(port)), 10), server_hostname="localhost") as connection:
        assert connection.selected_alpn_protocol() == protocol
        connection.setblocking(False)
        assert closed_after({"silent": connection}, 200, set()).get("silent", 0) > 30


def test_a_certificate_that_is_none(book, tmp_path):
    wrong = tmp_path / "wrong.pem"
    wrong.write_text("no certificate")
    done = subprocess.run(
        [PROGRAM, "serve", "--database", book, "--port", "0", "--certificate", str(wrong), "--key", str(wrong), "--language", "en"],
        capture_output=True, text=True, env=environment(LUNAS_NOW=NOW), timeout=30)
    assert done.returncode == 78 and "wrong.pem" in done.stderr, done.stderr


def test_a_key_of_another_certificate(book, certificate, tmp_path):
    key = tmp_path / "other.pem"
    subprocess.run(["openssl", "ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", str(key)], check=True, capture_output=True)
    done = subprocess.run(
        [PROGRAM, "serve", "--database", book, "--port", "0", "--certificate", certificate[0], "--key", str(key), "--language", "en"],
        capture_output=True, text=True, env=environment(LUNAS_NOW=NOW), timeout=30)
    assert done.returncode == 78 and certificate[0] in done.stderr, done.stderr


def signed_in(server, login):
    """The cookie of somebody who has signed in."""
    done = subprocess.run(
        ["curl", "--silent", "--include", "--header", "Sec-Fetch-Site: same-origin", "--data", f"login={login}",
         "--data-urlencode", f"password={PASSWORD}", server.address + "/sign-in"], capture_output=True, text=True, timeout=60)
    return re.search(r"(?im)^set-cookie: (lunas=[^;]+)", done.stdout).group(1)


def live_page(server, cookie):
    """A connection on which a live page was asked for."""
    host = server.address.removeprefix("http://")
    name, port = host.split(":")
    stream = socket.create_connection((name, int(port)), 20)
    stream.sendall((f"GET /live HTTP/1.1\r\nHost: {host}\r\nSec-Fetch-Site: same-origin\r\n"
                    f"Cookie: {cookie}\r\n\r\n").encode())
    return stream


def test_open_pages_do_not_keep_the_server(book):
    """Asked to end, it tells live pages to come again and ends at once, not when its patience does."""
    server = Server(book)
    with live_page(server, signed_in(server, "rina")) as stream:
        assert b"200 OK" in stream.recv(4096)
        began = time.monotonic()
        server.end()
        assert time.monotonic() - began < 10
        came = b"".join(iter(lambda: stream.recv(4096), b""))
        assert came.endswith(b"0\r\n\r\n"), came[-200:]
    assert not server.faults(), server.faults()


def memory(server):
    with open(f"/proc/{server.process.pid}/status") as file:
        return int(re.search(r"RssAnon:\s+(\d+)", file.read()).group(1)) // 1024


def test_five_hundred_open_pages(server):
    """Of 500 live pages every one of a supervisor hears of a change, and the server stays small."""
    people = ["rina", "agus", "dewi", "asep", "made", "sari", "bayu"]
    for number in range(40):
        login = f"petugas{number}"
        command("users", "add", login, "--roles", "supervisor", "--password", "stdin", "--database", server.book,
                input=PASSWORD + "\n", LUNAS_NOW=NOW)
        people.append(login)
    cookies = [signed_in(server, login) for login in people]
    streams = []
    try:
        # Twelve of one person at most. Collectors may be limited to portfolios; supervisors hear everything.
        for number in range(500):
            streams.append(live_page(server, cookies[number % len(cookies)]))
        heads = [stream.recv(4096) for stream in streams]
        assert all(head.startswith(b"HTTP/1.1 200") for head in heads), [head[:40] for head in heads if b" 200" not in head][:3]
        subjects = json.loads(command("worklist", "--database", server.book, "--date", DAY, "--json", LUNAS_NOW=NOW))["items"]
        command("record", "note", "--debtor", subjects[0]["debtor"], "--text", "heard everywhere", "--database", server.book,
                LUNAS_NOW=NOW)
        heard, deadline = set(), time.monotonic() + 30
        while len(heard) < len(streams) and time.monotonic() < deadline:
            for stream in select.select(streams, [], [], 1)[0]:
                if b"event: change" in stream.recv(65536):
                    heard.add(stream)
        limited = sum(1 for number in range(500) if number % len(people) < 6)
        assert len(heard) >= 500 - limited, f"{len(heard)} heard"
        assert memory(server) < 400, f"{memory(server)} MiB"
    finally:
        for stream in streams:
            stream.close()
    assert server.process.poll() is None
