"""A new, versioned file beside the old one, and a small pointer swapped by one rename: a crash leaves the last good one."""

import contextlib
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

from sendmetrics.errors import SendMetricsError
from sendmetrics.extracts.read import WORK_PREFIX

POINTER = "current"
LOCK = ".lock"
BUILDING = ".building.duckdb"
VERSIONS_KEPT = 2
_VERSION = re.compile(r"warehouse-(\d{6})-[0-9a-f]{8}\.duckdb")


def current_file(folder: Path) -> Path | None:
    """The file the pointer names, or None where nothing has been built.

    Raises SendMetricsError when the pointer names a file that is not there.
    """
    pointer = folder / POINTER
    if not pointer.exists():
        return None
    name = pointer.read_text(encoding="ascii", errors="replace").strip()
    if not _VERSION.fullmatch(name) or not (folder / name).exists():
        # A build asks here too, and must not take a lost warehouse for none: it may have been built with another key.
        raise SendMetricsError(f"{pointer} names a warehouse that is not there. Remove {pointer} and build again.")
    return folder / name


@contextlib.contextmanager
def building_in(folder: Path) -> Iterator[Path]:
    """The path to build in, for one build at a time; what an interrupted build left behind is removed first.

    Raises SendMetricsError when another build is running in this folder.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / LOCK, "w", encoding="ascii") as lock:
        _take(lock, folder)
        _remove_leftovers(folder)
        try:
            yield folder / BUILDING
        finally:
            _remove_leftovers(folder)


def _take(lock, folder: Path) -> None:
    """The operating system frees the lock when the process ends, however it ends."""
    try:
        if os.name == "nt":
            import msvcrt

            msvcrt.locking(lock.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        raise SendMetricsError(f"Another build is running in {folder}. Wait for it to end.") from error


def _remove_leftovers(folder: Path) -> None:
    for path in folder.glob(f"{BUILDING}*"):
        path.unlink()
    for path in folder.glob(f"{WORK_PREFIX}*"):
        shutil.rmtree(path)


def publish(folder: Path, built: Path, fingerprint: str) -> Path:
    """Give the finished file its version name, point to it, and remove versions no longer kept."""
    numbers = [int(match[1]) for path in folder.iterdir() if (match := _VERSION.fullmatch(path.name))]
    target = folder / f"warehouse-{max(numbers, default=0) + 1:06d}-{fingerprint[:8]}.duckdb"
    _flush(built)
    # One row a child, if under a code: for whoever builds and reads it, not for all on the machine.
    built.chmod(0o600)
    os.replace(built, target)
    pointer = folder / f"{BUILDING}.pointer"
    pointer.write_text(target.name + "\n", encoding="ascii")
    _flush(pointer)
    os.replace(pointer, folder / POINTER)
    versions = sorted(path for path in folder.iterdir() if _VERSION.fullmatch(path.name))
    for path in versions[:-VERSIONS_KEPT]:
        # Windows refuses to remove a file that a dashboard still reads; the next build removes it.
        with contextlib.suppress(PermissionError):
            path.unlink()
    return target


def _flush(path: Path) -> None:
    descriptor = os.open(path, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
