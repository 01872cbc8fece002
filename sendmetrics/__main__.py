"""The command line: python -m sendmetrics. The only place that asks what today is."""

import argparse
import datetime
import json
import sys
from pathlib import Path

from sendmetrics.errors import RefusedError, SendMetricsError
from sendmetrics.exports.cases import cases_to_csv, cases_to_json, cases_to_table
from sendmetrics.exports.methodology import render_methodology
from sendmetrics.exports.reports import render_findings, render_report
from sendmetrics.exports.results import to_csv, to_json, to_table
from sendmetrics.metrics.access_log import LOG_NAME, AccessLog
from sendmetrics.metrics.definition import EVERY_VIEW, read_metrics
from sendmetrics.metrics.engine import Engine
from sendmetrics.metrics.question import AUDIENCES, EVERY, Question
from sendmetrics.metrics.standards import read_services, refuse_unknown_services
from sendmetrics.settings import Settings, read_settings
from sendmetrics.synthetic.demo import DEFAULT_AS_AT, DEFAULT_PUPILS, write_demo
from sendmetrics.warehouse.build import build_warehouse, check_extracts
from sendmetrics.warehouse.opened import open_warehouse
from sendmetrics.warehouse.person_key import read_or_create_key
from sendmetrics.warehouse.publish import current_file

FINE, REJECTS, WRONG_USAGE = 0, 1, 2
FORMATS = {"table": to_table, "csv": to_csv, "json": to_json}
CASE_FORMATS = {"table": cases_to_table, "csv": cases_to_csv, "json": cases_to_json}


def now() -> datetime.datetime:
    return datetime.datetime.now().astimezone()


def main(arguments: list[str] | None = None) -> int:
    """Run one command; the exit code is 0 when fine, 1 when findings reject something, 2 for wrong usage."""
    for stream in (sys.stdout, sys.stderr):
        # What was typed may not be text at all, and is still repeated in the answer to it.
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    options = _parser().parse_args(arguments)
    try:
        return options.run(options, read_settings())
    except SendMetricsError as error:
        print(error, file=sys.stderr)
        return WRONG_USAGE
    except BrokenPipeError:
        # Whoever read our output has seen enough.
        sys.stderr.close()
        return FINE
    except OSError as error:
        print(f"{error.filename or 'A file'} cannot be used: {error.strerror or error}.", file=sys.stderr)
        return WRONG_USAGE


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m sendmetrics", description="True answers on SEND from an authority's own files."
    )
    commands = parser.add_subparsers(required=True, metavar="command")

    demo = commands.add_parser("demo", help="write the files of a made-up authority")
    demo.add_argument("folder", type=_folder, metavar="DIR", help="a new folder for the files")
    demo.add_argument("--pupils", type=int, default=DEFAULT_PUPILS, help="2,000 to 250,000 (default %(default)s)")
    demo.add_argument("--seed", type=int, default=1, help="the same seed gives the same files (default %(default)s)")
    demo.add_argument(
        "--as-at",
        type=_date,
        default=DEFAULT_AS_AT,
        metavar="DATE",
        help="newest day of the data (default %(default)s)",
    )
    demo.add_argument("--plain", action="store_true", help="plant nothing unusual")
    demo.set_defaults(run=_demo)

    check = commands.add_parser("check", help="say what is wrong with the files of a folder")
    check.add_argument("folder", type=_folder, metavar="DIR", help="folder of files")
    check.add_argument("--json", action="store_true", help="print JSON")
    check.set_defaults(run=_check)

    build = commands.add_parser("build", help="check and load a folder of files into the warehouse")
    build.add_argument("--extracts", type=_folder, metavar="DIR", help="folder of files (default data/extracts)")
    _add_warehouse(build)
    build.set_defaults(run=_build)

    metric = commands.add_parser("metric", help="print one measure")
    metric.add_argument("name", metavar="NAME", help="see the command metrics")
    metric.add_argument(
        "--by", action=_Once, metavar="DIM", help="split by locality, phase, school, service and others"
    )
    metric.add_argument("--every", choices=EVERY, default="all", help="one row a period (default %(default)s)")
    metric.add_argument("--from", dest="start", type=_date, metavar="DATE", help="first day")
    metric.add_argument("--to", dest="end", type=_date, metavar="DATE", help="last day")
    metric.add_argument(
        "--where", action="append", default=[], metavar="DIM=VALUE", help="keep only this; may be repeated"
    )
    metric.add_argument("--view", choices=EVERY_VIEW, help="for a wait (default open, completed and cohort)")
    metric.add_argument(
        "--as-at", type=_date, metavar="DATE", help="as of this day (default the newest day of the measure's data)"
    )
    metric.add_argument("--cases", action="store_true", help="list the cases behind the figure (casework only)")
    metric.add_argument("--audience", choices=AUDIENCES, help="who will read it (default leaders)")
    metric.add_argument("--format", choices=FORMATS, default="table", help="how to print it (default %(default)s)")
    _add_warehouse(metric)
    metric.set_defaults(run=_metric)

    metrics = commands.add_parser("metrics", help="list the measures")
    metrics.add_argument(
        "--format", choices=("table", "json"), default="table", help="how to print it (default %(default)s)"
    )
    metrics.set_defaults(run=_metrics)

    methodology = commands.add_parser("methodology", help="print the methodology as Markdown")
    methodology.set_defaults(run=_methodology)
    return parser


def _add_warehouse(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--warehouse", type=_folder, metavar="DIR", help="folder of warehouse files (default data/warehouse)"
    )


class _Once(argparse.Action):
    """An option that is given once: of two, one would be dropped without a word."""

    def __call__(self, parser, namespace, values, option_string=None):
        if getattr(namespace, self.dest) is not None:
            parser.error(f"argument {option_string}: give it once; what to keep goes to --where.")
        setattr(namespace, self.dest, values)


def _date(text: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} is not a date such as 2026-01-15") from None


def _folder(text: str) -> Path:
    # An empty name would be the current folder: nobody means that who writes nothing.
    if not text.strip():
        raise argparse.ArgumentTypeError("the name of the folder is empty; for the folder you are in, write .")
    return Path(text)


def _progress(message: str) -> None:
    print(message, file=sys.stderr, flush=True)


def _demo(options: argparse.Namespace, settings: Settings) -> int:
    written = write_demo(
        options.folder,
        pupils=options.pupils,
        seed=options.seed,
        as_at=options.as_at,
        is_plain=options.plain,
        progress=_progress,
    )
    print(f"Wrote {len(written)} files of a made-up authority to {options.folder}.")
    print(f"Next: python -m sendmetrics build --extracts {options.folder}")
    return FINE


def _check(options: argparse.Namespace, settings: Settings) -> int:
    report = check_extracts(options.folder, _progress)
    print(render_findings(report, as_json=options.json))
    return REJECTS if report.rejects else FINE


def _build(options: argparse.Namespace, settings: Settings) -> int:
    report = build_warehouse(
        options.extracts or settings.extracts,
        options.warehouse or settings.warehouse,
        read_or_create_key(settings.key_file),
        now(),
        _progress,
    )
    print(render_report(report))
    return REJECTS if report.rejects else FINE


def _metric(options: argparse.Namespace, settings: Settings) -> int:
    reader = settings.reader(options.audience)
    folder = options.warehouse or settings.warehouse
    question = Question(
        options.name,
        by=options.by,
        every=options.every,
        start=options.start,
        end=options.end,
        where=_where(options.where),
        view=options.view,
        as_at=options.as_at,
    )
    engine = Engine(open_warehouse(folder), AccessLog(folder / LOG_NAME, now))
    refuse_unknown_services(engine.warehouse, reader)
    if options.cases:
        text = CASE_FORMATS[options.format](engine.list_cases(question, reader))
    else:
        text = FORMATS[options.format](engine.answer(question, reader))
    print(text, end="" if options.format != "json" else "\n")
    return FINE


def _where(pairs: list[str]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """DIM=VALUE pairs, values of the same dimension together."""
    wanted: dict[str, list[str]] = {}
    for pair in pairs:
        name, separator, value = pair.partition("=")
        if not separator:
            raise RefusedError(f"--where takes DIM=VALUE, such as --where phase=Primary; not {pair}.")
        wanted.setdefault(name.strip(), []).append(value.strip())
    return tuple((name, tuple(values)) for name, values in wanted.items())


def _metrics(options: argparse.Namespace, settings: Settings) -> int:
    listed = read_metrics().values()
    if options.format == "json":
        shown = [
            {name: value for name, value in vars(metric).items() if name not in ("sql", "columns")} for metric in listed
        ]
        print(json.dumps(shown, indent=2, ensure_ascii=False, default=str))
    else:
        width = max(len(metric.name) for metric in listed)
        for metric in listed:
            print(f"{metric.name.ljust(width)}  {metric.kind.ljust(10)}  {metric.title}")
    return FINE


def _methodology(options: argparse.Namespace, settings: Settings) -> int:
    folder = settings.warehouse
    services = read_services(open_warehouse(folder)) if current_file(folder) else None
    print(render_methodology(services))
    return FINE


if __name__ == "__main__":
    sys.exit(main())
