"""Keep and reject teach the channel they were set on, as long as they stand, and nobody else."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from chronicler.agent.scribe.scribe import gather
from chronicler.analysis.clip_learning import MOST_LOWERED, MOST_RAISED, Mark, learn
from chronicler.archive.journal.writing import read_journal
from chronicler.domain.clip_worth import USUAL, SeedParts
from chronicler.domain.events import ClipsLearned, MessageReceived, SessionEnded
from chronicler.domain.session import Origin
from chronicler.notes.seeds.clip_learning import UNDO
from chronicler.runtime.aftermath import read_record, write_notes
from chronicler.runtime.clips import marks as clip_marks
from chronicler.runtime.clips.marks import taught
from chronicler.runtime.house import House
from chronicler.runtime.live.vault_ears import VaultEars
from chronicler.runtime.replay import replay
from chronicler.vault.clip_notes import clip_notes, read_offset, read_trim
from chronicler.vault.location import Vault
from tests.analysis.evening import burst, messages_of, murmur
from tests.archive.evenings import began, journaled
from tests.fakes import START, FakeClock, after

LAUGHED = SeedParts(3.0, 3.2, 0, "laughter")


@pytest.fixture
def house(tmp_path: Path) -> House:
    (tmp_path / "v" / "Chronicler").mkdir(parents=True)
    return House(Vault(tmp_path / "v", "Chronicler", tmp_path / "d"), Origin.LIVE, {"embedder": "none"})


def mark(
    house: House, number: int, status: str, *, channel: str = "hearth", origin: str = "live", trim: str = ""
) -> Path:
    """Write the note of a seed of an earlier stream, as the streamer left it."""
    inside = "Rehearsals/Clip Seeds" if origin == "rehearsal" else "Clip Seeds"
    path = house.vault.root / "Chronicler" / inside / f"{channel} {number}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    parts = ", ".join(LAUGHED.spelled())
    path.write_text(
        f"---\nchronicler: clip-seed\norigin: {origin}\nsession: 20260101T190000Z-{channel}\n"
        f"status: {status}\noffset: 0h{number:02d}m00s\ntrim: {trim}\nparts: [{parts}]\n---\nA moment.\n"
    )
    return path


def evening(house: House) -> Path:
    """Journal an evening of 80 minutes with four bursts of laughter, each by more people."""
    said = [*murmur(4_700, every=20), *((at + 3.0, f"amused{at % 5}", "lol") for at in range(0, 4_700, 41))]
    for number in range(4):
        said += burst(900 + 900 * number, "hahaha", people=3 + number)
    heard = [MessageReceived(m.at, m) for m in sorted(messages_of(said), key=lambda m: m.at)]
    return journaled(house.data, [began(), *heard, SessionEnded(after(4_800), "offline")])


def learned_in(journal: Path) -> list[ClipsLearned]:
    return [event for _, event in read_journal(journal) if isinstance(event, ClipsLearned)]


def seeds(house: House, journal: Path) -> list[float]:
    kept = write_notes(house, journal, house.settings())
    return sorted(kept.record.seconds(seed.peak_at) for seed in kept.harvest.clips)


def seed_notes(house: House) -> list[Path]:
    return sorted((house.vault.root / "Chronicler" / "Clip Seeds").glob("2026*.md"))


def test_what_marks_teach_enters_the_journal_once_and_with_its_content(house: House) -> None:
    journal = evening(house)
    for number in range(12):
        mark(house, number, "reject" if number % 4 else "keep")
    seeds(house, journal)
    (learned,) = learned_in(journal)
    assert (learned.kept, learned.rejected) == (3, 9)
    assert learned.weights.shift > 0
    before = journal.read_bytes()
    assert {w.outcome for w in write_notes(house, journal, house.settings()).written} == {"unchanged"}
    assert journal.read_bytes() == before
    assert replay(journal).differences == ()


def test_without_marks_nothing_enters_the_journal(house: House) -> None:
    journal = evening(house)
    before = journal.read_bytes()
    seeds(house, journal)
    assert journal.read_bytes() == before


def test_setting_a_status_back_unlearns_it_and_so_does_deleting_the_note(house: House) -> None:
    journal = evening(house)
    usual = seeds(house, journal)
    files = [mark(house, number, "reject") for number in range(30)]
    assert len(seeds(house, journal)) < len(usual)
    for file in files[:15]:
        file.write_text(file.read_text().replace("status: reject", "status: seed"))
    for file in files[15:]:
        file.unlink()
    assert seeds(house, journal) == usual
    assert learned_in(journal)[-1].weights == USUAL


def test_rejecting_everything_leaves_a_stream_its_best_two(house: House) -> None:
    journal = evening(house)
    for number in range(40):
        mark(house, number, "reject")
    assert len(seeds(house, journal)) == 2


def test_what_the_streamer_kept_of_this_stream_stays_a_seed(house: House) -> None:
    journal = evening(house)
    usual = seeds(house, journal)
    least = min(
        seed_notes(house),
        key=lambda file: float(re.findall(r"^score: (.*)", file.read_text(), re.MULTILINE)[0]),
    )
    least.write_text(least.read_text().replace("status: seed", "status: keep"))
    peak = next(note.peak for note in clip_notes(house.vault) if note.status == "keep")
    for number in range(60):
        mark(house, number, "reject")
    assert peak in usual
    assert peak in seeds(house, journal)


@pytest.mark.parametrize(
    ("one", "other", "taught_by"), [("keep", "reject", 0), ("keep", "seed", 1), ("seed", "reject", 1), ("keep", "keep", 1)]
)  # fmt: skip
def test_of_two_copies_the_marked_one_counts_and_a_contradiction_says_nothing(
    house: House, one: str, other: str, taught_by: int
) -> None:
    first = mark(house, 1, one)
    first.with_name("a copy of it.md").write_text(
        first.read_text().replace(f"status: {one}", f"status: {other}")
    )
    assert len(clip_notes(house.vault)) == 1
    assert taught(clip_notes(house.vault), START).marks == taught_by


def test_a_mark_goes_with_its_note_wherever_in_our_folder_it_is_moved_and_however_it_is_called(
    house: House,
) -> None:
    note = mark(house, 1, "keep")
    archive = house.vault.root / "Chronicler" / "Clip Seeds" / "2026" / "Cut already"
    archive.mkdir(parents=True)
    note.rename(archive / "The bell, the floor and us.md")
    assert taught(clip_notes(house.vault), START).kept == 1
    (archive / "The bell, the floor and us.md").rename(house.vault.root / "Elsewhere.md")
    assert taught(clip_notes(house.vault), START).marks == 0


@pytest.mark.parametrize("typed", ["[keep]", "\n  - keep", "Keep ", "kept"])
def test_keep_is_read_as_obsidian_may_hold_it(house: House, typed: str) -> None:
    mark(house, 1, typed)
    assert taught(clip_notes(house.vault), START).kept == 1


@pytest.mark.parametrize(
    "typed", ["ke", "'keep", '"keep', "[", "keep: x", "[keep, reject]", "~", "*a", "\tkeep"]
)
def test_a_half_typed_status_teaches_nothing_and_harms_no_other_note(house: House, typed: str) -> None:
    mark(house, 1, typed)
    mark(house, 2, "reject")
    learned = taught(clip_notes(house.vault), START)
    assert (learned.kept, learned.rejected) == (0, 1)


def test_thousands_of_contradictory_marks_stay_within_what_marks_may_move() -> None:
    marks = [Mark(LAUGHED, is_kept=number % 2 == 0) for number in range(2_000)]
    learned = learn(marks)
    assert learned == learn(marks[::-1])
    assert -MOST_LOWERED <= learned.shift <= MOST_RAISED
    assert learned.takes(LAUGHED)


@pytest.mark.parametrize(
    ("channel", "origin"), [("elsewhere", "live"), ("hearth", "rehearsal"), ("hearth", "demo")]
)
def test_another_channels_marks_and_those_on_trials_teach_nothing(
    house: House, channel: str, origin: str
) -> None:
    journal = evening(house)
    for number in range(30):
        mark(house, number, "reject", channel=channel, origin=origin)
    seeds(house, journal)
    assert learned_in(journal) == []


def test_switched_off_in_settings_nothing_is_learned_and_what_was_is_gone(house: House) -> None:
    journal = evening(house)
    for number in range(30):
        mark(house, number, "reject")
    few = seeds(house, journal)
    off = replace(house, overrides={**house.overrides, "learn_from_clips": False})
    assert len(seeds(off, journal)) > len(few)
    assert learned_in(journal)[-1].marks == 0


def test_the_note_tells_what_its_score_is_made_of_and_what_was_learned(house: House) -> None:
    journal = evening(house)
    for number in range(8):
        mark(house, number, "reject")
    seeds(house, journal)
    text = seed_notes(house)[0].read_text()
    assert re.search(r"- Its score of \d+\.\d is made of people writing", text)
    assert re.search(r"From 8 marks \(0 keep, 8 reject\): .* from a score of \d\.\d up, usual 7\.0", text)
    assert UNDO in text


def test_a_stream_begins_with_what_is_known_then(house: House) -> None:
    assert clip_marks.opening(house, "hearth", START) == []
    mark(house, 1, "keep")
    (learned,) = clip_marks.opening(house, "hearth", START)
    assert (learned.at, learned.kept, learned.kept_here) == (START, 1, ())


def test_trims_of_kept_clips_teach_how_far_chat_lags_behind(house: House) -> None:
    for number in range(1, 8):
        mark(house, number, "keep", trim=f"{number - 1}:20-{number}:05")
    (learned,) = clip_marks.opening(house, "hearth", START)
    assert learned.trims == 7
    assert 30 < learned.lag_seconds <= 40


@pytest.mark.parametrize(
    ("typed", "seconds"),
    [
        ("1h02m03s", 3723),
        ("1:02:03", 3723),
        ("62:03", 3723),
        ("3723", 3723),
        (3723, 3723),
        ("1h", 3600),
        ("2m5s", 125),
    ],
)
def test_a_place_in_a_recording_is_read_as_people_write_it(typed: object, seconds: float) -> None:
    assert read_offset(typed) == seconds


@pytest.mark.parametrize("typed", [None, "", "soon", True, "1:2:3:4", "-5"])
def test_what_is_no_place_is_none(typed: object) -> None:
    assert read_offset(typed) is None


@pytest.mark.parametrize(
    ("typed", "trim"),
    [
        ("1:02:03-1:02:40", (3723, 3760)), ("1h02m03s – 1h02m40s", (3723, 3760)), ("1:02:03 to 1:02:40", (3723, 3760)),
        ("1:02:03", (3723, None)), (None, (None, None)), ("later", (None, None)), (["1:00", "2:00"], (60, 120)),
    ],
)  # fmt: skip
def test_a_trim_is_read_as_people_write_it(typed: object, trim: tuple[float | None, float | None]) -> None:
    assert read_trim(typed) == trim


def test_a_live_stream_begins_with_what_its_channel_has_been_taught(house: House) -> None:
    mark(house, 1, "keep")
    named = replace(house, overrides={**house.overrides, "channel": "hearth"})
    clock = FakeClock()
    told = list(VaultEars(named, clock, lambda _: None).opening(clock.now()))
    assert [event.kept for event in told if isinstance(event, ClipsLearned)] == [1]


def test_a_longer_lag_lets_seeds_begin_earlier(house: House) -> None:
    record = read_record(evening(house))
    slower = replace(record, clips_learned=ClipsLearned(record.ended_at, lag_seconds=40.0, trims=9))
    usual, early = (
        {seed.seed_id: record.seconds(seed.starts_at) for seed in gather(each).clips}
        for each in (record, slower)
    )
    assert usual.keys() == early.keys()
    assert all(early[seed] < usual[seed] for seed in usual)
