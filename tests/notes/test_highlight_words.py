"""Markers and clips are told with where they stand, or why there is none."""

from dataclasses import replace

import pytest

from chronicler.agent.scribe.scribe import gather
from chronicler.domain.events import MomentSeen, RequestState
from chronicler.domain.record import Clip, Marker
from chronicler.notes.place import Place
from chronicler.notes.session_notes import render_session
from chronicler.notes.words.highlight import clip_told, marker_told, moment_told
from tests.analysis.evening import burst, messages_of, murmur, record_of
from tests.fakes import after

MADE = RequestState.MADE
EDIT = "https://clips.twitch.tv/Calm/edit"
CLIP = Clip("clip-m1", after(1_830), "that was lovely", MADE, "Calm", "https://clips.twitch.tv/Calm", EDIT)
MARKER = Marker("mark-363", after(1_820), "8 people laughed; look 35 s back", MADE, 1_822.0)
SAID = messages_of([*murmur(3_600), *burst(1_800, "hahaha")])


def test_a_moment_is_told_without_a_viewers_words() -> None:
    assert moment_told(MomentSeen(after(20), after(10), 9.0, 8, 8, 2, "laughter", 7)) == "7 people laughed"


def test_a_few_who_reacted_alike_are_told_beside_all_who_wrote() -> None:
    seen = MomentSeen(after(20), after(10), 9.0, 6, 3, 0, "dismay", 2)
    assert moment_told(seen) == "2 people groaned; 6 people wrote within half a minute"


@pytest.mark.parametrize(
    ("usual", "words"), [(0, ""), (6, ""), (8, ""), (3, ", where 3 had been usual until then")]
)
def test_a_stir_is_told_beside_what_had_been_usual(usual: int, words: str) -> None:
    seen = MomentSeen(after(20), after(10), 9.0, 8, 8, usual, "stir", 0)
    assert moment_told(seen) == f"8 people wrote within half a minute{words}"


def test_who_asked_for_a_clip_comes_before_how_many_wrote() -> None:
    seen = MomentSeen(after(20), after(10), 9.0, 5, 1, 4, "stir", 0, clip_calls=2)
    assert moment_told(seen) == "2 people asked for a clip; 5 people wrote within half a minute"


def test_a_seed_tells_the_count_that_was_told_live_as_such() -> None:
    seen = (
        MomentSeen(after(1_820), after(1_810), 9.0, 7, 8, 2, "stir", 0),
        MomentSeen(after(2_820), after(2_810), 9.0, 9, 8, 2, "stir", 0),
    )
    record = record_of(SAID, moments=seen)
    for shown in (Place(), Place(clip_seed_notes=0)):
        bodies = [note.body for note in render_session(record, gather(record), shown).generated]
        told = "Told live, before what came after was known: 7 people wrote within half a minute"
        assert sum(told in body for body in bodies) == 1
        assert not any("9 people wrote" in body for body in bodies)


def test_a_seed_somebody_asked_for_shows_no_score() -> None:
    asked = Clip(
        "clip-m1", after(3_000), "that was lovely", MADE, "Calm", "https://clips.twitch.tv/Calm", EDIT
    )
    record = record_of(SAID, clips=(asked,))
    notes = render_session(record, gather(record), Place())
    shown = [
        any(p.name == "score" for p in note.properties)
        for note in notes.generated
        if note.path in notes.clip_paths
    ]
    assert shown == [False, True]


@pytest.mark.parametrize("state", [None, *RequestState])
def test_every_state_has_its_words(state: RequestState | None) -> None:
    assert marker_told(Marker("mark-1", after(0), "", state, reason="not_live"))
    assert clip_told(Clip("clip-1", after(0), "", state, reason="not_live"))


def test_a_seed_carries_its_clip_and_marker() -> None:
    record = record_of(SAID, clips=(CLIP,), markers=(MARKER,))
    seed = gather(record).clips[0]
    assert (seed.clips, seed.markers) == ((CLIP,), (MARKER,))
    notes = render_session(record, gather(record), Place())
    note = next(n for n in notes.generated if n.path == notes.clip_paths[0])
    properties = {p.name: p.value for p in note.properties}
    assert (properties["clip"], properties["clip_edit"], properties["marker"]) == (CLIP.url, EDIT, "0h30m22s")
    assert CLIP.url in note.body
    assert "a marker stands at 0h30m22s".capitalize() in note.body
    assert "### Markers and clips" in notes.generated[0].body


def test_a_clip_asked_for_where_no_seed_stands_is_a_candidate_and_first() -> None:
    asked = Clip("clip-m9", after(600), "the owls", RequestState.PENDING, "Owl", edit_url=EDIT)
    first, *_ = gather(record_of(SAID, clips=(asked,))).clips
    assert first.clips == (asked,)
    assert "the owls" in first.why
    assert first.peak_at == after(600)


def test_a_clip_made_by_a_moment_that_was_none_is_no_candidate() -> None:
    by_itself = Clip("clip-120", after(600), "", MADE, "Owl", "https://clips.twitch.tv/Owl")
    assert all(not seed.clips for seed in gather(record_of(SAID, clips=(by_itself,))).clips)


def test_a_seed_says_who_asked_for_its_clip_and_marker_and_in_which_words() -> None:
    merged = replace(CLIP, why="the harbour wall", by="odo")
    marked = replace(MARKER, description="the gull", by="tess")
    alone = Clip("clip-m9", after(600), "the owls", MADE, "Owl", "https://clips.twitch.tv/Owl", by="odo")
    record = record_of(SAID, clips=(merged, alone), markers=(marked,))
    notes = render_session(record, gather(record), Place())
    bodies = [n.body for n in notes.generated if n.path in notes.clip_paths]
    with_moment, by_itself = sorted(bodies, key=lambda body: "the owls" in body)
    assert "- odo asked for a clip: “the harbour wall”; a clip is made: " in with_moment
    assert (
        "- tess asked for a marker: “the gull”; a marker stands at 0h30m22s of the recording." in with_moment
    )
    assert by_itself.startswith("odo asked for a clip: “the owls”.")
    assert by_itself.count("odo asked") == 1


def test_who_asked_without_a_name_is_somebody() -> None:
    asked = Clip("clip-m9", after(600), "", MADE, "Owl", "https://clips.twitch.tv/Owl")
    assert gather(record_of(SAID, clips=(asked,))).clips[0].why == "Somebody asked for a clip."
