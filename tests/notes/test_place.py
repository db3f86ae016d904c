"""What rendering knows of the vault."""

from chronicler.domain.settings import parse_settings
from chronicler.notes.place import Place


def test_the_limits_and_the_time_zone_come_from_settings() -> None:
    settings = parse_settings({"clip_seed_notes": 2, "blog_seed_notes": 1, "timezone": "UTC"})
    place = Place.from_settings(settings, "Stream", vod_url="https://www.twitch.tv/videos/7")
    assert (place.folder, place.clip_seed_notes, place.blog_seed_notes) == ("Stream", 2, 1)
    assert place.timezone is settings.timezone
    assert place.vod_at(3723.9) == "https://www.twitch.tv/videos/7?t=1h02m03s"


def test_only_a_twitch_recording_is_linked() -> None:
    for address in (
        "",
        "http://www.twitch.tv/videos/7",
        "https://evil.example/7",
        "https://www.twitch.tv/videos/7?x)",
    ):
        assert Place(vod_url=address).vod_at(1) == ""
