"""Lines spelled so that they show as other words than they hold."""

import string
from collections.abc import Callable
from typing import Final

from hypothesis import given, settings
from hypothesis import strategies as st

from chronicler.agent.court.verdict import Case, Profile, judge
from tests.bench.court import Labelled, labelled

_BETWEEN: Final = st.sampled_from(
    ["", "\u200b", "\u200d", "\u2060", "\u00ad", "\ufe0f", "\u202e", "\u034f", "\u3164"]
)
_LATIN: Final = string.ascii_lowercase
_SMALL: Final = str.maketrans("abcdefghijklmnoprstuvwyz", "ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ")
_TURNED: Final = str.maketrans(_LATIN, "ɐqɔpǝɟƃɥᴉɾʞlɯuodbɹsʇnʌʍxʎz")
_DISGUISES: Final[tuple[Callable[[str], str], ...]] = (
    lambda text: text,
    lambda text: "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text),
    lambda text: "".join(chr(0x1D41A + ord(c) - ord("a")) if "a" <= c <= "z" else c for c in text),
    lambda text: "".join(chr(0x24D0 + ord(c) - ord("a")) if "a" <= c <= "z" else c for c in text),
    lambda text: "".join(c + "\u0301" if c.isalpha() else c for c in text),
    lambda text: "".join(c + "\u0301\u0327\u0335" if c.isalpha() else c for c in text),
    lambda text: "".join(c + "\u20dd" if c.isalpha() else c for c in text),
    lambda text: text.translate(str.maketrans("aeocpi", "аеосрі")),
    lambda text: text.translate(str.maketrans("aovi", "αονι")),
    lambda text: text.translate(str.maketrans("onusgh", "օոսցցհ")),
    lambda text: text.upper().translate(str.maketrans("ABCEGHIJKLMPRST", "ᎪᏴᏟᎬᏀᎻᏆᎫᏦᏞᎷᏢᏒᏚᎢ")),
    lambda text: text.translate(_SMALL),
    lambda text: text.translate(_TURNED)[::-1],
    lambda text: text.translate(str.maketrans("aeios", "43105")),
    lambda text: "  ".join(" ".join(word) for word in text.split()),
    lambda text: " ".join(".".join(word) for word in text.split()),
    lambda text: " ".join("*".join(word) for word in text.split()),
    lambda text: text.replace(" ", "_"),
    lambda text: text.replace(" ", "\u3164"),
    lambda text: text.replace(" ", "\u2009"),
)
"""Plain, full width, bold, in circles, with marks on or around the letters, with letters of
other scripts, small, upside down, in figures, spaced, dotted, starred, and without real gaps."""
_WORDY: Final = [
    line
    for half in ("seen", "blind")
    for line in labelled(half)
    if not line.is_good and {"hype", "begging", "bait"} & set(line.broken)
    if line.text.isascii() and not any(map(str.isdigit, line.text))
]


@given(line=st.sampled_from(_WORDY), disguise=st.sampled_from(_DISGUISES), between=_BETWEEN)
@settings(max_examples=250, deadline=None)
def test_no_disguise_of_letters_lets_a_bad_line_slip(
    line: Labelled, disguise: Callable[[str], str], between: str
) -> None:
    assert not judge(between.join(disguise(line.text.lower())), line.profile).is_clean


def test_a_disguise_is_named_as_one_and_plain_words_of_other_scripts_are_none() -> None:
    for line in ("Fоllow the road", "F O L L O W the road", "f*llow it", "Follow_us_now", "ʇɥɓᴉu ʇɐ ɐǝs ǝɥʇ"):
        assert "disguised" in judge(line, Profile.HEARTH).broken, line
    for line in (
        "The Greek word λόγος may be older.",
        "J. R. R. Tolkien walked here.",
        "Ведьма is a witch.",
        "The café of Zoë Ångström is closed.",
        "Đường về nhà dài hơn.",
        "A 3D map of 1980s towns.",
    ):
        assert "disguised" not in judge(line, Profile.HEARTH).broken, line


def test_a_name_a_link_and_the_game_may_be_spelled_as_they_are() -> None:
    case = Case(asker="mi_ra_k", links=("example.org/a_b_c",), game="Star*Ocean")
    assert judge("@mi_ra_k see example.org/a_b_c about Star*Ocean", Profile.STEWARD, case).is_clean
