"""A theme kept over weeks: its seed grows stream by stream, and what the streamer made of it stays."""

import re
from pathlib import Path

import pytest

from chronicler.runtime.blog.check import check
from chronicler.runtime.blog.listing import listed
from chronicler.runtime.house import House
from tests.runtime.drafting import drafted
from tests.runtime.imports import house_in, imported, log_in
from tests.scenarios.evening import talk

THEME = "What a lighthouse owes the sea"
SAID = {
    6: ("the lighthouse owes the sea nothing, it only warns", "then who does a lighthouse answer to, if not the sea"),
    13: ("a lighthouse that nobody mends still owes its light", "the sea took two lighthouses where i grew up"),
    20: ("every lighthouse here owes somebody a keeper", "the sea never asked for a lighthouse, people did"),
}  # fmt: skip
OWN = "My own thought: *the debt is the light*.\n\n- [ ] ask again in April\n"


def _stream(folder: Path, day: int) -> Path:
    first, second = SAID[day]
    said = (
        ("maren", first),
        ("osk", second),
        ("vellum", first.replace("nobody", "no one")),
        ("maren", second),
    )
    lines = [f"0:{10 + 2 * n:02d}:00 {who}: {text}" for n, (who, text) in enumerate(said)]
    return log_in(folder / "logs", day, lines=[*talk(30, 600 + day, 30), *lines])


def _board(house: House, day: int) -> None:
    (house.vault.root / house.vault.folder / "Dashboards" / f"2026-03-{day:02d}.md").write_text(
        f"---\nchronicler: dashboard\ndate: 2026-03-{day:02d}\ncontent_angle: {THEME}\nstatus: approved\n---\n",
        encoding="utf-8",
    )


@pytest.fixture
def house(tmp_path: Path) -> House:
    """Return a house whose seed has grown over two of three weeks."""
    house = house_in(tmp_path, channel="lantern")
    for day in SAID:
        _board(house, day)
    for day in (6, 13):
        imported(house, _stream(tmp_path, day), notes=True)
    return house


def _seed(house: House) -> Path:
    return house.vault.root / house.vault.folder / "Blog Seeds" / f"{THEME}.md"


def test_the_seed_gains_streams_dates_and_quotes_and_keeps_what_is_the_streamers(
    house: House, tmp_path: Path
) -> None:
    seed = _seed(house)
    before = seed.read_text(encoding="utf-8").replace("status: seed", "status: keep") + OWN
    seed.write_text(before, encoding="utf-8")
    imported(house, _stream(tmp_path, 20), notes=True)
    after = seed.read_text(encoding="utf-8")
    assert re.findall(r"^## (2026\S+) \d{4}$", after, re.MULTILINE) == [
        "2026-03-06",
        "2026-03-13",
        "2026-03-20",
    ]
    assert "the stream of 20 March 2026" in after
    assert all(first in after for first, _ in SAID.values())
    assert "\nstatus: keep\n" in after
    assert "\nstreams: 3\n" in after
    assert after.endswith(OWN)
    sections, own = before.split("## 2026-03-06", 1)[1].rsplit("## My notes", 1)
    assert sections in after, "what stood there before is not rewritten"
    assert own in after
    assert "evening" not in after
    assert "tonight" not in after


def test_a_draft_stays_as_it_is_when_its_seed_grows_and_the_list_says_so(
    house: House, tmp_path: Path
) -> None:
    path = house.vault.root / drafted(house, THEME).path
    text = path.read_text(encoding="utf-8")
    assert "### 6 March 2026\n" in text
    assert "### 13 March 2026\n" in text
    assert text.count(f"- Your angle: *{THEME}*") == 1
    mine = text.replace(
        "## What speaks against it", "Mine, between the quotations.\n\n## What speaks against it"
    )
    path.write_bytes(mine.encode())
    assert check(house, str(path.relative_to(house.vault.root))).is_clean
    assert [draft.grown for draft in listed(house).drafts] == [0]
    imported(house, _stream(tmp_path, 20), notes=True)
    assert path.read_bytes() == mine.encode()
    found = listed(house)
    assert [draft.grown for draft in found.drafts] == [1]
    (seed,) = (seed for seed in found.seeds if seed.title == THEME)
    assert seed.streams == 3
    again = drafted(house, THEME, again=True).path
    assert [draft.grown for draft in listed(house).drafts if draft.path == again] == [0]


def test_the_ledger_says_that_a_thought_goes_on(house: House, tmp_path: Path) -> None:
    imported(house, _stream(tmp_path, 20), notes=True)
    (ledger,) = (house.vault.root / house.vault.folder / "Ledgers").glob("2026-03-20*.md")
    seeds = ledger.read_text(encoding="utf-8").partition("## Blog Seeds")[2].partition("\n## ")[0]
    assert f"{THEME}]]" in seeds
    assert "It goes on with a thought that spans 3 streams." in seeds
