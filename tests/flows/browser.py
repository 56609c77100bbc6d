"""A headless Chromium by its own protocol: what a page shows, and whom it asked."""

from __future__ import annotations

import json
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit
from urllib.request import urlopen

from websockets.sync.client import ClientConnection, connect

NAMES: Final = ("chromium", "chromium-browser", "google-chrome")
# Nothing but this machine has an address; what Chromium itself would ask for is switched off.
OPTIONS: Final = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-default-apps",
    "--disable-extensions",
    "--disable-features=OptimizationHints,MediaRouter,Translate",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
    "--remote-debugging-port=0",
    "--window-size=1400,3000",
    "--lang=en",
)
START_TIMEOUT_S: Final = 60.0
_OF_NO_HOST: Final = ("data", "blob", "about", "chrome", "devtools")


def asked_by(origin: str, log: Path) -> set[str]:
    """The hosts that pages of an origin, and what they started, asked, by the browser's log of the
    network: what it refused to ask for is not there."""
    events = json.loads(log.read_text(encoding="utf-8"))["events"]
    told = [event["params"] for event in events if isinstance(event.get("params"), dict)]
    urls = {one["url"] for one in told if "url" in one and one.get("initiator") == origin}
    return {str(urlsplit(url).hostname) for url in urls if not url.startswith(_OF_NO_HOST)}


def chromium() -> str | None:
    """The path of a Chromium on this machine."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)


class Page:
    """A page of the browser."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket, self._last = socket, 0

    def do(self, method: str, **parameters: Any) -> Any:
        """Call a method of the protocol, and give its result."""
        self._last += 1
        self.socket.send(json.dumps({"id": self._last, "method": method, "params": parameters}))
        while True:
            message = json.loads(self.socket.recv(timeout=30))
            if message.get("id") == self._last:
                return message.get("result", message)

    def text(self) -> str:
        """What stands on the page."""
        found = self.do("Runtime.evaluate", expression="document.body?.innerText ?? ''")
        return str(found["result"].get("value", ""))

    def shows(self, address: str, *wanted: str, timeout_s: float = 30.0) -> str:
        """The text of the page at an address, once all that is wanted is there or time is up."""
        self.do("Page.navigate", url=address)
        end = time.monotonic() + timeout_s
        while True:
            text = self.text()
            if all(one in text for one in wanted) or time.monotonic() > end:
                return text
            time.sleep(0.5)


@contextmanager
def browsing(folder: Path) -> Iterator[Page]:
    """An empty page of a Chromium with a profile of its own; its log of the network is
    `network.json` in the folder, whole when the block has ended."""
    command = [
        str(chromium()),
        *OPTIONS,
        f"--user-data-dir={folder / 'profile'}",
        f"--log-net-log={folder / 'network.json'}",
        "about:blank",
    ]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        with connect(_address(folder / "profile", process), max_size=None) as socket:
            yield Page(socket)
            socket.send(json.dumps({"id": 0, "method": "Browser.close"}))
        process.wait(30)
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()


def _address(profile: Path, process: subprocess.Popen[bytes]) -> str:
    """Where the first page of a browser that starts takes its orders."""
    end = time.monotonic() + START_TIMEOUT_S
    while time.monotonic() < end and process.poll() is None:
        with suppress(OSError, ValueError, StopIteration):
            port = (profile / "DevToolsActivePort").read_text(encoding="ascii").split()[0]
            with urlopen(f"http://127.0.0.1:{port}/json/list", timeout=5) as answer:
                pages = [one for one in json.load(answer) if one["type"] == "page"]
            return str(next(iter(pages))["webSocketDebuggerUrl"])
        time.sleep(0.2)
    raise RuntimeError("Chromium did not start")
