"""``moments.ipynb``: why these moments, and not others?"""

from tests.notebooks.sample import page_of, reading


def test_it_shows_what_was_chosen_and_what_was_missed() -> None:
    titles = [piece.title for piece in page_of("moments").pieces if piece.picture]
    assert titles == ["What each score is made of", "Peaks, taken and left"]


def test_it_tells_the_sample_in_numbers() -> None:
    assert "4 became seeds" in reading("moments", "What each score is made of")
    assert "came near and became no seed: " in reading("moments", "Peaks, taken and left")
    assert "No seed of this channel was marked" in reading("moments", "What a moment takes")


def test_no_name_stands_in_a_picture() -> None:
    """Somebody may be forgotten, and pictures stay."""
    pictures = b"".join(piece.picture for piece in page_of("moments").pieces).decode()
    assert "mudlarkin" not in pictures
