"""The notes of an evening, whole: their bytes, their links to each other, and their deafness to tricks."""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings

from chronicler.domain.note import GeneratedNote
from chronicler.domain.record import Harvest, SessionRecord
from chronicler.domain.session import Origin
from chronicler.notes.links import target
from chronicler.notes.place import Place
from chronicler.notes.session_notes import SessionNotes, render_session
from tests.notes import obsidian
from tests.notes.golden import Note, as_file, assert_is_golden, every
from tests.notes.lanternreach import HARVEST, MESSAGES, PLACE, RECORD, SCAM, SESSION
from tests.notes.test_untrusted import HOSTILE


def _text(note: Note) -> str:
    return note.body if isinstance(note, GeneratedNote) else f"{note.introduction}\n{note.body}"


# Bytes -------------------------------------------------------------------------------------


@pytest.mark.parametrize("note", every(render_session(RECORD, HARVEST, PLACE)), ids=lambda n: n.path)
def test_every_note_of_the_evening_reads_as_it_was_approved(note: Note) -> None:
    assert_is_golden(note.path.removeprefix("Chronicler/"), as_file(note))


def test_a_bare_evening_reads_as_it_was_approved() -> None:
    record = SessionRecord(session=replace(SESSION, title="", category=""), ended_at=RECORD.ended_at)
    notes = render_session(record, Harvest(), Place())
    assert notes.sections == ()
    assert_is_golden("Ledgers/bare evening.md", as_file(notes.generated[0]))


def test_the_same_evening_gives_the_same_bytes() -> None:
    assert render_session(RECORD, HARVEST, PLACE) == render_session(RECORD, HARVEST, PLACE)


def test_notes_end_in_one_newline_and_have_no_trailing_blanks() -> None:
    for note in every(render_session(RECORD, HARVEST, PLACE)):
        assert note.body.endswith("\n")
        assert not note.body.endswith("\n\n")
        assert [line for line in _text(note).split("\n") if line != line.rstrip()] == []


# Links -------------------------------------------------------------------------------------


def _links(notes: SessionNotes) -> list[str]:
    return [goal for note in every(notes) for goal in obsidian.read(_text(note)).links]


@pytest.mark.parametrize("origin", list(Origin))
def test_every_link_leads_to_a_note_of_the_evening_or_of_the_streamer(origin: Origin) -> None:
    record = replace(RECORD, session=replace(SESSION, origin=origin))
    notes = render_session(record, HARVEST, PLACE)
    known = {target(path) for path in notes.paths}
    theirs = {"On vows", "Chronicler/Dashboards/2026-03-06 Dashboard"}
    assert {goal.partition("#")[0] for goal in _links(notes)} <= known | theirs


def test_every_block_link_leads_to_one_line_of_the_ledger() -> None:
    notes = render_session(RECORD, HARVEST, PLACE)
    blocks = Counter(obsidian.read(notes.generated[0].body).blocks)
    goals = {goal.partition("#^")[2] for goal in _links(notes) if "#^" in goal}
    assert goals
    assert goals <= set(blocks)
    assert [block for block, times in blocks.items() if times > 1] == []


def test_what_was_removed_is_quoted_nowhere() -> None:
    gone = replace(MESSAGES[2], text="the words that were taken down")
    record = replace(RECORD, messages=(gone, *MESSAGES), removed=RECORD.removed | {gone.message_id})
    harvest = replace(HARVEST, open_questions=(gone,), unanswered_newcomers=(gone,))
    told = "".join(_text(note) for note in every(render_session(record, harvest, PLACE)))
    assert "taken down" not in told


def test_a_rehearsal_writes_under_its_own_folder_and_says_what_it_is() -> None:
    record = replace(RECORD, session=replace(SESSION, origin=Origin.REHEARSAL))
    notes = render_session(record, HARVEST, PLACE)
    assert [p for p in notes.paths if not p.startswith("Chronicler/Rehearsals/")] == []
    assert {o.value for n in every(notes) for o in n.properties if o.name == "origin"} == {"rehearsal"}
    assert notes.generated[0].body.startswith("*A rehearsal")


# Limits ------------------------------------------------------------------------------------


def test_only_the_best_seeds_become_notes_and_the_rest_are_ledger_lines() -> None:
    notes = render_session(RECORD, HARVEST, replace(PLACE, clip_seed_notes=1, blog_seed_notes=1))
    assert [path is not None for path in notes.clip_paths] == [True, False, False]
    assert [path is not None for path in notes.blog_paths] == [True, False, False]
    for seed in HARVEST.clips:
        assert seed.why in notes.generated[0].body
    for blog in HARVEST.blogs:
        assert blog.title in notes.generated[0].body


def test_no_seed_notes_at_all_can_be_asked_for() -> None:
    notes = render_session(RECORD, HARVEST, replace(PLACE, clip_seed_notes=0, blog_seed_notes=0))
    assert [n.path for n in notes.generated] == [notes.ledger]


def test_rendering_again_beside_ones_own_notes_gives_the_same_paths() -> None:
    first = render_session(RECORD, HARVEST, PLACE)
    taken = dict.fromkeys(first.paths, SESSION.session_id)
    assert render_session(RECORD, HARVEST, replace(PLACE, taken=taken)) == first


def test_notes_of_another_session_are_never_written_over() -> None:
    first = render_session(RECORD, HARVEST, PLACE)
    taken = dict.fromkeys(first.paths, "another session")
    second = render_session(RECORD, HARVEST, replace(PLACE, taken=taken))
    assert {n.path for n in first.generated} & {n.path for n in second.generated} == set()
    assert [s.path for s in first.sections] == [s.path for s in second.sections]


# Tricks ------------------------------------------------------------------------------------


def _poisoned(poison: str) -> SessionNotes:
    """Return the notes of the evening with ``poison`` in everything that chat, a model or Twitch says."""
    taint = {m.message_id: replace(m, text=f"w {poison} w", display_name=f"n{poison}n") for m in MESSAGES}
    record = replace(
        RECORD,
        messages=tuple(taint.values()),
        raids=tuple(replace(r, from_channel=f"n{poison}n") for r in RECORD.raids),
        notices=tuple(replace(n, login=f"n{poison}n", kind=f"k{poison}k") for n in RECORD.notices),
        flags=tuple(replace(f, evidence=(f"w {poison} w",)) for f in RECORD.flags),
        prompts=tuple(replace(p, text=f"w {poison} w", source=f"s{poison}s") for p in RECORD.prompts),
        shadows=tuple(replace(s, text=f"w {poison} w", held_by=f"h{poison}h") for s in RECORD.shadows),
        spoken=tuple(replace(s, text=f"w {poison} w") for s in RECORD.spoken),
        gaps=tuple(replace(g, reason=f"r{poison}r") for g in RECORD.gaps),
    )
    harvest = replace(
        HARVEST,
        clips=tuple(
            replace(c, why=f"w {poison} w", evidence=(f"w {poison} w",), excerpt=tuple(taint[m.message_id] for m in c.excerpt))
            for c in HARVEST.clips
        ),
        blogs=tuple(
            replace(b, why=f"w {poison} w", quotes=tuple(taint[m.message_id] for m in b.quotes)) for b in HARVEST.blogs
        ),
        discussions=tuple(
            replace(d, words=(f"w{poison}w",), quotes=tuple(taint[m.message_id] for m in d.quotes))
            for d in HARVEST.discussions
        ),
        open_questions=tuple(taint[m.message_id] for m in HARVEST.open_questions),
        unanswered_newcomers=tuple(taint[m.message_id] for m in HARVEST.unanswered_newcomers),
        words=((f"w{poison}w", 3),),
    )  # fmt: skip
    return render_session(record, harvest, PLACE)


BENIGN = _poisoned("x")


@settings(max_examples=60, deadline=None)
@given(HOSTILE)
def test_no_words_from_outside_change_the_structure_of_any_note(poison: str) -> None:
    for note, same in zip(every(_poisoned(poison)), every(BENIGN), strict=True):
        found, expected = obsidian.read(_text(note)), obsidian.read(_text(same))
        assert len(expected.headings) == len(found.headings)
        assert [block[:2] for block in expected.blocks] == [block[:2] for block in found.blocks]
        assert replace(expected, headings=(), blocks=()) == replace(found, headings=(), blocks=())
        assert [o.name for o in same.properties] == [o.name for o in note.properties]


def test_a_scams_address_is_never_clickable() -> None:
    body = render_session(RECORD, HARVEST, PLACE).generated[0].body
    assert "fame.example" in SCAM.text
    assert [url for url in obsidian.read(body).urls if "fame" in url] == []
