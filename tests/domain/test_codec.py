"""Events survive the way to plain JSON and back; nothing else gets through."""

import dataclasses
import json
import types
import typing
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta, timezone
from enum import Enum
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chronicler.domain import actions, codec, events
from tests.fakes import START, after, message

TEXTS = st.text(max_size=12)
TIMES = st.datetimes(min_value=datetime(1990, 1, 1), max_value=datetime(2200, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 hypothesis wants naive bounds
ITEMS = st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False) | TEXTS
PRIMITIVES: dict[object, st.SearchStrategy[Any]] = {
    str: TEXTS,
    bool: st.booleans(),
    int: st.integers(-(2**40), 2**40),
    float: st.floats(allow_nan=False, allow_infinity=False),
    datetime: TIMES,
}


def of_type(hint: Any) -> st.SearchStrategy[Any]:
    """Return values of a field's type, built from the type alone."""
    if hint in PRIMITIVES:
        return PRIMITIVES[hint]
    if isinstance(hint, types.UnionType):
        return st.one_of([of_type(part) for part in typing.get_args(hint)])
    if hint is type(None):
        return st.none()
    if isinstance(hint, type) and issubclass(hint, Enum):
        return st.sampled_from(list(hint))
    if typing.get_origin(hint) is tuple:
        return st.lists(of_type(typing.get_args(hint)[0]), max_size=3).map(tuple)
    if typing.get_origin(hint) is Mapping:
        typed = ITEMS.filter(lambda item: item not in (float("inf"), float("-inf")))
        return st.dictionaries(TEXTS, typed | st.lists(typed, max_size=3).map(tuple), max_size=3)
    return record_of(hint)


def record_of(cls: type) -> st.SearchStrategy[Any]:
    hints = typing.get_type_hints(cls)
    return st.builds(cls, **{f.name: of_type(hints[f.name]) for f in dataclasses.fields(cls) if f.init})


def there_and_back(event: events.Event) -> events.Event:
    text = json.dumps(codec.to_plain(event))
    return codec.event_from_plain(codec.type_name(event), json.loads(text))


@pytest.mark.parametrize("name", sorted(codec.EVENT_TYPES))
def test_every_event_returns_from_json_as_it_was(name: str) -> None:
    """For every type of event and any values of its fields: decode(encode(event)) == event."""

    @given(record_of(codec.EVENT_TYPES[name]))
    @settings(max_examples=12, deadline=None)
    def law(event: events.Event) -> None:
        assert event == there_and_back(event)

    typing.cast("Callable[[], None]", law)()


@given(st.data(), record_of(events.MessageReceived))
@settings(max_examples=30, deadline=None)
def test_fields_are_read_in_whatever_order_a_line_gives_them(
    data: st.DataObject, event: events.Event
) -> None:
    """A reader is made for each order of fields, and files them by name."""
    plain = codec.to_plain(event)
    plain["message"] = dict(data.draw(st.permutations(list(plain["message"].items()))))
    assert codec.event_from_plain("message_received", dict(reversed(plain.items()))) == event


def test_every_event_class_has_a_name_and_a_kind() -> None:
    classes = {
        cls
        for cls in vars(events).values()
        if isinstance(cls, type) and issubclass(cls, events.Event) and cls is not events.Event
    }
    assert classes == set(codec.EVENT_TYPES.values())
    assert set() == set(codec.INPUT_TYPES) & set(codec.DERIVED_TYPES)


def test_names_are_snake_case() -> None:
    assert codec.type_name(events.Ticked(START)) == "ticked"
    assert codec.type_name(events.LiveStatusChecked(START, None)) == "live_status_checked"
    assert codec.type_name(actions.SendLine("l", "t", "m", "s")) == "send_line"


def test_inputs_and_derived_events_are_told_apart() -> None:
    assert codec.is_input(events.Ticked(START))
    assert not codec.is_input(events.DecisionMade(START, "hearthkeeper", "cooldown"))


def test_defaults_are_left_out() -> None:
    plain = codec.to_plain(events.MessageReceived(after(1), message(1, "mira", "low tide")))
    assert plain == {
        "at": "2026-03-06T19:30:01Z",
        "message": {
            "message_id": "mira-1",
            "at": "2026-03-06T19:30:01Z",
            "login": "mira",
            "display_name": "Mira",
            "text": "low tide",
        },
    }


def test_an_action_carries_its_type() -> None:
    queued = events.ActionQueued(START, actions.ReadContext(("The Drowned Library",)))
    assert codec.to_plain(queued)["action"] == {"type": "read_context", "links": ["The Drowned Library"]}


def test_times_are_spelled_in_utc() -> None:
    evening = datetime(2026, 3, 6, 20, 30, tzinfo=timezone(timedelta(hours=1)))
    assert codec.utc_text(evening) == "2026-03-06T19:30:00Z"
    assert codec.utc_text(START.replace(microsecond=5)) == "2026-03-06T19:30:00.000005Z"


def test_an_end_without_a_time_is_kept_apart_from_one_with_a_time() -> None:
    released = events.HushChanged(START, None, "mira")
    assert codec.to_plain(released) == {"at": "2026-03-06T19:30:00Z", "until": None, "by": "mira"}
    assert released == there_and_back(released)


def test_what_json_cannot_say_in_a_typed_property_is_spelled_as_text() -> None:
    """YAML knows .inf, .nan and dates; a note that holds them must not stop the journal."""
    typed = {"a": float("inf"), "b": float("nan"), "c": START.date(), "d": [float("-inf"), 1]}
    plain = codec.to_plain(events.SettingsSaved(START, values=typed))
    assert plain["values"] == {"a": "inf", "b": "nan", "c": "2026-03-06", "d": ["-inf", 1]}
    json.dumps(plain, allow_nan=False)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("no_such_event", {"at": "2026-03-06T19:30:00Z"}),
        ("ticked", {}),
        ("ticked", {"at": None}),
        ("ticked", {"at": 5}),
        ("ticked", {"at": "half past seven"}),
        ("ticked", {"at": "2026-03-06T19:30:00"}),
        ("ticked", {"at": "2026-03-06T19:30:00Z", "unknown": 1}),
        ("message_deleted", {"at": "2026-03-06T19:30:00Z", "message_id": 7}),
        ("message_deleted", {"at": "2026-03-06T19:30:00Z", "message_id": None}),
        ("raid_received", {"at": "2026-03-06T19:30:00Z", "from_channel": "x", "viewers": True}),
        ("streamer_spoke", {"at": "2026-03-06T19:30:00Z", "seconds": "long"}),
        ("message_received", {"at": "2026-03-06T19:30:00Z", "message": []}),
        ("message_flagged", {"at": "2026-03-06T19:30:00Z", "message_id": "m", "severity": "s", "evidence": "e"}),
        ("delivery_reported", {"at": "2026-03-06T19:30:00Z", "line_id": "l", "state": "lost"}),
        ("action_queued", {"at": "2026-03-06T19:30:00Z", "action": {"type": "dance"}}),
        ("settings_saved", {"at": "2026-03-06T19:30:00Z", "values": [1]}),
    ],
)  # fmt: skip
def test_whatever_is_no_event_is_refused(name: str, data: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="no event of type"):
        codec.event_from_plain(name, data)


JSON = st.recursive(ITEMS, lambda inner: st.lists(inner) | st.dictionaries(TEXTS, inner), max_leaves=6)


@given(st.sampled_from(sorted(codec.EVENT_TYPES)), st.dictionaries(st.sampled_from(
    ["at", "message", "action", "text", "lines", "note", "values", "state", "candidates"]), JSON))  # fmt: skip
@settings(max_examples=80, deadline=None)
def test_any_json_is_an_event_or_a_value_error(name: str, data: dict[str, Any]) -> None:
    try:
        event = codec.event_from_plain(name, data)
    except ValueError:
        return
    assert codec.type_name(event) == name
