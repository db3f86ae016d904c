"""Real Jupyter, as ``chronicler notebook`` starts it: our notebooks are there, and a kernel runs a cell."""

import asyncio
import json
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from importlib.util import find_spec
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import pytest

from chronicler.runtime.reports.notebooks import Jupyter, lay

pytestmark = pytest.mark.skipif(
    find_spec("jupyterlab") is None, reason="the extra notebooks is not installed"
)
PATIENCE = 60.0


@pytest.fixture(scope="module")
def jupyter(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Jupyter]:
    folder = lay(tmp_path_factory.mktemp("jupyter") / "mine").folder
    serving = Jupyter(folder, None, "tonight.ipynb")
    until = time.monotonic() + PATIENCE
    try:
        while not serving.answers():
            assert time.monotonic() < until
            time.sleep(0.05)
        yield serving
    finally:
        serving.stop()


def asked(jupyter: Jupyter, path: str, method: str = "GET") -> Any:
    parts = urlsplit(jupyter.address)
    token = parts.query.partition("=")[2]
    request = urllib.request.Request(
        f"http://{parts.netloc}{path}", method=method, headers={"Authorization": f"token {token}"}
    )
    with urllib.request.urlopen(request, timeout=PATIENCE) as answer:  # noqa: S310
        return json.loads(answer.read())


def test_it_serves_our_notebooks_and_begins_with_the_one_that_was_named(jupyter: Jupyter) -> None:
    there = {each["name"] for each in asked(jupyter, "/api/contents")["content"]}
    assert there == {f"{n}.ipynb" for n in ("tonight", "themes", "hearthkeeper", "moments", "chat-sql")}
    assert urlsplit(jupyter.address).path == "/lab/tree/tonight.ipynb"


def test_it_answers_nobody_without_the_token(jupyter: Jupyter) -> None:
    address = f"http://{urlsplit(jupyter.address).netloc}/api/contents"
    with pytest.raises(urllib.error.HTTPError, match="403"):
        urllib.request.urlopen(address, timeout=PATIENCE)


def test_it_looks_for_no_news_on_the_network(jupyter: Jupyter) -> None:
    with urllib.request.urlopen(jupyter.address, timeout=PATIENCE) as answer:  # noqa: S310 our own address
        page = answer.read().decode()
    config = json.loads(
        page.partition('id="jupyter-config-data" type="application/json">')[2].partition("</script>")[0]
    )
    assert "@jupyterlab/apputils-extension:announcements" in config["disabledExtensions"]


def test_a_kernel_runs_a_cell_of_a_notebook(jupyter: Jupyter) -> None:
    cells = asked(jupyter, "/api/contents/tonight.ipynb")["content"]["cells"]
    parameters, imports = [cell["source"] for cell in cells if cell["cell_type"] == "code"][:2]
    shown = imports.partition("desk =")[0] + "print(talk.__name__)"
    said = asyncio.run(ran(jupyter, f"{parameters}\n{shown}"))
    assert said == "chronicler.charts.talk\n"


async def ran(jupyter: Jupyter, code: str) -> str:
    """Return what a cell prints, in a new kernel of that server."""
    parts = urlsplit(jupyter.address)
    kernel = asked(jupyter, "/api/kernels", "POST")["id"]
    request = {
        "header": {"msg_id": "one", "username": "", "session": "one", "msg_type": "execute_request", "version": "5.3"},
        "parent_header": {}, "metadata": {}, "channel": "shell", "buffers": [],
        "content": {"code": code, "silent": False, "store_history": False, "allow_stdin": False},
    }  # fmt: skip
    address = f"http://{parts.netloc}/api/kernels/{kernel}/channels?{parts.query}"
    said: list[str] = []
    async with (
        asyncio.timeout(PATIENCE),
        aiohttp.ClientSession() as session,
        session.ws_connect(address) as wire,
    ):
        await wire.send_json(request)
        async for frame in wire:
            told = json.loads(frame.data)
            if told["parent_header"].get("msg_id") != "one":
                continue
            if told["msg_type"] in ("stream", "error"):
                said.append(told["content"].get("text") or "\n".join(told["content"]["traceback"]))
            if told["msg_type"] == "status" and told["content"]["execution_state"] == "idle":
                break
    return "".join(said)
