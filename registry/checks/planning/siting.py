"""PLN-04: a mast put up in an urban area stands on an existing building's roof, or on public land.

The text speaks of where masts are installed, so one that is moved is asked as a new one is. One that takes
the place of another stood there before the text: on private ground the transitional provision is weighed.
"""

from dataclasses import replace
from itertools import compress

from registry.checks.answers import Answers, sorted_out, where
from registry.checks.context import Context, Ints
from registry.checks.holding import columns_of, outlines_of
from registry.checks.proposals import Proposals
from registry.checks.stated import alike, telling
from registry.checks.urban import Urban, UrbanBasis, urban_of
from registry.law import Rule
from registry.model.areas import Layer
from registry.model.finding_columns import FindingColumns
from registry.model.findings import Finding, Outcome, Reservation
from registry.model.requests.proposals import BUILDS, Proposal, ProposalKind
from registry.model.sites import Support

PUBLIC = "public"  # code of data/codes/choices.toml, land_types


def urban_siting(proposals: Proposals, context: Context, rule: Rule) -> FindingColumns:
    """PLN-04: in urban areas only on roofs and public land; what rows state alike is judged once."""
    answers = Answers.to(proposals, context, rule)
    builds = proposals.of_kind(*BUILDS)
    answers.put(where(~builds), Finding(rule.code, Outcome.NA, "PLN-04-NOT-NEW"))
    rows = where(builds)
    if not len(rows):
        return answers.found
    urbans = urban_of(proposals, context)
    replaced = proposals.of_kind(ProposalKind.REPLACE)
    columns = (urbans.urban, urbans.approximate, urbans.near, urbans.basis, proposals.known, replaced)
    words = (compress(telling(proposals, name), builds.tolist()) for name in ("support", "land_type"))
    same = alike(*words, *(column[rows].tolist() for column in columns))
    for first, those in zip(same.first.tolist(), same.rows(), strict=True):
        one = int(rows[first])
        standing = urbans[one]
        if standing.urban is None and not proposals.known[one]:
            answers.unreadable(rows[those])
            continue
        finding = _judge(rule, proposals.rows[one], standing)
        if finding.outcome is Outcome.NA:
            answers.put(rows[those], finding)
        else:
            _put(answers, rows[those], finding, urbans.zone[rows[those]])
    return answers.found


def _put(answers: Answers, rows: Ints, finding: Finding, zone: Ints) -> None:
    """Answer rows; what the zone says of its name and outline is taken from it, where one holds the row."""
    layer = answers.context.layer(Layer.URBAN_AREA)
    for (held,), those in sorted_out(zone >= 0):
        if held:
            zones = zone[those]
            answers.put(
                rows[those], replace(finding), related=columns_of(layer).names[zones],
                evidence=outlines_of(layer, zones),
            )  # fmt: skip
        else:
            answers.put(rows[those], finding)


def _judge(rule: Rule, row: Proposal, urban: Urban) -> Finding:
    replaces = row.kind is ProposalKind.REPLACE
    if urban.urban is None:
        stands_anywhere = row.support is Support.ROOF or row.land_type == PUBLIC  # in towns, too
        return Finding(
            rule.code, Outcome.UNKNOWN, "PLN-04-URBAN-UNKNOWN", missing="layer:urban_area",
            kind=Reservation.OFFICE, could_refuse=not stands_anywhere and not replaces,
        )  # fmt: skip
    disputed = urban.basis is UrbanBasis.DISPUTED
    if urban.urban is False and not urban.near and not disputed:
        stands_in = urban.basis is UrbanBasis.FORMER_UNITS
        return Finding(
            rule.code,
            Outcome.NA,
            "PLN-04-NOT-URBAN-APPROXIMATE" if stands_in else "PLN-04-NOT-URBAN",
            missing="layer:urban_area" if stands_in else None,
            kind=Reservation.OFFICE if stands_in else None,  # far from any town that the former units know
        )
    if row.support is Support.ROOF:
        return Finding(rule.code, Outcome.PASS, "PLN-04-ROOF")
    if row.support is None:
        return Finding(rule.code, Outcome.UNKNOWN, "PLN-04-NO-SUPPORT", missing="value:support")
    if not row.land_type:
        return Finding(rule.code, Outcome.UNKNOWN, "PLN-04-NO-LAND", missing="value:land_type")
    if row.land_type == PUBLIC:
        return Finding(rule.code, Outcome.PASS, "PLN-04-PUBLIC")
    if replaces:
        return Finding(rule.code, Outcome.REVIEW, "PLN-04-REPLACES")
    finding = Finding(rule.code, Outcome.FAIL, "PLN-04-PRIVATE-GROUND")
    if urban.approximate:
        finding.outcome, finding.flips = Outcome.REVIEW, True
        likely = "PLN-04-LIKELY-URBAN" if urban.urban else "PLN-04-LIKELY-NOT-URBAN"
        finding.code = "PLN-04-GROUND-NEAR-URBAN"
        finding.notes = ((likely, {}),)
        finding.kind = Reservation.CONDITION
        if urban.basis is UrbanBasis.FORMER_UNITS:
            finding.missing = "layer:urban_area"
            finding.kind, finding.could_refuse = Reservation.OFFICE, True
    return finding
