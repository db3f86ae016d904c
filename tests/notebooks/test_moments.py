"""``moments.ipynb``: why these moments, and not others?"""

import json

from chronicler.domain.clip_worth import ALIKE, ASSENT, STIR, USUAL
from chronicler.vault.packaged import packaged
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


def test_which_moments_take_most_is_told_as_it_is() -> None:
    """The page once said that a stir takes more than laughter, under a picture of the opposite."""
    assert USUAL.least(ALIKE[0]) > USUAL.least(STIR) > USUAL.least(ASSENT)
    cells = json.loads((packaged("notebooks") / "moments.ipynb").read_text(encoding="utf-8"))["cells"]
    page = "".join("".join(cell["source"]) for cell in cells)
    order = ("most where people react alike", "less of a stir", "least of assent")
    alike, stir, assent = (page.index(words) for words in order)
    assert alike < stir < assent
