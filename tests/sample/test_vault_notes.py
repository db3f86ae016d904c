"""The notes of the sample are what a streamer might have written, and work as a dashboard."""

import re
from difflib import SequenceMatcher
from io import StringIO
from itertools import combinations

import pytest
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from chronicler.domain.dashboard import Dashboard, Status, jottings_in, parse_dashboard
from chronicler.sample import sample_files
from tests.sample.evening import seconds, transcript

FILES = sample_files()


def properties_and_body(text: str) -> tuple[dict[str, object], str]:
    _, properties, body = text.split("---\n", 2)
    return YAML(typ="safe", pure=True).load(StringIO(properties)), body


def dashboard(text: str) -> Dashboard:
    properties, body = properties_and_body(text)
    parsed = parse_dashboard(properties, body)
    assert not parsed.problems
    return parsed.dashboard


def first() -> str:
    return FILES.dashboard.read_text("utf-8")


def saves() -> list[tuple[float, str]]:
    return [(seconds(edit.at), edit.text) for edit in transcript().edits() if edit.kind == "dashboard"]


def jottings() -> list[tuple[float, str]]:
    return [(seconds(edit.at), edit.text) for edit in transcript().edits() if edit.kind == "jot"]


def test_every_file_lies_in_the_package() -> None:
    assert all(path.is_file() for path in (FILES.stream, FILES.dashboard, *FILES.context))
    assert {path.parent.name for path in (FILES.stream, FILES.dashboard, *FILES.context)} == {"sample"}


def test_the_evening_begins_with_an_approved_dashboard_that_is_complete() -> None:
    tonight = dashboard(first())
    assert Status.APPROVED is tonight.status
    assert (transcript().title, transcript().category) == (tonight.stream_title, tonight.game)
    assert transcript().started_at.date() == tonight.date
    assert all((tonight.mood, tonight.familiarity, tonight.recent_experience, tonight.start_time))
    assert 3 <= len(tonight.session_goals) <= 5
    assert 2 <= tonight.social_post.count("#") <= 4


def test_the_links_lead_to_the_notes_that_come_with_it() -> None:
    assert tuple(path.stem for path in FILES.context) == dashboard(first()).context


@pytest.mark.parametrize("which", ["first", "second"])
def test_kindling_is_calm(which: str) -> None:
    lines = dashboard(first() if which == "first" else saves()[-1][1]).kindling
    assert 5 <= len(lines) <= 7
    for line in lines:
        assert len(line) <= 300
        assert not set("!#@\n") & set(line)
        assert 1 <= len(re.findall(r"[.?]", line)) <= 2
        assert not re.search(r"\b[A-Z]{2,}\b|\bI\b|https?:|\w\.\w", line)
    assert all(SequenceMatcher(None, a, b).ratio() < 0.55 for a, b in combinations(lines, 2))


def test_the_dashboard_is_saved_half_typed_and_then_well() -> None:
    (half_at, half), (good_at, good) = saves()
    assert 5 < good_at - half_at < 60
    with pytest.raises(YAMLError):
        properties_and_body(half)
    assert Status.APPROVED is dashboard(good).status


def test_the_good_save_changes_the_theme_and_some_topics_and_keeps_the_rest() -> None:
    before, after = dashboard(first()), dashboard(saves()[-1][1])
    assert before.theme != after.theme
    assert set(before.topics) & set(after.topics)
    assert set(after.topics) - set(before.topics)
    assert set(before.kindling) & set(after.kindling)
    assert (before.game, before.date, before.context) == (after.game, after.date, after.context)


def test_jottings_made_before_the_save_stand_in_it() -> None:
    saved_at, text = saves()[-1]
    _, body = properties_and_body(text)
    assert [jotted for at, jotted in jottings() if at < saved_at] == list(jottings_in(body))
    assert jottings_in(properties_and_body(first())[1]) == ()


def test_the_streamer_jots_before_and_after_the_new_theme() -> None:
    saved_at = saves()[-1][0]
    times = [at for at, _ in jottings()]
    assert 3 <= len(times) <= 5
    assert min(times) < saved_at < max(times)


@pytest.mark.parametrize("note", FILES.context, ids=lambda path: path.stem)
def test_context_notes_hold_sentences_worth_saying_aloud(note: object) -> None:
    text = next(path for path in FILES.context if path == note).read_text("utf-8")
    prose = [
        line
        for line in text.split("---\n", 2)[2].splitlines()
        if line and line[0] not in "#[" and "[[" not in line
    ]
    assert len(prose) >= 4
    assert not any("!" in line or "http" in line for line in prose)
