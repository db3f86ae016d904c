"""What seeds and themes tell about a stream."""

from dataclasses import replace

from chronicler.domain.events import RequestState
from chronicler.domain.record import BlogSeed, Harvest, Marker, ThemeTouch
from chronicler.notes.seeds.clip import vod_shift
from chronicler.notes.session_notes import SessionNotes, render_session
from tests.fakes import after
from tests.notes.golden import Note, every
from tests.notes.lanternreach import HARVEST, LIGHT, PLACE, RECORD, TOLL


def _notes(harvest: Harvest = HARVEST) -> SessionNotes:
    return render_session(RECORD, harvest, PLACE)


def _properties(note: Note) -> dict[str, object]:
    return {owned.name: owned.value for owned in note.properties}


def test_a_clip_seed_says_where_to_look_and_links_back() -> None:
    clip = next(n for n in _notes().generated if "Clip 1h01m03s" in n.path)
    told = _properties(clip)
    assert told["status"] == "seed"
    assert told["offset"] == "1h01m03s"
    assert told["vod"] == "https://www.twitch.tv/videos/2400118822?t=1h00m38s"
    assert told["ledger"] == "[[2026-03-06 2030 Ledger]]"
    assert "[Watch from 1h00m38s](https://www.twitch.tv/videos/2400118822?t=1h00m38s)" in clip.body


def test_status_trim_and_aliases_are_the_streamers_after_creation() -> None:
    for note in every(_notes()):
        theirs = {owned.name for owned in note.properties if owned.at_creation_only}
        assert theirs <= {"status", "aliases", "trim"}
        assert ("status" in theirs) == ("Seeds/" in note.path)


def test_what_the_streamer_jotted_stands_before_what_others_said() -> None:
    seed = next(n for n in _notes().generated if n.path.endswith("Duty, and liking it.md"))
    words = seed.body.split("## In their words")[1]
    assert words.index("*you, jotted*") < words.index("**Vellum**")


def test_a_seed_that_is_a_question_opens_itself() -> None:
    seed = BlogSeed("Who lights the lamp?", "question", "asked twice", 1.0, quotes=(RECORD.messages[2],))
    note = _notes(replace(HARVEST, blogs=(seed,))).generated[-1]
    assert "## The question it opens\n\n*Who lights the lamp?*" in note.body
    assert _properties(note)["aliases"] == ("Who lights the lamp?",)


def test_a_seed_without_a_question_asks_for_one() -> None:
    seed = BlogSeed("On lamps", "thought", "one long line", 1.0, quotes=(RECORD.messages[2],))
    assert "Nobody put it as a question yet." in _notes(replace(HARVEST, blogs=(seed,))).generated[-1].body


def test_a_title_that_its_file_name_can_hold_needs_no_alias() -> None:
    seed = BlogSeed("On lamps", "thought", "one long line", 1.0)
    assert "aliases" not in _properties(_notes(replace(HARVEST, blogs=(seed,))).generated[-1])


def test_one_title_twice_in_an_evening_is_one_growing_note() -> None:
    twice = (HARVEST.blogs[1], HARVEST.blogs[1])
    notes = _notes(replace(HARVEST, blogs=twice))
    assert [path is None for path in notes.blog_paths] == [False, True]


def test_two_thoughts_of_one_title_are_two_notes() -> None:
    twice = (HARVEST.blogs[0], HARVEST.blogs[0])
    first, second = _notes(replace(HARVEST, blogs=twice)).blog_paths
    assert first
    assert second
    assert first != second


def test_a_theme_takes_lines_only_from_its_own_hours() -> None:
    first, second = (s for s in _notes().sections if "/Themes/" in s.path)
    assert "a light that nobody sees" in first.body
    assert "a light that nobody sees" not in second.body
    assert "somebody remembers you crossed" in second.body


def test_sections_are_named_by_the_streams_start() -> None:
    assert {(s.heading, s.session_id) for s in _notes().sections} == {
        ("2026-03-06 2030", RECORD.session.session_id)
    }


def test_an_introduction_holds_no_heading_that_a_section_could_be_mistaken_for() -> None:
    assert [s.path for s in _notes().sections if "\n#" in f"\n{s.introduction}"] == []


def test_a_seed_under_a_theme_links_to_it() -> None:
    seed = next(n for n in _notes().generated if n.path.endswith("Duty, and liking it.md"))
    assert str(_properties(seed)["theme"]).endswith(f"|{LIGHT}]]")
    assert TOLL in _notes().sections[1].introduction


def test_a_short_question_opens_nothing() -> None:
    short = replace(RECORD.messages[2], text="and then? is he well?")
    seed = BlogSeed("On lamps", "thought", "one long line", 1.0, quotes=(short,))
    assert "Nobody put it as a question yet." in _notes(replace(HARVEST, blogs=(seed,))).generated[-1].body


def test_only_the_asking_sentence_is_taken_as_the_question() -> None:
    long = replace(RECORD.messages[2], text="I climbed it. Who would have carried the oil up there? Not I.")
    seed = BlogSeed("On lamps", "thought", "one long line", 1.0, quotes=(long,))
    told = _notes(replace(HARVEST, blogs=(seed,))).generated[-1].body
    assert "\n\n*Who would have carried the oil up there?*\n" in told


def test_the_question_a_seed_opens_is_put_to_nobody_by_name() -> None:
    asked = replace(RECORD.messages[2], text="@Vellum who keeps the lamp when it rains?")
    seed = BlogSeed("The lamp in the rain", "thought", "said at length", 1.0, quotes=(asked,))
    note = next(n for n in _notes(Harvest(blogs=(seed,))).generated if "lamp in the rain" in n.path)
    assert "## The question it opens\n\n*who keeps the lamp when it rains?*" in note.body


def _theme_section(touch: ThemeTouch) -> str:
    notes = _notes(replace(HARVEST, touches=(touch,)))
    return next(s.body for s in notes.sections if "/Themes/" in s.path)


def test_a_theme_that_nobody_took_up_says_so_and_nothing_grew_from_it() -> None:
    told = _theme_section(ThemeTouch(LIGHT, 0, 0, is_taken_up=False))
    lead = "Nobody in the chat took it up, as far as its words tell."
    assert lead in told
    assert "\n- [[" not in told, "no line off the theme stands under it"
    assert "Grown from it" not in told


def test_of_a_theme_that_few_took_up_their_own_lines_are_quoted_and_nothing_says_otherwise() -> None:
    said = RECORD.messages[2]
    told = _theme_section(
        ThemeTouch(LIGHT, 1, 1, is_taken_up=False, quotes=(said,), share=0.42, near=((said.at, said.at),))
    )
    lead, _, lines = told.partition("Few in the chat took it up: 1 person said words of it, in 1 line:\n\n")
    assert "By its words" not in lead
    assert "kept coming" not in lead
    (line,) = lines.strip().splitlines()[:1]
    assert said.text in line


def test_the_seed_that_bears_the_themes_name_is_led_to_however_few_took_it_up() -> None:
    own = replace(HARVEST.blogs[0], kind="theme", title=LIGHT, jottings=())
    touch = ThemeTouch(LIGHT, 2, 2, is_taken_up=False)
    notes = _notes(replace(HARVEST, blogs=(own,), touches=(touch,)))
    told = next(s.body for s in notes.sections if "/Themes/" in s.path)
    assert "Grown from it: [[Chronicler/Blog Seeds/" in told


def test_what_was_jotted_under_a_theme_nobody_took_up_is_led_to_whatever_its_words() -> None:
    blogs = tuple(replace(b, is_on_theme=True) for b in HARVEST.blogs)
    notes = _notes(replace(HARVEST, blogs=blogs, touches=(ThemeTouch(LIGHT, 0, 0, is_taken_up=False),)))
    told = next(s.body for s in notes.sections if "/Themes/" in s.path)
    assert "You jotted under it: [[Chronicler/Blog Seeds/Duty, and liking it" in told


def test_a_theme_that_was_hardly_touched_says_how_often() -> None:
    told = _theme_section(ThemeTouch(LIGHT, 2, 1, is_taken_up=False))
    assert "Few in the chat took it up: 1 person said words of it, in 2 lines." in told
    assert "Grown from it" not in told


def test_a_theme_that_was_taken_up_quotes_what_was_said_of_it_and_links_only_what_is_of_it() -> None:
    aside = replace(HARVEST.blogs[2], title="A goat in the tower")
    jotted = replace(HARVEST.blogs[0], title="The kettle", is_on_theme=False)
    harvest = replace(HARVEST, blogs=(HARVEST.blogs[0], aside, jotted))
    notes = render_session(RECORD, harvest, replace(PLACE, blog_seed_notes=3))
    first = next(s.body for s in notes.sections if "/Themes/" in s.path)
    assert "4 people said words of it, in 6 lines; the best of them:" in first
    grown = next(line for line in first.splitlines() if line.startswith("Grown from it: "))
    assert "Duty, and liking it" in grown
    assert "The kettle" not in grown
    assert "You jotted under it: [[" in first
    assert "A goat in the tower" not in first


def test_a_theme_tells_when_its_words_came_how_near_talk_kept_and_what_stayed_open() -> None:
    asked = next(m for m in RECORD.messages if "?" in m.text)
    touch = ThemeTouch(
        LIGHT, 6, 4, is_taken_up=True, share=0.42, near=((asked.at, asked.at),), open_threads=(asked,)
    )  # fmt: skip
    notes = _notes(replace(HARVEST, touches=(touch,)))
    told = next(s.body for s in notes.sections if "/Themes/" in s.path)
    assert "Its words kept coming from " in told
    assert "By its words, talk came back to the theme again and again (42% of the lines stood in" in told
    (line,) = told.partition("### Left open\n\n")[2].strip().splitlines()
    block = line.partition("#^")[2].partition("|")[0]
    assert f" ^{block}" in notes.generated[0].body, "the ledger keeps the line it leads to"


def test_a_seed_tells_by_how_much_the_recording_is_later_as_stream_markers_told() -> None:
    made = Marker("mark-1", after(3_600), "", RequestState.MADE, 3_612.0)
    assert vod_shift(replace(RECORD, markers=(made, replace(made, position_seconds=None)))) == 12
    assert vod_shift(replace(RECORD, markers=())) == 0
