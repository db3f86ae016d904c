"""A number with its noun, as every sentence for people spells it.

Decides only grammar; leaves words for small numbers to ``agent.scribe_material``.
"""


def counted(number: int, one: str, many: str = "") -> str:
    """Return ``1 line`` or ``1,204 lines``; ``many`` where the plural is not the noun and an s."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
