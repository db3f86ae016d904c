"""A number with its noun or its sign, as every sentence for people spells it.

Decides only grammar; leaves words for small numbers to ``agent.scribe.material``.
"""


def counted(number: int, one: str, many: str = "") -> str:
    """Return ``1 line`` or ``1,204 lines``; ``many`` where the plural is not the noun and an s."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def part_of(part: int, whole: int, one: str, many: str = "") -> str:
    """Return ``the one time``, ``all 7 times`` or ``2 of the 7 times``; the whole is at least one."""
    if whole == 1:
        return f"the one {one}" if part else f"not the one {one}"
    every = counted(whole, one, many)
    return f"all {every}" if part == whole else f"{part:,} of the {every}"


def percent(share: float, digits: int | None = 0, *, signed: bool = False) -> str:
    """Return ``12%``, or ``0.5%`` with one digit; ``None`` gives as many as the share has.

    Never a blank before the sign, in notes, figures and on screen alike.
    """
    sign = "+" if signed else ""
    return f"{100 * share:{sign}.12g}%" if digits is None else f"{share:{sign}.{digits}%}"
