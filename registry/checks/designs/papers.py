"""Papers of a dossier (DSG-19), the General Staff's letter (DSG-15), the project's information (DSG-18)."""

from registry.checks.designs.asked import Asked
from registry.messages import Words
from registry.model.designs.design_findings import DesignFinding
from registry.model.designs.design_papers import DesignPaper, PaperState, design_papers
from registry.model.designs.dossiers import AreaKind, DesignStage
from registry.model.findings import Outcome

AIRSPACE, INFORMATION = "airspace_letter", "project_information"
_OF_THEIR_OWN = frozenset({AIRSPACE, INFORMATION, "in_building"})  # asked for by questions of their own


def asked_papers(asked: Asked) -> list[DesignPaper]:
    """Return the papers that the dossier is to hold, in the order in which they are shown."""
    dossier = asked.dossier
    kinds = frozenset(kind.value for kind in dossier.kinds)
    high = bool(asked.content.high_rises)
    return [
        paper
        for paper in design_papers().values()
        if paper.asked(dossier.stage.value, kinds, high_rises=high)
    ]


def papers(asked: Asked) -> list[DesignFinding]:
    """DSG-19: which papers are lacking, one finding each; one for all where none is."""
    if "DSG-19" not in asked.rules:
        return []
    found = []
    unstated = []
    for paper in asked_papers(asked):
        if paper.code in _OF_THEIR_OWN:
            continue
        state = asked.dossier.paper(paper.code)
        name = Words(paper.vi, paper.en)
        if state is PaperState.LACKING:
            code = "DSG-PAPER-LACKING" if paper.compulsory else "DSG-PAPER-WANTED"
            found.append(
                asked.say(
                    "DSG-19", Outcome.REVIEW, code, {"paper": name}, objects=(paper.code,),
                    missing=f"paper:{paper.code}",
                )
            )  # fmt: skip
        elif state is PaperState.UNSTATED:
            unstated.append(paper)
    if unstated:
        names = Words("; ".join(one.vi for one in unstated), "; ".join(one.en for one in unstated))
        found.append(
            asked.say(
                "DSG-19", Outcome.UNKNOWN, "DSG-PAPERS-UNSEEN", {"papers": names},
                objects=[one.code for one in unstated], missing="papers",
            )
        )  # fmt: skip
    return found or [asked.say("DSG-19", Outcome.PASS, "DSG-PAPERS-WHOLE")]


def airspace(asked: Asked) -> list[DesignFinding]:
    """DSG-15: before a plan of an urban area, high-rises or industrial infrastructure, the General Staff."""
    if "DSG-15" not in asked.rules:
        return []
    dossier = asked.dossier
    bound = bool(dossier.kinds & {AreaKind.URBAN, AreaKind.INDUSTRIAL}) or bool(asked.content.high_rises)
    if dossier.stage is not DesignStage.PLAN_500 or not bound:
        return [asked.say("DSG-15", Outcome.NA, "DSG-AIRSPACE-NOT-ASKED")]
    state = dossier.paper(AIRSPACE)
    if state is PaperState.IN:
        return [asked.say("DSG-15", Outcome.PASS, "DSG-AIRSPACE-IN")]
    missing = f"paper:{AIRSPACE}"
    if state is PaperState.LACKING:
        return [asked.say("DSG-15", Outcome.CONSENT, "DSG-AIRSPACE-LACKING", missing=missing)]
    return [asked.say("DSG-15", Outcome.UNKNOWN, "DSG-AIRSPACE-UNSEEN", missing=missing)]


def information(asked: Asked) -> list[DesignFinding]:
    """DSG-18: the developer sent the project's information, so that the carriers can be told."""
    if "DSG-18" not in asked.rules:
        return []
    state = asked.dossier.paper(INFORMATION)
    missing = f"paper:{INFORMATION}"
    if state is PaperState.IN:
        return [asked.say("DSG-18", Outcome.PASS, "DSG-INFORMATION-SENT")]
    if state is PaperState.LACKING:
        return [asked.say("DSG-18", Outcome.REVIEW, "DSG-INFORMATION-LACKING", missing=missing)]
    return [asked.say("DSG-18", Outcome.UNKNOWN, "DSG-INFORMATION-UNSEEN", missing=missing)]
