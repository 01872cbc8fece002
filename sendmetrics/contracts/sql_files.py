"""SQL files with a TOML header in a leading block comment: definitions that still run in any SQL client."""

import re
import tomllib
from pathlib import Path

from sendmetrics.errors import SendMetricsError

_FILE = re.compile(r"\A\s*/\*(?P<header>.*?)\*/\s*(?P<sql>.*)\Z", re.DOTALL)


def read_sql_file(path: Path) -> tuple[dict[str, object], str]:
    """Header and SQL of a file. Raises SendMetricsError naming the file when the header cannot be read."""
    match = _FILE.match(path.read_text(encoding="utf-8"))
    if match is None:
        raise SendMetricsError(f"{path.name}: the file must begin with its header in a comment.")
    try:
        header = tomllib.loads(match["header"])
    except tomllib.TOMLDecodeError as error:
        raise SendMetricsError(f"{path.name}: the header is not valid TOML: {error}.") from error
    return header, match["sql"].strip()
