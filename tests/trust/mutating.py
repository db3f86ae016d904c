"""Hostile texts: real samples broken in seeded ways, and grammar pieces put where they hurt.

The same seed gives the same bytes, whatever ran before it.
"""

import json
import random
from collections.abc import Callable, Sequence
from typing import Any, Final

PIECES: Final = (
    b"[", b"]", b"[[", b"]]", b"{", b"}", b"{{", b"}}", b"<", b">", b"<<<<<<< a\n", b"=======\n", b">>>>>>> b\n",
    b"%%", b"<!--", b"-->", b"---\n", b"---", b"```\n", b"~~~\n", b"`", b"#", b"## My notes\n", b"## ", b"|", b":", b": ",
    b"::", b"- ", b"* ", b"> ", b"!", b"![[", b" ^id", b"\n", b"\r", b"\r\n", b"\r\r\n", b"\t", b" ", b"\x00", b"\x0b", b"\x85",
    b"\xef\xbb\xbf", b"\xff\xfe", b"\xc0\x80", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", "\u2028".encode(), "\u202e".encode(),
    "\u200d".encode(), "e\u0301\u0301\u0301".encode(), "\U0001f468\u200d\U0001f469".encode(), "\u0660\u0661".encode(), "\uff11".encode(),
    b"null", b"true", b"NaN", b"Infinity", b"-0", b"1e999", b"9" * 40, b"9" * 5000, b"0x1F", b"1_000", b"-1", b"0.0000001",
    b'"', b"'", b"\\", b"\\u0000", b"\\ud800", b"&a", b"*a", b"!!python/object:os.system", b"!!binary x", b"? ", b"@", b"$", b",", b";", b"=",
    b"0:00:00", b"99:99:99", b"-1:00", b"1 day, 0:00:05", b"2026-02-30", b"9999-12-31T23:59:59Z", b"0001-01-01T00:00:00Z",
    b"-->", b"WEBVTT\n", b"PRIVMSG #a :", b":a!a@a ", b"@badges=;", b"<%", b"%>", b"<script>", b"javascript:", b"../", b"/etc/passwd", b"con",
)  # fmt: skip
LEAVES: Final[tuple[Any, ...]] = (
    None, True, False, 0, -1, 1, 2**31, 2**63, 2**64, 10**30, 0.5, -0.0, 1e308, float("nan"), float("inf"), "", " ", "x", "\x00", "\ud800",
    "\u202e", "9" * 30, "2026-03-06T19:30:00Z", "9999-12-31T23:59:59Z", "not a time", "a" * 3000, [], {}, [[]], [None], {"": ""}, {"a": {"b": []}},
    [1, "a", None, {}], "[[x]]", "https://a.b/c", "-1", "1e999", "NaN", ["a"] * 50,
)  # fmt: skip


def hostile(seed: str, samples: Sequence[bytes]) -> bytes:
    """Return one text that comes of a seed."""
    chance = random.Random(seed)
    data = chance.choice(samples)
    if chance.random() < 0.4 and (changed := _other_values(data, chance)) is not None:
        data = changed
    for _ in range(chance.choice((0, 1, 1, 2, 3, 6))):
        data = chance.choice(_WAYS)(data, chance, samples)
    return data[:60_000]


def _other_values(data: bytes, chance: random.Random) -> bytes | None:
    """Return JSON, or lines of it, in which a few values are others, or gone."""
    try:
        value = json.loads(data)
    except (ValueError, RecursionError):
        return None
    for _ in range(chance.randint(1, 3)):
        value = _other(value, chance)
    return json.dumps(value).encode()


def _other(value: Any, chance: random.Random) -> Any:
    if chance.random() < 0.15 or not isinstance(value, dict | list) or not value:
        return chance.choice(LEAVES)
    if isinstance(value, dict):
        name = chance.choice(list(value))
        if chance.random() < 0.15:
            return {key: each for key, each in value.items() if key != name}
        return {**value, name: _other(value[name], chance)}
    at = chance.randrange(len(value))
    return [*value[:at], _other(value[at], chance), *value[at + 1 :]]


Way = Callable[[bytes, random.Random, Sequence[bytes]], bytes]


def _put(data: bytes, chance: random.Random, samples: Sequence[bytes]) -> bytes:
    del samples
    at = chance.randint(0, len(data))
    return data[:at] + chance.choice(PIECES) * chance.choice((1, 1, 1, 2, 5, 40)) + data[at:]


def _instead(data: bytes, chance: random.Random, samples: Sequence[bytes]) -> bytes:
    del samples
    at = chance.randint(0, len(data))
    return data[:at] + chance.choice(PIECES) + data[at + chance.randint(0, 12) :]


def _without(data: bytes, chance: random.Random, samples: Sequence[bytes]) -> bytes:
    del samples
    at = chance.randint(0, len(data))
    return data[:at] + data[at + chance.randint(1, 200) :]


def _again(data: bytes, chance: random.Random, samples: Sequence[bytes]) -> bytes:
    del samples
    at = chance.randint(0, len(data))
    run = data[at : at + chance.randint(1, 60)]
    return data[:at] + run * chance.choice((2, 3, 30)) + data[at:]


def _turned(data: bytes, chance: random.Random, samples: Sequence[bytes]) -> bytes:
    del samples
    if not data:
        return b"\x00"
    at = chance.randrange(len(data))
    return data[:at] + bytes([data[at] ^ 1 << chance.randrange(8)]) + data[at + 1 :]


def _cut(data: bytes, chance: random.Random, samples: Sequence[bytes]) -> bytes:
    del samples
    return data[: chance.randint(0, len(data))]


def _joined(data: bytes, chance: random.Random, samples: Sequence[bytes]) -> bytes:
    other = chance.choice(samples)
    return data[: chance.randint(0, len(data))] + other[chance.randint(0, len(other)) :]


def _shuffled(data: bytes, chance: random.Random, samples: Sequence[bytes]) -> bytes:
    del samples
    lines = data.split(b"\n")
    chance.shuffle(lines)
    return b"\n".join(lines)


def _of_pieces(data: bytes, chance: random.Random, samples: Sequence[bytes]) -> bytes:
    del data, samples
    return b"".join(chance.choices(PIECES, k=chance.randint(1, 30)))


_WAYS: Final[tuple[Way, ...]] = (
    _put, _put, _put, _instead, _instead, _without, _again, _turned, _cut, _joined, _shuffled, _of_pieces,
)  # fmt: skip
