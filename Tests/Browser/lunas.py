"""A sample book, a server on it, and people who sign in, for tests in a browser."""
import os
import re
import shutil
import signal
import subprocess
import tempfile
import threading

PROGRAM = os.environ.get("LUNAS_PROGRAM", ".build/debug/lunas")
DAY = "2026-11-23"
NOW = "2026-11-23T03:00:00Z"  # ten in the morning in Jakarta
PASSWORD = "buku-contoh-untuk-dicoba"


def environment(**more):
    values = {name: value for name, value in os.environ.items() if not name.startswith("LUNAS_") or name == "LUNAS_PROGRAM"}
    values.update(XDG_STATE_HOME=tempfile.gettempdir(), **more)
    return values


def command(*words, input=None, **more):
    """Runs the program; its standard output. A failure shows what it said."""
    done = subprocess.run(
        [PROGRAM, *words], input=input, capture_output=True, text=True, env=environment(**more), timeout=600)
    assert done.returncode == 0, f"{' '.join(words)}: {done.returncode}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def make_book(folder, accounts=400):
    path = os.path.join(folder, "book.sqlite")
    command("demo", "--database", path, "--date", DAY, "--accounts", str(accounts), "--seed", "7", LUNAS_NOW=NOW)
    return path


class Server:
    """`lunas serve` on a copy of a book, on a free port; ended by its process id."""

    def __init__(self, book, now=NOW, more=()):
        self.folder = tempfile.mkdtemp(prefix="lunas-browser-")
        self.book = os.path.join(self.folder, "book.sqlite")
        shutil.copy(book, self.book)
        clock = {"LUNAS_NOW": now} if now else {}
        self.process = subprocess.Popen(
            [PROGRAM, "serve", "--database", self.book, "--port", "0", "--log-level", "warning", "--language", "en",
             *more],
            stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True, env=environment(**clock))
        self.said = []
        self.address = None
        for line in self.process.stderr:
            self.said.append(line)
            found = re.search(r"(https?://\S+?)/?\s*$", line)
            if "workbench is at" in line and found:
                self.address = found.group(1).rstrip("/")
                break
        assert self.address, "the server did not start: " + "".join(self.said)
        self.reader = threading.Thread(target=self._listen, daemon=True)
        self.reader.start()

    def _listen(self):
        for line in self.process.stderr:
            self.said.append(line)

    def faults(self):
        return [line for line in self.said if '"fault"' in line]

    def end(self):
        self.process.send_signal(signal.SIGTERM)
        try:
            code = self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise AssertionError("the server did not end within 30 s of SIGTERM")
        finally:
            shutil.rmtree(self.folder, ignore_errors=True)
        assert code == 0, f"the server ended with {code}: {''.join(self.said[-20:])}"
