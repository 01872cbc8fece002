"""Who asked what, and when: one line for each query of casework and leaders, only ever added to; nothing about a child."""

import datetime
import json
import os
from collections.abc import Callable
from pathlib import Path

from sendmetrics.errors import SendMetricsError
from sendmetrics.metrics.question import Question, Reader

LOG_NAME = "access_log.jsonl"


class AccessLog:
    """An append-only file beside the warehouse. ``now`` is given by whoever starts the program."""

    def __init__(self, path: Path, now: Callable[[], datetime.datetime]) -> None:
        self.path = path
        self._now = now

    def add(
        self, reader: Reader, question: Question, as_at: datetime.date | None, rows: int, what: str = "figures"
    ) -> None:
        """One line; ``what`` was given, ``figures`` or the ``cases`` behind them. Raises SendMetricsError when it cannot be written, and then no figure is given."""
        entry = {
            "when": self._now().isoformat(timespec="seconds"),
            "who": reader.name,
            "audience": reader.audience,
            "extent": {kind: list(codes) for kind, codes in reader.extent},
            "what": what,
            "metric": question.metric,
            "by": question.by,
            "every": question.every,
            "view": question.view,
            "as_at": as_at.isoformat() if as_at else None,
            "filters": question.as_filters(),
            "rows": rows,
        }
        line = (json.dumps(entry, ensure_ascii=False) + "\n").encode()
        try:
            descriptor = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            try:
                os.write(descriptor, line)
            finally:
                os.close(descriptor)
        except OSError as error:
            raise SendMetricsError(
                f"The access log {self.path} cannot be written ({error.strerror}), so no figure is given. "
                "Whoever reads figures needs to be able to write there."
            ) from error
