"""Log files of the processes under supervision: private, and never larger than two times the limit."""

import contextlib
import os
from pathlib import Path

from stepwell.platform.database.folder import DataFolder

_LIMIT = 10 * 1024 * 1024


def open_log(folder: DataFolder, name: str) -> int:
    """The log of one process, open for appending."""
    folder.make(folder.logs)
    trim_log(folder, name)
    return folder.open(_file(folder, name), os.O_WRONLY | os.O_CREAT | os.O_APPEND)


def trim_log(folder: DataFolder, name: str) -> None:
    """Set a log aside that has grown too long. Copied, not renamed: the process keeps writing into its open file."""
    try:
        handle = os.open(_file(folder, name), os.O_RDWR | os.O_NOFOLLOW | os.O_CLOEXEC)
    except FileNotFoundError:
        return
    with open(handle, "r+b") as file:
        if os.fstat(handle).st_size <= _LIMIT:
            return
        file.seek(-_LIMIT, os.SEEK_END)
        last = file.read(_LIMIT)
        with contextlib.suppress(OSError):  # on a full disk the log itself is what there is too much of
            aside = folder.open(_file(folder, f"{name}.old"), os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
            with open(aside, "wb") as old:
                old.write(last)
        file.truncate(0)


def tail(folder: DataFolder, name: str, lines: int = 3) -> str:
    """The last lines of a log, in one."""
    try:
        with _file(folder, name).open("rb") as file:
            file.seek(max(0, os.fstat(file.fileno()).st_size - 4096))
            text = file.read().decode("utf-8", "replace")
    except FileNotFoundError:
        return ""
    return " / ".join(line.strip() for line in text.splitlines()[-lines:] if line.strip())


def _file(folder: DataFolder, name: str) -> Path:
    return folder.logs / f"{name}.log"
