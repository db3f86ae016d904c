"""Pictures as files.

Decides that a picture is written only where its bytes differ, so that a synced vault sees no
churn; leaves the choice of folder to the callers.
"""

from pathlib import Path

from chronicler.errors import UserError


def save_picture(picture: bytes, folder: str | Path, name: str) -> Path | None:
    """Write a picture into a folder, made where needed; do nothing where the folder is empty text.

    Raises:
        UserError: the folder cannot be written.
    """
    if not str(folder):
        return None
    path = Path(folder).expanduser() / name
    try:
        if not path.exists() or path.read_bytes() != picture:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(picture)
    except OSError as error:
        raise UserError(
            f"The picture {path} could not be written ({error.strerror}). Name a folder you may write to."
        ) from error
    return path
