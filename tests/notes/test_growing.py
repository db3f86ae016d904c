"""Which earlier blog seed a thought of tonight continues."""

from dataclasses import replace

import pytest

from chronicler.domain.record import BlogSeed, Harvest
from chronicler.notes.place import KnownSeed
from chronicler.notes.session_notes import SessionNotes, render_session
from tests.notes.lanternreach import DUTY, NOBODY, PLACE, PROMISE, RECORD

SEED = BlogSeed(
    "A light that nobody sees is a promise kept", "thought", "said", 9.0, quotes=(NOBODY, PROMISE, DUTY)
)
EARLIER = KnownSeed(
    "Chronicler/Blog Seeds/A promise kept anyway.md",
    "A promise kept anyway",
    "20260227T193000Z-lanternreach",
    ("a light that nobody sees is still a promise kept", "a promise kept anyway is the only one that counts"),
)


def _notes(*known: KnownSeed, seeds: tuple[BlogSeed, ...] = (SEED,), own: str = "") -> SessionNotes:
    place = replace(PLACE, seeds=known, taken={own: RECORD.session.session_id} if own else {})
    return render_session(RECORD, Harvest(blogs=seeds), place)


def _paths(notes: SessionNotes) -> tuple[str | None, ...]:
    return notes.blog_paths


def test_a_thought_near_an_earlier_one_becomes_its_section() -> None:
    notes = _notes(EARLIER)
    assert _paths(notes) == (EARLIER.path,)
    section = next(s for s in notes.sections if s.path == EARLIER.path)
    assert section.body.startswith("*A light that nobody sees is a promise kept*\n")
    assert "#^m-" in section.body
    assert {p.name: p.value for p in section.properties}["streams"] == 2
    assert [n.path for n in notes.generated if "/Blog Seeds/" in n.path] == []


@pytest.mark.parametrize(
    "other",
    [
        replace(EARLIER, session="20260227T193000Z-elsewhere"),
        replace(EARLIER, session="20260313T193000Z-lanternreach"),
        replace(EARLIER, is_rehearsal=True),
        replace(EARLIER, may_grow=False),
        replace(EARLIER, title="Soup", said=("the soup is burning",)),
    ],
    ids=["another channel's", "a later stream's", "a rehearsal's", "rejected", "another thought"],
)
def test_no_other_seed_is_continued(other: KnownSeed) -> None:
    assert _paths(_notes(other)) == ("Chronicler/Blog Seeds/A light that nobody sees is a promise kept.md",)


def test_the_nearest_of_several_is_continued() -> None:
    further = replace(
        EARLIER, path="Chronicler/Blog Seeds/Far.md", said=("a promise, and a great deal else",)
    )
    assert _paths(_notes(further, EARLIER)) == (EARLIER.path,)


def test_one_thought_of_a_stream_goes_into_each_seed() -> None:
    again = replace(SEED, title="Nobody sees the light that is a promise")
    assert _paths(_notes(EARLIER, seeds=(SEED, again)))[0] == EARLIER.path
    assert _paths(_notes(EARLIER, seeds=(SEED, again)))[1] != EARLIER.path


def test_a_thought_that_has_its_section_stays_there_whatever_is_near_now() -> None:
    section = next(s for s in _notes(EARLIER).sections if s.path == EARLIER.path)
    held = replace(EARLIER, said=(), title="Renamed", sections={section.heading: section.body})
    nearer = replace(EARLIER, path="Chronicler/Blog Seeds/Nearer.md")
    assert _paths(_notes(nearer, held)) == (held.path,)


def test_a_thought_that_has_its_own_note_keeps_it() -> None:
    own = "Chronicler/Blog Seeds/A light that nobody sees is a promise kept.md"
    assert _paths(_notes(EARLIER, own=own)) == (own,)
