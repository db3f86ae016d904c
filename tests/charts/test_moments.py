"""Pictures of moments: the same bytes for the same numbers, and every number stands in them."""

from typing import Any

import pytest

from chronicler.charts import moments
from chronicler.charts.moments import Course, Fate, Least, Parts, Peak, Peaks, Scores

PEAKS = Peaks([Peak(600, 3.2, Fate.SEED), Peak(900, -0.4, Fate.BELOW)], 40, [690], [1200, 1500])
SCORES = Scores([Parts("0h10m00s", 3.0, -0.4, 4.0, 2.5, 7.0), Parts("0h20m00s", 3.0, 3.1, 0.0, 0.0, 6.0)])
COURSE = Course([Least("2026-03-06", 7.0, 0, 0), Least("2026-03-08", 7.6, 3, 9)], 7.0)
DRAWN = ((moments.peaks_over_time, PEAKS), (moments.scores, SCORES), (moments.course, COURSE))
NOTHING = (
    (moments.peaks_over_time, Peaks([], 0)),
    (moments.scores, Scores([])),
    (moments.course, Course([], 7.0)),
)


@pytest.fixture(autouse=True)
def _matplotlib() -> None:
    pytest.importorskip("matplotlib", reason="matplotlib comes with the extra `notebooks`")


@pytest.mark.parametrize(("picture", "shown"), [*DRAWN, *NOTHING])
def test_the_same_numbers_give_the_same_bytes(picture: Any, shown: Any) -> None:
    assert picture(shown) == picture(shown)
    assert b"<svg" in picture(shown)


def words_of(compose: str, shown: Any) -> set[str]:
    from matplotlib.figure import Figure  # noqa: PLC0415
    from matplotlib.text import Text  # noqa: PLC0415

    from chronicler.charts import moments_drawing  # noqa: PLC0415

    figure = Figure(layout="constrained")
    getattr(moments_drawing, compose)(figure, shown)
    return {text.get_text() for text in figure.findobj(Text)}


def test_numbers_stand_in_the_pictures() -> None:
    assert {
        "clip seed (1)", "scored too little (1)", "clip link behind a seed (1)", "clip link without a seed (2)",
    } <= words_of("_peaks", PEAKS)  # fmt: skip
    assert {"0h10m00s", "calls for a clip", "points of score"} <= words_of("_scores", SCORES)
    assert "2 streams, 12 marks by the last; where people react alike" in words_of("_course", COURSE)
