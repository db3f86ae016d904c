"""Folders of imports beside the journals' own.

Decides their names, which importing, taking back and forgetting share.
"""

from typing import Final

HALF: Final = "importing"
"""Of journals that are not whole yet."""
ASIDE: Final = "taken back"
"""Of the journals of imports that were taken back."""
