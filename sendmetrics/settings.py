"""What this installation is set to: where things are, who reads, and how far they may see.

From ``data/settings.toml`` (or the file SENDMETRICS_SETTINGS names), each
value overridden by an environment variable; never from a URL.

    audience = "leaders"            # casework, leaders or shared
    name = "SEND data team"         # who the access log names
    extracts = "data/extracts"
    warehouse = "data/warehouse"
    key_file = "data/person.key"
    demo = "data/demo"              # where the made-up authority is kept

    [extent]                        # leave out what is not limited
    authorities = ["383"]
    schools = ["100001"]
    services = ["salt"]
"""

import getpass
import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sendmetrics.contracts.dimensions import EXTENT_KEYS
from sendmetrics.contracts.reference import PROJECT, SERVICE_CODE, code_labels
from sendmetrics.errors import RefusedError, SendMetricsError
from sendmetrics.metrics.question import AUDIENCES, Reader

DEFAULT_AUDIENCE = "leaders"
KNOWN = {"audience", "name", "extracts", "warehouse", "key_file", "demo", "extent"}


@dataclass(frozen=True)
class Settings:
    """``configured_audience`` is None where nobody has set one: on one's own machine nothing limits the owner."""

    configured_audience: str | None
    name: str
    extracts: Path
    warehouse: Path
    key_file: Path
    demo: Path
    extent: tuple[tuple[str, tuple[str, ...]], ...]

    def reader(self, asked: str | None = None) -> Reader:
        """The reader for an audience asked for on the command line, else the configured one, else leaders.

        Raises RefusedError when the audience asked for sees more than the configured one.
        """
        audience = asked or self.configured_audience or DEFAULT_AUDIENCE
        if self.configured_audience and AUDIENCES.index(audience) < AUDIENCES.index(self.configured_audience):
            raise RefusedError(
                f"This installation is set to the audience {self.configured_audience}; {audience} would show more. "
                "Ask whoever keeps the settings."
            )
        return Reader(self.name, audience, self.extent)


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings in force. Raises SendMetricsError naming the key that is wrong."""
    path = Path(environment.get("SENDMETRICS_SETTINGS", PROJECT / "data" / "settings.toml"))
    content = _read_content(path, "SENDMETRICS_SETTINGS" in environment)
    extent = content.get("extent", {})
    if not isinstance(extent, dict) or not all(isinstance(codes, list) for codes in extent.values()):
        raise SendMetricsError(f'{path}: [extent] takes lists of codes, such as schools = ["100001"].')
    extent = dict(extent)
    if unknown := [*(set(content) - KNOWN), *(set(extent) - set(EXTENT_KEYS))]:
        raise SendMetricsError(f"{path}: unknown settings {', '.join(sorted(unknown))}.")
    if empty := sorted(kind for kind, codes in extent.items() if not codes):
        raise SendMetricsError(f"{path}: [extent] lists no codes for {', '.join(empty)}. Remove what is not limited.")
    for kind in EXTENT_KEYS:
        listed = environment.get(f"SENDMETRICS_{kind.upper()}")
        if listed is not None:
            extent[kind] = [code.strip() for code in listed.split(",") if code.strip()]
            # Left empty by mistake, it must not open everything.
            if not extent[kind]:
                raise SendMetricsError(
                    f"SENDMETRICS_{kind.upper()} lists no codes. Remove it if {kind} are not limited."
                )

    services = code_labels("service")
    # One in the form of a code may be the authority's own: the warehouse knows, once it is open.
    if strange := sorted(str(code) for code in extent.get("services", []) if not _may_be_service(code)):
        raise SendMetricsError(
            f"The extent names services that are in no list: {', '.join(strange)}. There are: {', '.join(services)}."
        )

    def setting(name: str, default: object) -> object:
        return environment.get(f"SENDMETRICS_{name.upper()}") or content.get(name) or default

    audience = environment.get("SENDMETRICS_AUDIENCE", content.get("audience"))
    if audience is not None and audience not in AUDIENCES:
        raise SendMetricsError(f"The audience must be one of {', '.join(AUDIENCES)}, not {audience}.")
    return Settings(
        audience,
        str(setting("name", None) or getpass.getuser()),
        _path(setting("extracts", "data/extracts")),
        _path(setting("warehouse", "data/warehouse")),
        _path(setting("key_file", "data/person.key")),
        _path(setting("demo", "data/demo")),
        tuple(sorted((kind, tuple(map(str, codes))) for kind, codes in extent.items())),
    )


def _may_be_service(code: object) -> bool:
    return isinstance(code, str) and re.fullmatch(SERVICE_CODE, code) is not None


def _read_content(path: Path, is_named: bool) -> dict:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        if is_named:
            raise SendMetricsError(f"SENDMETRICS_SETTINGS names {path}, which is not there.") from error
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SendMetricsError(f"{path} is not valid TOML: {error}.") from error
    except (OSError, ValueError) as error:
        raise SendMetricsError(f"The settings {path} cannot be read: {error}.") from error


def _path(text: object) -> Path:
    try:
        path = Path(str(text)).expanduser()
    except RuntimeError as error:
        raise SendMetricsError(f"The settings name the folder {text}: {error}") from error
    return path if path.is_absolute() else PROJECT / path
