"""Every peak that came near has a fate, and only seeds are called seeds."""

from dataclasses import replace

from chronicler.agent.scribe.considered import LEARNED, SEED, considered, posted_links
from chronicler.agent.scribe.material import Material
from chronicler.agent.scribe.scribe import gather
from chronicler.archive.evenings import moment_words
from chronicler.archive.evenings.learning_course import Step
from chronicler.domain.clip_worth import ClipWeights
from chronicler.domain.events import ClipsLearned, RaidReceived
from chronicler.domain.record import SessionRecord
from tests.analysis.evening import Said, burst, messages_of, murmur, record_of
from tests.fakes import START, after


def evening(*more: Said, **rest: object) -> SessionRecord:
    said = [*murmur(4_700, every=20), *((at + 3.0, f"amused{at % 5}", "lol") for at in range(0, 4_700, 41))]
    for number in range(4):
        said += burst(900 + 900 * number, "hahaha", people=3 + number)
    said += more
    return record_of(sorted(messages_of(said), key=lambda m: m.at), minutes=80, **rest)


def fates(record: SessionRecord) -> dict[float, str]:
    return {peak.at: peak.fate for peak in considered(Material.of(record), gather(record).clips)}


def test_a_seed_is_called_one_and_nothing_else_is() -> None:
    record = evening()
    seeds = {record.seconds(seed.peak_at) for seed in gather(record).clips}
    assert {at for at, fate in fates(record).items() if fate == SEED} == seeds


def test_what_marks_left_out_is_told_as_that() -> None:
    learned = ClipsLearned(START, ClipWeights(shift=3), 0, 40)
    record = evening(clips_learned=learned)
    assert LEARNED in fates(record).values()
    assert "left out by what your marks taught" in moment_words.missed(
        considered(Material.of(record), gather(record).clips), ()
    )


def test_greetings_and_raids_are_left_out_by_name() -> None:
    record = evening(*burst(4_300, "HELLO", people=9), raids=(RaidReceived(after(3_590), "elsewhere", 9),))
    told = fates(record)
    assert "aside" in told.values()
    assert "raid" in told.values()


def test_a_posted_link_is_met_by_the_seed_before_it() -> None:
    link = "https://clips.twitch.tv/LowTide"
    record = evening((3_690, "osk", link), (3_700, "osk", link), (4_500, "osk", link))
    posted = posted_links(Material.of(record), gather(record).clips)
    assert [(each.at, each.is_met) for each in posted] == [(3_690, True), (4_500, False)]
    assert "no seed stands behind one of them: 1h15m00s" in moment_words.missed((), posted)


def test_what_was_learned_is_told_with_the_way_back() -> None:
    learned = ClipsLearned(START, ClipWeights(clip_call=5.1, shift=0.6), 4, 10)
    steps = [Step(START, ClipsLearned(START)), Step(after(90_000), replace(learned, at=after(90_000)))]
    told = moment_words.learned(steps)
    assert "From 14 marks (4 keep, 10 reject)" in told
    assert "from a score of 7.6 up, usual 7.0; calls for a clip counting more" in told
    assert "Over 2 streams the least score moved by +0.6." in told
    assert "status` back to `seed`" in told
    assert "A clip begins where chat, which lags" in told


def test_why_peaks_were_left_out_is_counted_behind_each_reason() -> None:
    record = evening(*burst(4_300, "HELLO", people=9))
    told = moment_words.missed(considered(Material.of(record), gather(record).clips), ())
    assert "greetings, goodbyes, thanks or trouble with the broadcast (1)" in told


def test_one_posted_link_is_told_as_one() -> None:
    record = evening((3_690, "osk", "https://clips.twitch.tv/LowTide"))
    posted = posted_links(Material.of(record), gather(record).clips)
    assert moment_words.missed((), posted).endswith("A clip link was posted once; a seed stands behind it.")


def test_a_list_that_is_cut_says_of_how_many() -> None:
    peaks = considered(Material.of(evening()), ())
    many = [replace(peaks[0], at=60.0 * number, fate="score") for number in range(30)]
    assert moment_words.missed_in_detail(many).endswith("The 12 that came nearest, of 30.")
    assert "that came nearest" not in moment_words.missed_in_detail(many[:12])
