"""The walls of the house: imports go downward only, and each library is met in one room."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def test_every_import_contract_is_kept() -> None:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_the_core_needs_nothing_but_the_standard_library() -> None:
    """What decides can be imported, and so tested, without any of the agreed libraries."""
    code = (
        "import sys; import chronicler.agent.orchestrator, chronicler.agent.scribe.scribe, chronicler.notes.session_notes;"
        "print([m for m in ('duckdb', 'twitchio', 'ollama', 'httpx', 'watchdog', 'frontmatter', 'ruamel', 'click')"
        " if m in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


def test_without_a_model_no_client_of_any_server_is_loaded() -> None:
    """They cost a tenth of a second and ten megabytes at every start."""
    code = (
        "import sys; import chronicler.runtime.rehearsing.set_up;"
        "print([m for m in ('twitchio', 'aiohttp', 'ollama', 'httpx', 'simpleobsws') if m in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


def test_a_rehearsal_at_full_speed_starts_without_the_running_bot() -> None:
    """A quarter of what it took to start was imported for nothing."""
    code = (
        "import sys; import chronicler.runtime.rehearsing.set_up;"
        "print([m for m in sys.modules if m.startswith(('chronicler.runtime.live.bot', 'chronicler.vault.watcher',"
        " 'chronicler.runtime.importing.', 'urllib.request', 'watchdog'))])"
    )
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


def test_obs_is_met_only_when_it_is_asked() -> None:
    """Its extra may be missing; everything else must start without it."""
    code = (
        "import sys; sys.modules['simpleobsws'] = None;"
        "import chronicler.cli.work.tending, chronicler.cli.obs, chronicler.runtime.live.bot, chronicler.obs.service"
    )
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
