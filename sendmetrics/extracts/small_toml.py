"""A short file of TOML that people write by hand: read, or refused in words whatever it is."""

import re
import tomllib
from pathlib import Path

from sendmetrics.errors import SendMetricsError

LARGEST_FILE = 200_000


def parse_small_toml(path: Path) -> dict:
    """The file's content. What the reader of TOML says is repeated only of the place: its words may hold what was written."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise SendMetricsError(
                f"{path.name} is larger than {LARGEST_FILE // 1000} kB: no such list is. Shorten it."
            )
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError as error:
        raise SendMetricsError(f"{path.name} is in another encoding: save it as UTF-8 and run again.") from error
    except (ValueError, RecursionError) as error:
        found = re.search(r"\(at line [0-9]+, column [0-9]+\)|\(at end of document\)", str(error))
        place = f" {found[0]}" if found else ""
        raise SendMetricsError(f"{path.name} is not valid TOML{place}. Correct that line and run again.") from error
    except OSError as error:
        raise SendMetricsError(
            f"{path.name} cannot be read. Is it a file, open to you and to no other program?"
        ) from error
