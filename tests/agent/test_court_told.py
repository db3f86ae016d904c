"""What somebody in chat said may be told; whoever is told to say something is begged."""

import pytest

from chronicler.agent.court.verdict import Profile, judge

PROFILES = (Profile.STEWARD, Profile.HEARTH, Profile.KINDLING)


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize(
    "line",
    [
        "Somebody in chat said that the tide always wins.",
        "On 12 May 2026 somebody in chat wrote that the tide always wins.",
        "Someone in chat once felt the second act dragged more than the first.",
        "In April nobody in chat had mentioned the lighthouse.",
        "Somebody wondered in chat whether the map can be trusted.",
    ],
)
def test_telling_what_was_said_begs_for_nothing(line: str, profile: Profile) -> None:
    assert "begging" not in judge(line, profile).broken


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize(
    "line",
    [
        "Somebody in chat say something about the tide.",
        "Somebody in chat said it well, so type your own in chat.",
        "Someone should write in chat what the tower means.",
        "Everyone in chat said they want more; follow for the rest.",
    ],
)
def test_calling_on_chat_still_begs(line: str, profile: Profile) -> None:
    assert "begging" in judge(line, profile).broken
