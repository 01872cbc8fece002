"""All files of a folder into staging: found, recognised, read, cast, tied together. Nothing is judged here but readability."""

import tempfile
import zlib
from pathlib import Path

from sendmetrics.contracts import FEEDS
from sendmetrics.contracts.findings import REJECT_FILE, TELL, Finding
from sendmetrics.errors import SendMetricsError
from sendmetrics.extracts.casting import cast_feed, forget_unknown_areas
from sendmetrics.extracts.census_dates import date_censuses
from sendmetrics.extracts.count_dates import date_school_counts
from sendmetrics.extracts.delimited import constant_for, load_csv, positions, unused_places
from sendmetrics.extracts.linking import link_files
from sendmetrics.extracts.mapping import MAPPING, FileMapping, read_mapping
from sendmetrics.extracts.named_days import date_names
from sendmetrics.extracts.own_services import read_own_services, stage_own_services
from sendmetrics.extracts.published_lists import load_published_lists
from sendmetrics.extracts.recognise import Layout, recognise_layout
from sendmetrics.extracts.sen2_xml import load_sen2_xml
from sendmetrics.extracts.sources import RECODED, Source, as_utf8, find_sources
from sendmetrics.extracts.staging import Progress, Staging
from sendmetrics.extracts.targets import read_targets_file, stage_targets
from sendmetrics.extracts.workbooks import column_letters
from sendmetrics.words import say_count, say_list

WORK_PREFIX = ".work-"


def read_extracts(
    folder: Path,
    progress: Progress = lambda _: None,
    work_in: Path | None = None,
    sources: list[Source] | None = None,
) -> tuple[Staging, list[Finding]]:
    """Read every file below ``folder`` (``sources``, where they are known) into a new Staging.

    Returns the staging and the findings on files that could not be used. The
    caller closes the staging. Raises SendMetricsError when the folder is not
    there, or its mapping.toml, targets.toml or services.toml cannot be understood.
    """
    if not folder.is_dir():
        raise SendMetricsError(f"There is no folder {folder}. Make it and put the authority's files in it.")
    own, targets = read_own_services(folder), read_targets_file(folder)
    mapping = read_mapping(folder, own)
    work = Path(tempfile.mkdtemp(prefix=WORK_PREFIX, dir=work_in))
    staging = Staging(folder, work, mapping, progress, targets=targets, own_services=own)
    staging.sources = find_sources(folder) if sources is None else sources
    try:
        stage_targets(staging.con, targets)
        stage_own_services(staging.con, own)
        findings = [*own.findings, *_read_files(staging)]
        progress("Casting values")
        for feed in FEEDS.values():
            cast_feed(staging, feed)
        forget_unknown_areas(staging)
        findings += link_files(staging)
        date_names(staging)
        date_censuses(staging)
        date_school_counts(staging)
    except BaseException:
        staging.close()
        raise
    return staging, findings


def _read_files(staging: Staging) -> list[Finding]:
    findings = _unused_mappings(staging)
    seen: dict[str, Source] = {}
    for place, source in enumerate(staging.sources, start=1):
        staging.progress(f"Reading {place} of {len(staging.sources)}: {source.name}")
        if source.sha256 in seen:
            staging.repeats[source.file_id] = seen[source.sha256]
            findings.append(_repeated_file(source, seen[source.sha256]))
            continue
        seen[source.sha256] = source
        findings += _read_file(staging, source)
    return findings


def _read_file(staging: Staging, source: Source) -> list[Finding]:
    mapping = staging.mapping.for_file(source.name)
    try:
        path = as_utf8(source, staging.work)
    except (EOFError, OSError, zlib.error) as error:
        layout = Layout("unknown", reason=f"The file cannot be opened or unpacked ({type(error).__name__}).")
        staging.layouts[source.file_id] = layout
        return [_unrecognised(source, layout)]
    layout = recognise_layout(path, mapping.headings)
    staging.layouts[source.file_id] = layout
    if layout.kind == "unknown":
        return [_unread(staging, source, path, layout)]
    findings = _lost_characters(source, path)
    if layout.kind == "sen2_xml":
        try:
            load_sen2_xml(staging, source, path)
        except SendMetricsError as error:
            findings.append(_file_finding(source, "SEN2 return", "file_broken", str(error), "Export the return again."))
        return findings
    if layout.kind == "workbook":
        return findings + load_published_lists(staging, source, path)
    places = positions(layout.feed, layout, mapping.headings)
    lacking = [
        column.printed_heading
        for column in layout.feed.columns
        if (column.required or column.name in layout.feed.needed)
        and column.name not in places
        and constant_for(column, mapping) is None
    ]
    if lacking:
        layout = Layout("unknown", headings=layout.headings, nearest=layout.feed, missing=tuple(lacking))
        return [*findings, _unread(staging, source, path, layout)]
    load_csv(staging, source, path, layout, mapping)
    findings += _no_rows(staging, source, layout)
    findings += _absent_headings(source, layout, mapping, places)
    return findings + _extra_headings(staging, source, layout, mapping.headings)


def _file_finding(source: Source, sheet: str, rule: str, message: str, action: str) -> Finding:
    return Finding(REJECT_FILE, source.name, sheet, None, "", rule, message, action)


def _unread(staging: Staging, source: Source, path: Path, layout: Layout) -> Finding:
    """The finding on a file of no known layout; what stands below its headings counts as rows, all rejected."""
    staging.layouts[source.file_id] = layout
    if layout.headings:
        with open(path, "rb") as file:
            staging.lines_unread[source.file_id] = max(sum(1 for line in file if line.strip()) - 1, 0)
    return _unrecognised(source, layout)


def _lost_characters(source: Source, path: Path) -> list[Finding]:
    """Bytes of a recoded file that stand for no character."""
    if path.suffix != RECODED:
        return []
    with open(path, encoding="utf-8", newline="") as file:
        count = sum(line.count("\N{REPLACEMENT CHARACTER}") for line in file)
    if not count:
        return []
    message = f"{say_count(count, 'character', 'characters')} cannot be read as UTF-8 or Windows-1252."
    return [Finding(TELL, source.name, "", None, "", "characters_lost", message, "Export the file as UTF-8.", count)]


def _unrecognised(source: Source, layout: Layout) -> Finding:
    if layout.nearest is None:
        action = layout.action or "Take it out of the folder, or see the README for the layouts that are read."
        return _file_finding(source, "", "file_not_recognised", layout.reason, action)
    missing = ", ".join(layout.missing)
    return _file_finding(
        source,
        layout.nearest.title,
        "file_not_recognised",
        f'Nearest to "{layout.nearest.title}", but without: {missing}.',
        "Add those columns, or say in mapping.toml which of the file's columns they are.",
    )


def _repeated_file(source: Source, first: Source) -> Finding:
    return Finding(
        TELL,
        source.name,
        "",
        None,
        "",
        "file_repeated",
        f"The same content as {first.name}.",
        "Remove one; it is read once.",
    )


def _unused_mappings(staging: Staging) -> list[Finding]:
    names = {name.casefold() for source in staging.sources for name in (source.name, source.path.name)}
    return [
        Finding(
            TELL,
            MAPPING,
            "",
            None,
            "",
            "mapping_unused",
            f'It speaks of a file "{name}" that is not in the folder.',
            "Correct the name, or take the entry out.",
        )
        for name in staging.mapping.files
        if name not in names
    ]


def _no_rows(staging: Staging, source: Source, layout: Layout) -> list[Finding]:
    """A file of headings alone looks like one that is in use: an export that failed, or a template nobody filled in."""
    tables = (f"from raw_{layout.feed.name} where", f"from broken_rows where feed = '{layout.feed.name}' and")
    is_there = " or ".join(f"exists ({table} file_id = $file_id)" for table in tables)
    if staging.con.execute(f"select {is_there}", {"file_id": source.file_id}).fetchone()[0]:
        return []
    message = f'It has the headings of "{layout.feed.title}" and no rows below them.'
    action = "Nothing, if there are none to give; else fill it in or export it again."
    return [Finding(TELL, source.name, layout.feed.title, None, "", "file_without_rows", message, action)]


def _absent_headings(source: Source, layout: Layout, mapping: FileMapping, places: dict[str, int]) -> list[Finding]:
    """Without its column an event has never happened: nobody was rejected, nobody has answered, everybody waits."""
    absent = [
        column.printed_heading
        for column in map(layout.feed.column, layout.feed.expected)
        if column.name not in places and constant_for(column, mapping) is None
    ]
    if not absent:
        return []
    what = (
        f"Column {absent[0]} of the template is"
        if len(absent) == 1
        else f"Columns {say_list(absent)} of the template are"
    )
    return [
        Finding(
            TELL,
            source.name,
            layout.feed.title,
            1,
            say_list(absent),
            "column_absent",
            f"{what} not in the file. What would stand there counts as not known, and an event without its date as not having happened.",
            f"Where the file has it under another heading, say so in {MAPPING} below [columns]; else ask for it, or mind what the measures then leave out.",
            len(absent),
        )
    ]


def _extra_headings(staging: Staging, source: Source, layout: Layout, renamed: dict[str, str]) -> list[Finding]:
    """Templates are ours, so a column we do not know may be a misspelt one; national files have many we do not need.

    Columns are told by their letters: a heading may be anything, a name even.
    """
    extra = unused_places(layout.feed, layout, renamed) if layout.feed.is_template else []
    if not extra:
        return []
    shown = say_list([*map(column_letters, extra[:8]), *(["others"] if len(extra) > 8 else [])])
    what = f"Column {shown} is" if len(extra) == 1 else f"Columns {shown} are"
    return [
        Finding(
            TELL,
            source.name,
            layout.feed.title,
            1,
            shown,
            "column_not_used",
            f"{what} not part of the template and not read.",
            "Nothing, if they are not needed; else correct the heading.",
            len(extra),
        )
    ]
