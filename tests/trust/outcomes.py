"""What happens when something fails: each case with its outcome and the tests that hold it to that.

README's table is written from here by ``python -m tests.docs``; ``test_outcomes`` looks whether every
named test is there.
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Outcome:
    """One case."""

    what: str
    then: str
    tests: tuple[str, ...]
    """``path::name`` of what proves it, below ``tests/``."""


OUTCOMES: Final = (
    Outcome(
        "The program is killed, or the power fails",
        "What was heard up to a quarter of a second before is on disk. The next start takes the stream up, "
        "says since when nothing was heard, and writes the notes that were cut short. A line of the bot's "
        "whose fate nobody knows is never said again.",
        (
            "trust/test_killed.py::test_two_hundred_kills_leave_no_fault",
            "scenarios/test_restart.py::test_killed_twice_at_any_moment_every_line_is_on_disk_once_or_lies_in_a_gap",
            "runtime/test_cut_short.py::test_a_stream_whose_notes_a_kill_prevented_has_them_after_the_next_start",
            "archive/test_load.py::test_a_kill_9_while_loading_loses_and_doubles_nothing",
        ),
    ),
    Outcome(
        "It is killed while it renews its login",
        "Twitch accepts a renewal once. Where its answer went down with the program, the next start says "
        "that it needs `chronicler twitch login`, and takes the new login up at once.",
        (
            "trust/test_killed.py::test_two_hundred_kills_leave_no_fault",
            "twitch/test_eleven_faults.py::test_fault_5_a_refresh_token_that_is_good_once",
        ),
    ),
    Outcome(
        "The disk with the data is full",
        "Chat is still heard and kept in memory, nothing is said in chat, and the terminal says what to "
        "do. Once there is room everything is written down, in order.",
        (
            "trust/test_bad_disks.py::test_a_full_disk_of_data_silences_the_bot_and_loses_no_line",
            "archive/test_journal.py::test_a_full_disk_is_reported_and_nothing_is_lost_once_there_is_room",
            "archive/test_traps.py::test_a_full_disk_is_no_damage_and_costs_nothing",
        ),
    ),
    Outcome(
        "The vault is full, read-only or unplugged",
        "It is told once, chat is heard and kept, and Tonight is written again as soon as that works. Notes "
        "of a stream that ended meanwhile are written by the next start within a day, or by "
        "`chronicler ledger`. No note is half written and none of yours is touched.",
        (
            "trust/test_bad_disks.py::test_a_vault_that_cannot_be_written_is_told_and_made_up_for",
            "runtime/test_tonight_writing.py::test_a_vault_that_was_away_gets_tonight_at_once_when_it_is_back",
            "vault/test_watcher.py::test_a_vault_that_vanishes_and_returns_is_watched_again_and_removes_nothing",
        ),
    ),
    Outcome(
        "Another program holds the archive open",
        "The notes are written all the same; it is told who holds it, and the next load brings everything in.",
        (
            "trust/test_bad_files.py::test_an_archive_that_another_program_holds_costs_no_note_and_is_loaded_later",
            "archive/test_load.py::test_an_archive_held_open_elsewhere_says_by_whom",
        ),
    ),
    Outcome(
        "The archive or its log is damaged",
        "It is set aside and made anew from the journals by the next load; the notes do not wait for it.",
        (
            "trust/test_bad_files.py::test_a_spoilt_archive_costs_no_note_and_mends_itself_from_the_journals",
            "archive/test_load.py::test_a_damaged_archive_is_set_aside_and_built_anew",
        ),
    ),
    Outcome(
        "A line of a journal is damaged",
        "That line is left out, and `chronicler doctor` counts it. A damaged first line is written anew, and "
        "the damaged file is kept beside.",
        (
            "trust/test_bad_files.py::test_a_spoilt_line_of_the_journal_costs_itself_alone",
            "archive/test_header_mending.py::test_a_stream_that_is_under_way_is_taken_up_with_all_its_lines",
        ),
    ),
    Outcome(
        "The machine's clock is set, back or forth",
        "The stream stays one stream, no minute comes twice, and no quiet is made of the jump; the bot's own "
        "clock catches up by and by.",
        (
            "trust/test_bad_clocks.py::test_a_clock_that_is_set_is_neither_a_quiet_nor_another_stream",
            "runtime/test_clock.py::test_a_steady_clock_never_goes_back_and_never_jumps",
            "runtime/test_engine.py::test_a_clock_set_back_meanwhile_never_turns_time_back",
        ),
    ),
    Outcome(
        "The machine sleeps and wakes",
        "The time asleep is a gap that the ledger tells. Nothing is said before chat is heard again; a stream "
        "that ended meanwhile is ended.",
        (
            "trust/test_bad_clocks.py::test_a_machine_that_wakes_after_two_hours_says_nothing_before_it_hears",
            "twitch/test_watchdog.py::test_a_machine_that_slept_two_hours_tells_a_gap_of_two_hours_and_hears_again",
        ),
    ),
    Outcome(
        "The network is away for half an hour",
        "One gap in one stream, told in the ledger, and nothing is said into it; a quiet is counted from when "
        "chat is heard again.",
        (
            "trust/test_bad_clocks.py::test_half_an_hour_without_the_network_is_one_gap_in_one_stream",
            "twitch/test_watchdog.py::test_half_an_hour_without_the_network_is_one_gap_of_half_an_hour",
            "agent/test_hearing_gaps.py::test_a_quiet_across_a_gap_begins_anew_at_its_end",
        ),
    ),
    Outcome(
        "Twitch fails, or ends the login in mid-stream",
        "The gate closes and says why, chat is heard as long as Twitch lets it, and a new login is taken up "
        "without a restart.",
        (
            "scenarios/test_bad_evening.py::test_an_evening_under_a_bad_connection_is_kept_from_login_to_ledger",
            "scenarios/test_soak.py::test_a_small_bad_evening_loses_and_doubles_nothing",
        ),
    ),
)


def table() -> str:
    """Return the cases as README shows them."""
    rows = (f"| {each.what} | {each.then} |" for each in OUTCOMES)
    return "\n".join(("| What happens | What comes of it |", "| --- | --- |", *rows))
