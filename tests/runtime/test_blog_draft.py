"""Drafting a seed: from the bundled evening to a note that nothing is ever written over."""

import asyncio
import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from chronicler.domain.events import Event
from chronicler.domain.note import OWN_HEADING
from chronicler.errors import UserError
from chronicler.notes.tonight.note import render
from chronicler.notes.tonight.view import TonightView
from chronicler.runtime.blog.check import Checked, check
from chronicler.runtime.blog.draft import draft_waiting, seeds_in
from chronicler.runtime.blog.listing import listed
from chronicler.runtime.blog.notes import meant
from chronicler.runtime.blog.wishes import BlogWishes
from chronicler.runtime.forgetting.beside import forget_somebody
from chronicler.runtime.house import House
from chronicler.runtime.live.bot import Bot
from chronicler.runtime.live.rim import Rim
from chronicler.vault.location import Vault
from tests.fakes import FakeClock, FakeSender
from tests.runtime.drafting import SEED, checked_as, drafted, house_of, kinds, rehearsed
from tests.runtime.forgettable import NOW
from tests.runtime.test_live import Told
from tests.waiting import until


@pytest.fixture(scope="module")
def evening(tmp_path_factory: pytest.TempPathFactory) -> Vault:
    return rehearsed(tmp_path_factory.mktemp("drafting"))


def _copied(evening: Vault, folder: Path) -> House:
    shutil.copytree(evening.root, folder / "vault")
    shutil.copytree(evening.data, folder / "data")
    return house_of(Vault(folder / "vault", evening.folder, folder / "data"))


@pytest.fixture
def house(evening: Vault, tmp_path: Path) -> House:
    """Return a house of its own for each test."""
    return _copied(evening, tmp_path)


def _text(house: House, path: str) -> str:
    return (house.vault.root / path).read_text(encoding="utf-8")


def _tampered(house: House, path: str, old: str, new: str) -> str:
    text = _text(house, path)
    assert old in text
    (house.vault.root / path).write_text(text.replace(old, new), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def shared(evening: Vault, tmp_path_factory: pytest.TempPathFactory) -> tuple[House, str]:
    """Return a house with a draft, of which nothing but notes of the test's own is changed."""
    house = _copied(evening, tmp_path_factory.mktemp("shared"))
    return house, _text(house, drafted(house).path)


def _with(shared: tuple[House, str], old: str, new: str) -> Checked:
    """Return what is found in the draft with one thing changed."""
    house, text = shared
    assert old in text
    return checked_as(house, text.replace(old, new))


# Drafting ----------------------------------------------------------------------------------


def test_a_draft_tells_the_evening_in_order_with_every_quotation_linked(house: House) -> None:
    text = _text(house, drafted(house).path)
    headings = re.findall(r"^## (.*)$", text, re.MULTILINE)
    assert headings == [
        "Outline", "What happened", "Who said what", "The question it opens", "What speaks against it",
        "What you noted", "Left open", OWN_HEADING.removeprefix("## "),
    ]  # fmt: skip
    quoted = [line for line in text.splitlines() if line.startswith("> “")]
    assert len(quoted) == 9
    assert all(re.search(r"” — .*\[\[[^\]]*#\^[msj]-[0-9a-f]{12}\|\d\d:\d\d\]\]$", line) for line in quoted)
    assert "status: draft\n" in text
    assert 'seed: "[[Chronicler/Rehearsals/Blog Seeds/Remarks column' in text


def test_the_same_seed_gives_the_same_draft(house: House) -> None:
    first = _text(house, drafted(house).path)
    second = _text(house, drafted(house, again=True).path)
    assert first == second


def test_a_draft_that_is_there_is_never_written_over(house: House) -> None:
    path = drafted(house).path
    before = _text(house, path)
    with pytest.raises(UserError, match="--again makes another one beside it"):
        drafted(house)
    other = drafted(house, again=True).path
    assert other != path
    assert _text(house, path) == before


def test_a_note_of_somebody_elses_in_the_drafts_place_stays(house: House) -> None:
    folder = house.vault.root / "Chronicler/Rehearsals/Blog Drafts"
    folder.mkdir()
    name = next(seed for seed in seeds_in(house).seeds if SEED in seed.title).name
    (folder / f"{name}.md").write_text("mine", encoding="utf-8")
    assert drafted(house).path.endswith(f"{name} 2.md")
    assert (folder / f"{name}.md").read_text(encoding="utf-8") == "mine"


def test_a_seed_is_meant_by_path_name_or_a_part_of_its_title(house: House) -> None:
    notes = seeds_in(house)
    seed = next(seed for seed in notes.seeds if SEED in seed.title)
    absolute = str(house.vault.root / seed.path)
    for named in (seed.path, absolute, seed.name, seed.title, f"[[{seed.name}]]", "remarks COLUMN"):
        assert meant(notes.seeds, named, house.vault, "blog seed") == seed
    with pytest.raises(UserError, match="fits 2 blog seeds"):
        meant(notes.seeds, "e", house.vault, "blog seed")
    with pytest.raises(UserError, match="There is no blog seed 'nothing like it'"):
        meant(notes.seeds, "nothing like it", house.vault, "blog seed")


def test_what_the_ledger_has_no_line_for_stands_among_the_sources(house: House) -> None:
    ledger = next((house.vault.root / "Chronicler/Rehearsals/Ledgers").glob("*.md"))
    text = ledger.read_text(encoding="utf-8")
    ledger.write_text(re.sub(r" \^m-c36d062e1b35$", "", text, flags=re.MULTILINE), encoding="utf-8")
    path = drafted(house).path
    assert "— **sunniva_reads**, [[#^m-c36d062e1b35|19:39]]" in _text(house, path)
    assert re.search(
        r"## Sources\n\n.*\n\n- 6 March 2026, 19:39 \*\*sunniva_reads\*\*: .* \^m-c36", _text(house, path)
    )
    assert check(house, path).findings == ()


def test_a_seed_of_which_nothing_is_left_is_not_drafted(house: House) -> None:
    shutil.rmtree(house.vault.data / "rehearsals/journal")
    with pytest.raises(UserError, match="can be quoted any more"):
        drafted(house)


# Seeds that wait ---------------------------------------------------------------------------


def test_a_seed_set_to_draft_is_drafted_once_and_not_again_when_its_draft_is_deleted(house: House) -> None:
    seed = next(seed for seed in seeds_in(house).seeds if SEED in seed.title)
    _tampered(house, seed.path, "status: seed", "status: draft")
    (made,) = draft_waiting(house)
    assert made.path
    assert draft_waiting(house) == ()
    (house.vault.root / made.path).unlink()
    assert [(each.path, bool(each.why_not)) for each in draft_waiting(house)] == [("", True)]
    assert "status: draft" in _text(house, seed.path)


def test_the_running_bot_drafts_a_seed_that_is_set_while_it_runs(house: House) -> None:
    house = replace(house, overrides={**house.overrides, "settle_seconds": 0})
    tonight = "Chronicler/Tonight.md"

    async def tell(report: Callable[[Event], None]) -> None:
        del report
        seed = seeds_in(house).seeds[0].path
        _tampered(house, seed, "status: seed", "status: draft")
        await asyncio.to_thread(until, lambda: ": drafted, see" in _text(house, tonight), "the receipt")
        bot.supervisor.stopping.set()
        await asyncio.Event().wait()

    bot = Bot(house, "lantern", Rim(Told(tell), FakeSender(), FakeClock()), on_trouble=lambda _: None)
    asyncio.run(asyncio.wait_for(bot.run(), 120))
    (receipt,) = bot.parts.blog.receipts
    assert (house.vault.root / receipt.draft).is_file()


def test_a_seed_that_cannot_be_drafted_is_told_on_tonight_once(house: House) -> None:
    seed = next(seed for seed in seeds_in(house).seeds if SEED in seed.title)
    _tampered(house, seed.path, "status: seed", "status: draft")
    shutil.rmtree(house.vault.data / "rehearsals/journal")

    async def wish() -> BlogWishes:
        wishes = BlogWishes(house, FakeClock(), print)
        await wishes._draft()
        await wishes._draft()
        return wishes

    (receipt,) = asyncio.run(wish()).receipts
    assert "can be quoted any more" in receipt.why_not
    told = render(TonightView(drafts=(receipt,))).body
    assert f"[[{seed.path.removesuffix('.md')}" in told
    assert "**not drafted**. Nothing that" in told


# Checking ----------------------------------------------------------------------------------


def test_what_was_just_drafted_is_clean(shared: tuple[House, str]) -> None:
    checked = checked_as(*shared)
    assert (checked.findings, checked.quotations) == ((), 9)


def test_a_tampered_quotation_is_found_with_its_line_and_what_was_said(shared: tuple[House, str]) -> None:
    checked = _with(shared, "goes because there's no box", "went because there's no box")
    (finding,) = checked.findings
    assert finding.kind == "nobody_said_it"
    assert "went because" in _text(shared[0], checked.path).splitlines()[finding.line - 1]
    assert "the remarks column is where the care goes" in finding.told


def test_words_given_to_somebody_else_are_found(shared: tuple[House, str]) -> None:
    (finding,) = _with(shared, "**sunniva_reads**", "**drumlin7**").findings
    assert finding.kind == "misattributed"
    assert "sunniva_reads said it on 6 March 2026, 19:39" in finding.told


def test_a_link_to_another_line_than_was_quoted_is_found(shared: tuple[House, str]) -> None:
    assert kinds(_with(shared, "#^m-c36d062e1b35|19:39", "#^m-dc9ecf7536ea|19:39")) == ["misattributed"]


def test_a_line_that_is_gone_from_the_ledger_is_a_broken_link(house: House) -> None:
    path = drafted(house).path
    ledger = next((house.vault.root / "Chronicler/Rehearsals/Ledgers").glob("*.md"))
    ledger.write_text(ledger.read_text("utf-8").replace(" ^m-c36d062e1b35", ""), encoding="utf-8")
    assert kinds(check(house, path)) == ["broken_link"]


HEAD = "---\nchronicler: blog-draft\norigin: rehearsal\nsession: 20260306T193000Z-lowlamp_wren\n---\n"


def test_what_the_streamer_wrote_anew_is_read_as_it_is(shared: tuple[House, str]) -> None:
    told = (
        "It was Sunniva who saw it, and *sunniva_reads* put it so: “the remarks column is where the care "
        'goes […] no box for it”.\n\nAnd then "you left ALL the\nremarks empty", which I had.\n'
    )
    checked = checked_as(shared[0], HEAD + told)
    assert kinds(checked) == []
    assert {finding.kind for finding in checked.findings} == {"unlinked"}


def test_a_speaker_named_in_running_text_must_have_said_it(shared: tuple[House, str]) -> None:
    told = "drumlin7 said “the remarks column is where the care goes”.\n"
    assert kinds(checked_as(shared[0], HEAD + told)) == ["misattributed"]


def test_words_from_a_book_and_from_a_note_of_ones_own_are_no_finding(shared: tuple[House, str]) -> None:
    (shared[0].vault.root / "On oil.md").write_text("Oil is what a promise burns.\n", encoding="utf-8")
    told = (
        "> Not all those who wander are lost. — J. R. R. Tolkien\n\n"
        "“Oil is what a promise burns” [[On oil]]\n\n“Keeping a list as a way of saying goodbye”\n"
    )
    checked = checked_as(shared[0], HEAD + told)
    assert kinds(checked) == []
    assert [finding.kind for finding in checked.findings] == ["from_elsewhere"]


def test_a_quotation_of_nobodys_says_so(shared: tuple[House, str]) -> None:
    told = "“everybody adored every single minute of it”\n[[Nowhere]] [[On oil#^m-000000000000]]\n"
    assert kinds(checked_as(shared[0], HEAD + told)) == ["nobody_said_it", "broken_link", "broken_link"]


def test_properties_and_code_are_left_alone(shared: tuple[House, str]) -> None:
    head = HEAD.replace("---\n", "---\nnote: “one two three four five”\n", 1)
    assert checked_as(shared[0], f"{head}```\n“one two three four five” [[Nowhere]]\n```\n").findings == ()


def test_somebody_forgotten_leaves_the_draft_and_what_is_left_of_them_is_found(house: House) -> None:
    path = drafted(house).path
    mine = "\nMine: ottoline_k asked “you left ALL the remarks empty?”\n"
    (house.vault.root / path).write_text(_text(house, path) + mine, encoding="utf-8")
    told = forget_somebody(house, "ottoline_k", NOW)
    generated, own = _text(house, path).split(OWN_HEADING)
    assert path in told.in_vault.changed
    assert "ottoline_k" not in generated
    assert "ALL the remarks empty" not in generated
    assert own == mine.join(("\n", ""))
    assert any(place.path == path and place.line for place in told.in_vault.left)
    checked = check(house, path)
    of_generated = [f.kind for f in checked.findings if "(a line since forgotten)" in f.told]
    quoted = {f.line for f in checked.findings if "(a line since forgotten)" in f.told}
    assert of_generated == ["forgotten"] * len(quoted)
    assert [f for f in checked.findings if f.line in quoted and f.kind == "broken_link"] == []
    number = _text(house, path).count("\n")
    assert sorted(f.kind for f in checked.findings if f.line == number) == ["forgotten", "nobody_said_it"]


# Listing -----------------------------------------------------------------------------------


def test_seeds_and_drafts_are_listed_with_rehearsals_apart(house: House) -> None:
    path = drafted(house).path
    assert (listed(house).seeds, listed(house).others) == ((), 3)
    found = listed(house, rehearsals=True)
    assert [(seed.status, seed.streams, bool(seed.drafts)) for seed in found.seeds] == [
        ("seed", 1, True),
        ("seed", 1, False),
    ]
    assert [(draft.path, draft.status) for draft in found.drafts] == [(path, "draft")]
    assert found.drafts[0].seed == found.seeds[0].path
