"""A headless Chromium that tests speak to over a pipe (Chrome DevTools Protocol); no port, no driver, no download."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import subprocess
import sys
import time
from base64 import b64decode
from pathlib import Path
from typing import Any, Self

NAMES = ("chromium", "chromium-browser", "google-chrome")
PROGRAM = next((path for name in NAMES if (path := shutil.which(name))), "")
SWITCHES = ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
            "--mute-audio", "--disable-extensions", "--disable-background-networking", "--hide-scrollbars",
            "--remote-debugging-pipe")  # fmt: skip
START = (
    "import os, sys; os.dup2(int(sys.argv[1]), 3); os.dup2(int(sys.argv[2]), 4); os.execv(sys.argv[3], sys.argv[3:])"
)
KEYS = {
    "Tab": (9, ""),
    "Enter": (13, "\r"),
    "Space": (32, " "),
    "ArrowDown": (40, ""),
}
PATIENCE = 120.0  # seconds


class Browser:
    """One page in a headless Chromium; ``requests`` lists the addresses it asked for, ``dialogs`` what it said."""

    def __init__(self, folder: Path) -> None:
        """Start Chromium with an empty profile in ``folder``."""
        theirs_in, ours_out = os.pipe()
        ours_in, theirs_out = os.pipe()
        high = [fcntl.fcntl(end, fcntl.F_DUPFD, 20) for end in (theirs_in, theirs_out)]
        command = [PROGRAM, *SWITCHES, f"--user-data-dir={folder}", "about:blank"]
        self.process = subprocess.Popen([sys.executable, "-c", START, *map(str, high), *command], pass_fds=high,
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # fmt: skip
        for end in (theirs_in, theirs_out, *high):
            os.close(end)
        self.writing, self.reading = os.fdopen(ours_out, "wb", buffering=0), os.fdopen(ours_in, "rb", buffering=0)
        self.rest, self.number, self.session = b"", 0, ""
        self.requests: list[str] = []
        self.dialogs: list[str] = []
        self.loaded = False
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Accessibility"):
            self.ask(f"{domain}.enable")

    def __enter__(self) -> Self:
        """Return the browser."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the browser."""
        self.writing.close()
        self.process.terminate()
        self.process.wait(PATIENCE)
        self.reading.close()

    def receive(self) -> dict[str, Any]:
        """Return the next message; events are taken note of."""
        while b"\0" not in self.rest:
            part = os.read(self.reading.fileno(), 1 << 20)
            if not part:
                raise EOFError("Chromium ended")
            self.rest += part
        line, self.rest = self.rest.split(b"\0", 1)
        message = dict(json.loads(line))
        if message.get("method") == "Network.requestWillBeSent":
            self.requests.append(message["params"]["request"]["url"])
        if message.get("method") == "Page.javascriptDialogOpening":
            self.dialogs.append(message["params"]["message"])
            self.send("Page.handleJavaScriptDialog", accept=False)
        self.loaded = self.loaded or message.get("method") == "Page.loadEventFired"
        return message

    def send(self, method: str, **params: object) -> int:
        """Send a command without waiting for its result; return its number."""
        self.number += 1
        session = {"sessionId": self.session} if self.session else {}
        self.writing.write(
            json.dumps({"id": self.number, "method": method, "params": params, **session}).encode() + b"\0"
        )
        return self.number

    def ask(self, method: str, **params: object) -> dict[str, Any]:
        """Send a command and return its result; raises RuntimeError where Chromium refuses it."""
        number = self.send(method, **params)
        while True:
            message = self.receive()
            if message.get("id") == number:
                if "error" in message:
                    raise RuntimeError(message["error"])
                return dict(message["result"])

    def open(self, path: Path) -> None:
        """Open a file and wait until it is there."""
        self.requests.clear()
        self.loaded = False
        self.ask("Page.navigate", url=path.as_uri())
        while not self.loaded:
            self.receive()

    def run(self, program: str) -> Any:
        """Return what a piece of JavaScript comes to; promises are waited for."""
        answer = self.ask("Runtime.evaluate", expression=program, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in answer:
            raise RuntimeError(answer["exceptionDetails"].get("exception", {}).get("description", "error"))
        return answer["result"].get("value")

    def press(self, key: str) -> None:
        """Press and release a key."""
        code, text = KEYS[key]
        common = {"key": " " if key == "Space" else key, "code": key, "windowsVirtualKeyCode": code}
        self.ask("Input.dispatchKeyEvent", type="keyDown", text=text, **common)
        self.ask("Input.dispatchKeyEvent", type="keyUp", **common)

    def type(self, words: str) -> None:
        """Type words into what has the focus."""
        self.ask("Input.insertText", text=words)

    def wait(self, condition: str) -> None:
        """Wait until a JavaScript condition holds; raises TimeoutError where it never does."""
        end = time.monotonic() + PATIENCE
        while not self.run(condition):
            if time.monotonic() > end:
                raise TimeoutError(condition)
            time.sleep(0.02)

    def tab_until(self, condition: str, most: int = 400) -> int:
        """Press the tabulator until ``condition`` holds for the focused element ``e``; return how often."""
        for count in range(1, most + 1):
            self.press("Tab")
            if self.run(f"(e => Boolean({condition}))(document.activeElement)"):
                return count
        raise TimeoutError(condition)

    def window(self, width: int, height: int) -> None:
        """Set the size of the page in CSS pixels."""
        self.ask("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)

    def scheme(self, name: str) -> None:
        """Ask the page for its light or dark colours."""
        self.ask("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": name}])

    def picture(self, path: Path) -> None:
        """Write a picture of the window."""
        path.write_bytes(b64decode(self.ask("Page.captureScreenshot", format="png")["data"]))
