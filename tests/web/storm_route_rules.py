"""Who is meant to use which route of storms, warnings and the shift; others stand in ``route_rules``."""

from registry.model.people import INSIDE, Role
from tests.web.route_roles import DUTY, READERS, STORMS

STORM_RULES: tuple[tuple[frozenset[Role] | None, str], ...] = (
    (
        INSIDE,
        "storms.winds "
        "storms.report storms.report_document storms.after storms.after_book storms.bulletins storms.calls "
        "storms.weights storms.letters storms.letters_zip storms.mast storms.masts_data storms.ranking_book "
        "storms.robust_book storms.show storms.times_data storms.wall",
    ),
    (frozenset({Role.LEADER, Role.APPRAISER}), "storms.decide"),
    (READERS, "storms.letter storms.letter_file storms.letter_list storms.listed"),
    (INSIDE, "hazards.calls hazards.letters"),
    (
        READERS,
        "hazards.drawn hazards.letter hazards.letter_file hazards.letter_list hazards.listed hazards.show",
    ),
    (STORMS | {Role.CARRIER}, "hazards.acknowledged"),
    (
        STORMS,
        "hazards.all_sent hazards.draft hazards.sent hazards.sent_corrected hazards.sent_taken_back "
        "hazards.heard_taken_back "
        "hazards.correct hazards.correction hazards.deed hazards.enter hazards.ground hazards.ground_form "
        "hazards.ground_removed hazards.new hazards.road hazards.road_cut hazards.road_form",
    ),
    (READERS, "storms.letter_map storms.letter_mast storms.letter_masts storms.letter_times"),
    (
        STORMS,
        "now.end now.listed now.make storms.report_final storms.report_open storms.report_texts "
        "storms.after_budget storms.after_campaign storms.after_region storms.after_share storms.close "
        "storms.all_sent storms.draft storms.make_letters_zip storms.new "
        "storms.newer storms.read storms.read_newer storms.reopen storms.sent storms.sent_corrected "
        "storms.sent_taken_back storms.heard_taken_back storms.stand_down storms.use storms.withdraw "
        "storms.wind_add "
        "storms.wind_table storms.wind_amend storms.wind_strike storms.wind_restore "
        "storms.wind_correct storms.wind_correct_end",
    ),
    (STORMS | DUTY, "shift.handover shift.show"),
    (STORMS | {Role.CARRIER}, "storms.acknowledged storms.masts"),
)
