"""What a language model is told when it drafts a dashboard.

Decides the fields in the order in which one thinks of them, what each must be, and how the
streamer's prompt note is filled in. Leaves asking, and asking again for what fell, to
``llm.dashboard_draft``, and every judgement to ``court``.
"""

import difflib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from chronicler.agent.court import Profile
from chronicler.domain.problem import Problem, Severity
from chronicler.ports import ModelRequest

Value = str | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DashboardWish:
    """What the streamer says about tonight before a model drafts the dashboard."""

    game: str
    mood: str = ""
    """Or energy: low, medium, high, reflective …"""
    familiarity: str = ""
    """new, some or very"""
    recent_experience: str = ""
    start_time: str = ""
    prompt: str = ""
    """The prompt note's text with its blanks; empty for the bare task."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field of the dashboard as a model is asked for it."""

    key: str
    profile: Profile
    wanted: str
    fewest: int = 0
    """Entries of a list; 0 for a field that is one text."""
    most: int = 0

    @property
    def is_list(self) -> bool:
        """Whether the field holds several entries."""
        return self.most > 0


FIELDS: Final = (
    Field(
        "content_angle", Profile.TITLE, "one lens to come back to when talk thins out; a phrase, no sentence"
    ),
    Field("stream_title", Profile.TITLE, "names the journey, not only the game; at most 90 characters"),
    Field(
        "go_live_notification", Profile.GO_LIVE, "one or two short sentences; an open door, no advertisement"
    ),
    Field("social_post", Profile.SOCIAL, "for outside, still restrained, with 2 to 4 hashtags at its end"),
    Field(
        "session_goals", Profile.GOAL, "small and sure: one of progress, one of ease, one for oneself", 3, 5
    ),
    Field("topics", Profile.GOAL, "what could be talked about beside the game; a few words each", 3, 5),
    Field("kindling", Profile.HEARTH, "questions or remarks an AI steward may say into a long quiet", 3, 5),
)
"""In the order of thinking: the angle first, everything outward after it."""

EXAMPLE_WISH: Final = "Game: Lanterns of Orrow. Mood: low, patient. Familiarity: some. Starts at 20:30."
EXAMPLE: Final[Mapping[str, Value]] = MappingProxyType(
    {
        "content_angle": "What a lighthouse owes to ships that never come",
        "stream_title": "Lanterns of Orrow: keeping a light nobody asked for",
        "go_live_notification": "The lamp in Lanterns of Orrow is lit again. There is a chair by the window.",
        "social_post": "Some games are about arriving; this one is about staying put. Lanterns of Orrow,"
        " slowly, from half past eight. #LanternsOfOrrow #SlowGaming",
        "session_goals": (
            "Mend the eastern lamp and read the second logbook",
            "Learn how oil and weather work before they matter",
            "Let one bank of fog pass without opening the map",
        ),
        "topics": ("work that nobody sees", "weather as a character", "keeping watch against waiting"),
        "kindling": (
            "Is a light still a promise when no ship is out?",
            "The fog may be the only neighbour this island has.",
            "Keeping watch is perhaps waiting with something to do.",
        ),
    }
)
"""A worked example from a game that does not exist, so that nobody's dashboard is near it."""

INSTRUCTIONS: Final = """\
You draft tonight's page for a calm streamer who plays slowly and thinks aloud. Write as a seasoned
player who shares a perspective and performs for nobody: grounded, a little literary, friendly to tired
people. No hype, no clickbait, no exclamation marks, no emoji, no capitals for force, no links, and
hashtags only in the post. Say nothing about the game that you are not sure of.

Answer with a JSON object of these fields, in this order:"""

TOLD: Final = (
    INSTRUCTIONS,
    *(field.wanted for field in FIELDS),
    *(text for value in EXAMPLE.values() for text in ((value,) if isinstance(value, str) else value)),
)
"""Everything a model was told that no field may give back; the prompt note comes on top."""

DEADLINE_SECONDS: Final = 300.0
"""Drafts of five minutes have been seen on small machines."""


def request(wish: DashboardWish) -> ModelRequest:
    """Return the request for a whole dashboard."""
    return ModelRequest(_system(FIELDS), filled(wish).text, DEADLINE_SECONDS)


def request_again(
    wish: DashboardWish, field: Field, settled: Mapping[str, Value], refused: Sequence[str]
) -> ModelRequest:
    """Return the request for one field that fell, with what stands and why it fell."""
    parts = (
        filled(wish).text,
        f"These fields are settled:\n{_as_json(settled)}" if settled else "",
        f"Write {field.key} anew, and nothing else: {field.wanted}.",
        "Your last attempt was refused, because:\n" + "\n".join(f"- {reason}" for reason in refused),
    )
    return ModelRequest(_system((field,)), "\n\n".join(part for part in parts if part), DEADLINE_SECONDS)


def schema(fields: Sequence[Field] = FIELDS) -> Mapping[str, object]:
    """Return the JSON schema of an answer with these fields, in their order."""
    return {
        "type": "object",
        "properties": {field.key: _schema_of(field) for field in fields},
        "required": [field.key for field in fields],
        "additionalProperties": False,
    }


def _schema_of(field: Field) -> Mapping[str, object]:
    if not field.is_list:
        return {"type": "string"}
    return {"type": "array", "items": {"type": "string"}, "minItems": field.fewest, "maxItems": field.most}


def _system(fields: Sequence[Field]) -> str:
    asked = "\n".join(f"- {field.key}{_count(field)}: {field.wanted}" for field in fields)
    example = _as_json({field.key: EXAMPLE[field.key] for field in fields})
    return f"{INSTRUCTIONS}\n{asked}\n\nAn example for another evening ({EXAMPLE_WISH})\n{example}"


def _count(field: Field) -> str:
    return f" ({field.fewest} to {field.most} entries)" if field.is_list else ""


def _as_json(values: Mapping[str, Any]) -> str:
    return json.dumps(dict(values), ensure_ascii=False, indent=1)


# The prompt note -------------------------------------------------------------------------------

BLANKS: Final = ("game", "mood", "familiarity", "recent_experience", "start_time")
_BLANK: Final = re.compile(r"\{\{\s*([^{}\n]*?)\s*\}\}")
_COMMENT: Final = re.compile(r"%%.*?%%", re.DOTALL)
_NOT_SAID: Final = "not said"


@dataclass(frozen=True, slots=True)
class Filled:
    """The prompt note's text, ready for any model."""

    text: str
    problems: tuple[Problem, ...] = ()


def filled(wish: DashboardWish) -> Filled:
    """Return the prompt note filled in, comments between ``%%`` left out.

    What the streamer left open reads "not said"; a blank nobody knows stays as it is and
    becomes a Problem. Nothing inside a value is filled in again. Without a prompt note, the
    bare facts stand.
    """
    values = {key: " ".join(getattr(wish, key).split()) or _NOT_SAID for key in BLANKS}
    if not wish.prompt.strip():
        facts = (f"{key.replace('_', ' ').capitalize()}: {value}" for key, value in values.items())
        return Filled("\n".join(facts))
    text = _COMMENT.sub("", wish.prompt).strip()
    unknown = dict.fromkeys(name for name in _BLANK.findall(text) if name.lower() not in values)
    return Filled(
        _BLANK.sub(lambda found: values.get(found.group(1).lower(), found.group()), text),
        tuple(_unknown(name) for name in unknown),
    )


def _unknown(name: str) -> Problem:
    close = difflib.get_close_matches(name.lower(), BLANKS, n=1)
    meant = f"did you mean {{{{{close[0]}}}}}?" if close else f"known are {', '.join(BLANKS)}"
    return Problem(f"nothing fills the blank {{{{{name}}}}}; {meant}", severity=Severity.WARNING)
