"""A shell script that cuts kept clips out of a recording with ffmpeg.

Decides the cuts (exact to the frame, since each is encoded anew), the names of the files and
that nothing is overwritten; the recording is named by an option or asked for by the script.
Nothing is run here.
"""

import shlex
from collections.abc import Sequence
from itertools import groupby
from pathlib import PurePosixPath
from typing import Final

from chronicler.errors import UserError
from chronicler.notes.paths import file_name
from chronicler.runtime.clips.seeds import Clip

_ASKED: Final = """\
# The recording of {session}: {clips}.
recording={named}
if [ -z "$recording" ]; then
  printf 'Recording of %s, as a file: ' {quoted} >&2
  read -r recording
fi
if [ ! -r "$recording" ]; then
  printf '%s cannot be read; name the recording of %s\\n' "$recording" {quoted} >&2
  failed=2
else
"""
_CUT: Final = """\
if ffmpeg -nostdin -hide_banner -loglevel error -n -ss {starts} -to {ends} -i "$recording" \\
  -movflags +faststart {file} </dev/null
then printf '%s\\n' {file}
else failed=1
fi
"""
_CUT_ALL: Final = "fi\n"
_HEAD: Final = """\
#!/bin/sh
# Cuts clips out of a recording with ffmpeg, each into a file of its own in this folder.
# sh THIS_FILE RECORDING; without it the script asks. Files that are there already are left alone
# (ffmpeg -n). Each clip is encoded anew, so that it begins on the very frame.
set -u
failed=0
"""
_TAIL: Final = 'exit "$failed"\n'


def cutting_script(clips: Sequence[Clip], recording: str = "") -> str:
    """Return the script for these clips; ``recording`` is the file they are cut from.

    Raises:
        UserError: one recording was named for clips of several streams.
    """
    by_session = [(key, list(group)) for key, group in groupby(clips, key=lambda clip: clip.session_id)]
    if recording and len(by_session) > 1:
        sessions = ", ".join(session for session, _ in by_session)
        raise UserError(f"One recording holds one stream, and these clips are of {sessions}; add --session")
    taken: set[str] = set()
    parts = [_HEAD]
    for session, group in by_session:
        named = shlex.quote(recording) if recording else '"${1:-}"' if len(by_session) == 1 else "''"
        parts.append(
            _ASKED.format(
                session=_comment(session),
                quoted=shlex.quote(session),
                clips=f"{len(group)} clip{'s' * (len(group) > 1)}",
                named=named,
            )
        )
        parts += [*(_cut(clip, taken) for clip in group), _CUT_ALL]
    return "\n".join([*parts, _TAIL])


def _cut(clip: Clip, taken: set[str]) -> str:
    return _CUT.format(
        starts=timestamp(clip.vod_starts_seconds),
        ends=timestamp(clip.vod_ends_seconds),
        file=shlex.quote(f"./{_file(clip, taken)}"),
    )


def _file(clip: Clip, taken: set[str]) -> str:
    """Return a file's name that every system takes: the note's, numbered where another has it."""
    stem = file_name(PurePosixPath(clip.note).stem)
    name, number = stem, 1
    while name.casefold() in taken:
        number += 1
        name = f"{stem} {number}"
    taken.add(name.casefold())
    return f"{name}.mp4"


def timestamp(seconds: float) -> str:
    """Return a place in a recording as ffmpeg reads it: ``01:02:03.000``."""
    thousandths = round(seconds * 1_000)
    whole, left = divmod(thousandths, 1_000)
    minutes, second = divmod(whole, 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours:02d}:{minute:02d}:{second:02d}.{left:03d}"


def _comment(text: str) -> str:
    return "".join(letter for letter in text if letter.isprintable())
