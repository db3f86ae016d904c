"""The Ollama double as a program of its own, for a try by hand."""

import re
import signal
import subprocess
import sys

import httpx

from tests.doubles.ollama_server import MODEL, VERSION


def test_it_serves_until_interrupted_and_says_how_to_use_it() -> None:
    command = [sys.executable, "-m", "tests.doubles.ollama_server", "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as served:
        assert served.stderr is not None
        told = served.stderr.readline() + served.stderr.readline()
        url = re.search(r"http://\S+?(?=,)", told)
        assert url is not None
        assert f"model: ollama/{MODEL}" in told
        assert httpx.get(f"{url.group()}/api/version", trust_env=False).json() == {"version": VERSION}
        served.send_signal(signal.SIGINT)
        assert served.wait(10) == 0
