"""A collector's first steps in Debian's Firefox, over WebDriver BiDi, which it speaks itself."""
import base64
import contextlib
import json
import os
import subprocess
import time

import pytest
from websockets.sync.client import connect

from conftest import PICTURES
from lunas import PASSWORD


class Firefox:
    """One tab. What scripts of the page complain about is kept."""

    def __init__(self, folder):
        self.process = subprocess.Popen(
            ["firefox-esr", "--headless", "--no-remote", "--profile", folder, "--remote-debugging-port", "0"],
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, env=dict(os.environ, HOME=folder))
        address = next(line.split()[-1] for line in self.process.stderr if "WebDriver BiDi listening on" in line)
        self.open = contextlib.ExitStack()
        self.socket = self.open.enter_context(connect(address + "/session", max_size=None))
        self.number, self.trouble = 0, []
        self.call("session.new", capabilities={})
        self.call("session.subscribe", events=["log.entryAdded"])
        self.tab = self.call("browsingContext.getTree")["contexts"][0]["context"]

    def call(self, method, **parameters):
        self.number += 1
        self.socket.send(json.dumps({"id": self.number, "method": method, "params": parameters}))
        while True:
            message = json.loads(self.socket.recv(60))
            if message.get("method") == "log.entryAdded" and message["params"]["level"] in ("error", "warn"):
                self.trouble.append(message["params"].get("text"))
            if message.get("id") == self.number:
                assert message["type"] == "success", message
                return message["result"]

    def size(self, width, height):
        self.call("browsingContext.setViewport", context=self.tab, viewport={"width": width, "height": height})

    def go(self, address):
        self.call("browsingContext.navigate", context=self.tab, url=address, wait="complete")

    def ask(self, expression):
        answer = self.call("script.evaluate", expression=expression, target={"context": self.tab}, awaitPromise=True)
        assert answer["type"] == "success", answer
        return answer["result"].get("value")

    def until(self, expression):
        deadline = time.monotonic() + 20
        while not self.ask(expression):
            assert time.monotonic() < deadline, expression
            time.sleep(0.1)

    def type(self, text):
        keys = [{"type": kind, "value": letter} for letter in text for kind in ("keyDown", "keyUp")]
        self.call("input.performActions", context=self.tab, actions=[{"type": "key", "id": "keys", "actions": keys}])

    def picture(self, name):
        os.makedirs(PICTURES, exist_ok=True)
        data = self.call("browsingContext.captureScreenshot", context=self.tab)["data"]
        with open(os.path.join(PICTURES, name + ".png"), "wb") as file:
            file.write(base64.b64decode(data))

    def end(self):
        self.open.close()
        self.process.terminate()
        self.process.wait(30)


@pytest.fixture
def firefox(tmp_path):
    browser = Firefox(str(tmp_path))
    yield browser
    browser.end()


def test_the_first_steps(firefox, server):
    firefox.size(1440, 900)
    firefox.go(server.address + "/sign-in")
    firefox.ask("document.querySelector('#f-login').focus()")
    firefox.type(f"rina\ue004{PASSWORD}\ue007")
    firefox.until("location.pathname == '/' && document.querySelectorAll('tr[data-row]').length > 3")
    firefox.picture("firefox-today-1440")
    firefox.type("n")
    firefox.until("/^.debtors.[0-9]+/.test(location.pathname) && document.querySelector('#timeline') != null")
    firefox.picture("firefox-debtor-1440")
    # A note by keyboard, as everywhere: t opens its form.
    firefox.type("t")
    firefox.until("document.activeElement && document.activeElement.id == 'note-note'")
    firefox.type("written in Firefox")
    firefox.ask("document.activeElement.form.requestSubmit()")
    firefox.until("document.querySelector('#timeline').innerText.includes('written in Firefox')")
    debtor = firefox.ask("location.pathname")
    firefox.type("/")
    firefox.type("sari\ue007")
    firefox.until("location.pathname == '/search' && document.querySelectorAll('[data-row]').length > 0")
    firefox.size(390, 844)
    firefox.go(server.address + debtor)
    assert firefox.ask("document.documentElement.scrollWidth") <= 390
    firefox.picture("firefox-debtor-390")
    assert not firefox.trouble, firefox.trouble
