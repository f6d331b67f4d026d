"""WND row by row: the zone and the law of one row are the checks' own, the loop over rows is plain."""

from dataclasses import replace

from registry.checks import wind
from registry.checks.communes import commune_column, names_of
from registry.checks.context import Context
from registry.checks.proposals import Proposals
from registry.law import Rule
from registry.model.findings import Finding, Outcome
from registry.model.requests.proposals import ProposalKind


def design_wind(proposals: Proposals, context: Context, rule: Rule) -> list[Finding]:
    """WND-01: the design wind, as a 3 s gust, reaches that of the wind zone."""
    names = names_of(context.units)
    third = wind._zone_three(context, rule)
    at = commune_column(proposals, context).tolist()
    zones: dict[tuple[str, str, int], wind._Zone | None] = {}  # many rows of a list lie in the same communes
    findings = []
    for row, commune in zip(proposals.rows, at, strict=True):
        if row.kind is ProposalKind.SHARE and row.design_wind_ms is None:
            findings.append(Finding(rule.code, Outcome.NA, "WND-01-SHARE"))
            continue
        place = (row.commune, row.district, commune)
        if place not in zones:
            zones[place] = wind._zone_of(row, commune, names, third)
        findings.append(wind._judge(rule, row, zones[place]))
    return findings


WIND_CHECKS = tuple(replace(check, function=design_wind) for check in wind.WIND_CHECKS)
