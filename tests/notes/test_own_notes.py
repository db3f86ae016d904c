"""The streamer's own notes stand in ours as links with what shows why, and nothing in them comes alive."""

import re
from dataclasses import replace

import pytest

from chronicler.domain.events import OwnNotesRead, OwnPassage, StreamerSpoke
from chronicler.domain.record import ClipSeed, Harvest, SessionRecord
from chronicler.domain.session import Origin, Session
from chronicler.notes.evening import Evening, plan
from chronicler.notes.lines import Anchors
from chronicler.notes.own_notes import BY_WORDS, beside, near_theme, section_of
from chronicler.notes.place import Place
from chronicler.notes.seeds import clip as clip_seed
from tests.fakes import START, after, message

SAID, OTHER = message(60, "mira", "the bell was drowned"), message(90, "odo", "was it?")
BELL = OwnPassage(
    "Lore/Bell.md", "Bell#Names", "Bell: Names", "It rang for mice.", (OTHER.message_id, SAID.message_id)
)


def evening(
    *passages: OwnPassage, removed: frozenset[str] = frozenset(), is_by_meaning: bool = True
) -> Evening:
    record = SessionRecord(
        Session("s", "hearth", Origin.LIVE, START),
        after(900),
        messages=(SAID, OTHER),
        removed=removed,
        own_notes=OwnNotesRead(after(900), passages, is_by_meaning=is_by_meaning),
    )
    return plan(record, Harvest(), Place())


def ledger(of: Evening) -> str:
    return section_of(of, Anchors(of))


def test_the_ledger_links_the_passage_quotes_it_and_shows_the_line_that_came_near() -> None:
    told = ledger(evening(BELL))
    assert "- [[Bell#Names|Bell: Names]]: “It rang for mice.”\n    - " in told
    assert "**Odo**: was it? ^m-" in told
    assert BY_WORDS not in told
    assert BY_WORDS in ledger(evening(BELL, is_by_meaning=False))


def test_a_line_that_is_gone_is_not_shown_and_what_only_such_lines_came_near_is_not_told() -> None:
    one = ledger(evening(BELL, removed=frozenset({OTHER.message_id})))
    assert "was it?" not in one
    assert "drowned" in one
    assert ledger(evening(BELL, removed=frozenset({OTHER.message_id, SAID.message_id}))) == ""


def test_what_the_streamers_own_words_came_near_shows_them_instead_of_a_line() -> None:
    told = ledger(evening(replace(BELL, near=(), said="The drowned bell [[x]]")))
    assert "“It rang for mice.”\n    - near your own words: “The drowned bell" in told
    assert "[[x]]" not in told
    assert ledger(evening(replace(BELL, near=()))).count("\n- ") == 1


def test_a_seed_leads_to_what_its_own_lines_came_near() -> None:
    assert beside(evening(BELL), [SAID]) == "- [[Bell#Names|Bell: Names]]: “It rang for mice.”"
    assert beside(evening(replace(BELL, near=(OTHER.message_id,))), [SAID]) == ""


def test_tonight_leads_to_what_is_near_the_theme_without_its_words() -> None:
    assert near_theme([BELL]) == ["- **In your own notes**: [[Bell#Names|Bell: Names]]."]
    assert near_theme([]) == []


@pytest.mark.parametrize(
    "words",
    ["<% tp.x %> [[Other]]", "`= this.x` {{date}}", "<script>x</script> #tag ^id", "%% hidden %%", "a\n## b"],
)
def test_nothing_in_a_quoted_note_or_its_name_comes_alive(words: str) -> None:
    told = ledger(evening(replace(BELL, quote=words, title=words)))
    link, _, quote = told.partition("]]")
    said = re.sub(r"\\.", "", quote.partition("\n    - ")[0])
    for living in ("<%", "[[Other", "`= ", "{{", "<script", " #tag", " ^id", "%%", "\n## b"):
        assert living not in said
    for living in ("<%", "[[", "`", "{{", "<script", "%%", "\n"):
        assert living not in link.partition("|")[2]


def clip(of: Evening, begins: float = 50, ends: float = 70) -> str:
    seed = ClipSeed("c", after(60), after(begins), after(ends), 4.0, "laughter")
    return clip_seed.render(of, seed, "Clip.md").body


def test_a_clip_seed_leads_to_what_its_moment_touched_with_the_line_that_did() -> None:
    told = clip(evening(BELL)).partition("## In your own notes")[2]
    assert "- [[Bell#Names|Bell: Names]]: “It rang for mice.”\n    - [[" in told
    assert "the bell was drowned" in told
    assert "was it?" not in told
    seed = ClipSeed("c", after(60), after(50), after(70), 4.0, "laughter")
    assert clip_seed.quoted(evening(BELL), seed) == (SAID,)  # so that the ledger keeps the line it links


def test_a_clip_seed_leads_to_nothing_that_other_talk_or_a_line_that_is_gone_touched() -> None:
    assert "In your own notes" not in clip(evening(BELL), 200, 230)
    assert "In your own notes" not in clip(evening(BELL, removed=frozenset({SAID.message_id})))


def test_a_clip_seed_leads_to_what_the_streamers_words_aloud_touched_also_where_they_are_kept_cut() -> None:
    of = evening(replace(BELL, near=(), said="a valley, if ever …"))
    spoken = StreamerSpoke(after(62), 3.0, "a valley, if ever there was one")
    aloud = replace(of, record=replace(of.record, spoken=(spoken,)))
    assert "[[Bell#Names|Bell: Names]]" in clip(aloud)
    assert "In your own notes" not in clip(of)


def test_the_ledger_tells_a_note_once_though_a_moment_touched_another_passage_of_it() -> None:
    other = replace(BELL, target="Bell#Cast", quote="Cast too small.", near=(SAID.message_id,))
    assert ledger(evening(BELL, other)).count("[[Bell#") == 1
    assert "Cast too small" in clip(evening(replace(BELL, near=(OTHER.message_id,)), other))
