"""What a check or a build says to the analyst: every file's rows accounted for, and every finding with what to do."""

import json
from dataclasses import asdict

from sendmetrics.contracts.findings import SEVERITIES
from sendmetrics.warehouse.build import Report


def render_report(report: Report) -> str:
    """The account of a build: files, rows not loaded by reason, findings in short, and where the warehouse is."""
    lines = []
    if not report.is_new:
        lines += ["Nothing changed since the last build; nothing was rebuilt.", ""]
    lines += _accounts(report)
    lines += _findings_in_short(report)
    if report.rejected_files:
        folder = report.rejected_files[0].parent
        lines += ["", f"Rejected rows, to be corrected: {folder}"]
        lines += ["Copy them out of there first: each build writes that folder afresh."]
    lines += ["", f"Warehouse: {report.path}"]
    return "\n".join(lines)


def render_findings(report: Report, as_json: bool) -> str:
    """All findings, with the rows of every file accounted for."""
    if as_json:
        files = [
            asdict(load) | {"departures": [asdict(d) for d in report.departures if d.file_id == load.file_id]}
            for load in report.loads
        ]
        content = {"files": files, "findings": [finding.as_dict() for finding in report.findings]}
        return json.dumps(content, indent=2, ensure_ascii=False)
    lines = _accounts(report)
    for severity in SEVERITIES:
        found = [finding for finding in report.findings if finding.severity == severity]
        if not found:
            continue
        lines += ["", f"{severity.capitalize()} ({len(found)})"]
        for finding in found:
            where = ", ".join(
                filter(None, (finding.file, finding.sheet, finding.row and f"row {finding.row}", finding.column))
            )
            lines += [f"  {where}", f"    {finding.message}", f"    {finding.action}  [{finding.rule}]"]
    if not report.findings:
        lines += ["", "No findings."]
    return "\n".join(lines)


def _accounts(report: Report) -> list[str]:
    lines = []
    for load in report.loads:
        lines.append(
            f"{load.file} ({load.layout}): {load.rows_in:,} rows in = {load.rows_loaded:,} loaded "
            f"+ {load.rows_set_aside:,} set aside + {load.rows_rejected:,} rejected"
        )
        lines += [
            f"    {departure.rows:,} {departure.kind}: {departure.reason}"
            + (f" ({departure.record})" if departure.record != load.layout else "")
            for departure in report.departures
            if departure.file_id == load.file_id
        ]
    return lines


def _findings_in_short(report: Report) -> list[str]:
    counts = {severity: sum(finding.severity == severity for finding in report.findings) for severity in SEVERITIES}
    said = ", ".join(f"{count} {severity}" for severity, count in counts.items() if count)
    return ["", f"Findings: {said or 'none'}. All of them: python -m sendmetrics check DIR, or the page Data quality."]
