"""From what a figure shows to its bytes, with matplotlib imported only then.

Decides what is said where it is missing; leaves each look to the module that draws it.
"""

import importlib
from typing import Literal

from chronicler.errors import UserError

Form = Literal["svg", "png"]


def drawn(module: str, shown: object, form: Form) -> bytes:
    """Return the picture that ``chronicler.charts.MODULE`` draws; the same value gives the same bytes.

    Raises:
        UserError: matplotlib is not installed.
    """
    try:
        drawing = importlib.import_module(f"chronicler.charts.{module}")  # half a second for the first
    except ImportError as error:
        raise UserError(
            'Figures need the extra `notebooks`: in the clone, pip install -e ".[notebooks]"'
        ) from error
    picture: bytes = drawing.draw(shown, form)
    return picture
