"""Who is meant to use which route: written down once more, apart from the views.

A route that is not here fails the build, and so does a declaration that says otherwise. Whoever adds a view
says here whom it is for.
"""

from registry.model.people import INSIDE, STAFF, Role
from tests.web.outage_route_rules import OUTAGE_RULES
from tests.web.route_roles import (
    DUTY,
    EVERYBODY,
    INSPECTING,
    OFFICERS,
    PAPERS,
    READERS,
    SENDERS,
    SIGNED_IN,
    ZONES,
)
from tests.web.storm_route_rules import STORM_RULES

_RULES: tuple[tuple[frozenset[Role] | None, str], ...] = (
    (
        EVERYBODY,
        "about.show api.docs api.openapi api.problem "
        "guides.listed guides.picture guides.show open_data.catalogue open_data.dictionary "
        "open_data.file open_data.show open_tiles.about open_tiles.tile "
        "well_known.robots well_known.security "
        "ogc.landing ogc.conformance ogc.openapi ogc.collections ogc.collection ogc.queryables ogc.schema "
        "ogc.items ogc.item ogc.job ogc.job_results ogc.listed ogc.process "
        "outages.public outages.public_csv outages.public_list static languages.switch "
        "oidc.back oidc.begin oidc.ended "
        "country.script "
        "api_check.check now.opened_link field_phones.open_session security.login security.logout "
        "security.static "
        "security.tf_select security.two_factor_rescue security.two_factor_setup "
        "security.two_factor_token_validation",
    ),
    (
        SIGNED_IN,
        "access_tokens.end_own access_tokens.make_own access_tokens.own accounts.end_own_phone accounts.mine "
        "accounts.second_step open_sessions.end_own "
        "chosen.at chosen.export chosen.places_listed chosen.shape chosen.show "
        "map.borders map.desk map.masts map.site map.spot map.zones "
        "now.show map_days.changes map_days.masts map_sheet.form map_sheet.pdf found_lines.line "
        "mast_table.export mast_table.listed mast_table.window notices.follow documents.follow "
        "views.first views.listed views.remove views.rename views.save views.share "
        "regulations.here style.show "
        "find.show find.hits search.search start.day start.show tiles.picture "
        "security.change_password security.two_factor_setup_validate security.verify "
        "zones.export zones.listed zones.show zones.template",
    ),
    (SENDERS, "training.course training.deed training.material training.show"),
    (DUTY - {Role.DUTY_OFFICER}, "training.certificate training.record"),
    (READERS | {Role.CONSULTED}, "api.get_mast api.list_masts"),
    (
        READERS,
        "api.get_outage_event api.get_request api.list_obligations api.list_outage_events "
        "api.list_outage_reports api.list_requests",
    ),
    (
        SENDERS,
        "api.appraise api.file_request api.get_appraisal api.get_mast_list api.list_mast_lists ogc.execution",
    ),
    (OFFICERS | {Role.CARRIER}, "api.hand_in_list api.send_list"),
    (DUTY | {Role.CARRIER}, "api.report_outages"),
    (
        STAFF | {Role.CARRIER, Role.CONSULTED},
        "api.list_notices api.open_notice notices.listed notices.opened",
    ),
    (SENDERS, "portal.changed portal.one"),
    (PAPERS, "outbox.again outbox.cancel outbox.listed"),
    (PAPERS, "exchange.aside exchange.content exchange.file_with exchange.listed exchange.show"),
    (READERS, "ledger.record"),
    (READERS | {Role.CONSULTED}, "packages.check packages.prove qgis.by_api qgis.show qgis.with_package"),
    (
        READERS,
        "approvals.export approvals.listed approvals.show requests.annex requests.around requests.attachment "
        "requests.marked requests.findings requests.instead requests.numbered requests.queue_book "
        "requests.conditions requests.gate requests.rows requests.show requests.signature requests.start "
        "requests.supplement_items requests.try_at sharing.export sharing.letter sharing.listed "
        "sharing.request_letter sharing.show",
    ),
    (
        READERS,
        "duty_letters.book duty_letters.document duty_letters.listed duty_letters.show obligations.export "
        "obligations.listed obligations.report obligations.show obligations.works",
    ),
    (INSIDE, "requests.position_visits"),
    (INSIDE, "critical.drawn critical.listed critical.show"),
    (
        INSIDE,
        "overview.areas overview.attention overview.commune overview.csv overview.document overview.geojson "
        "overview.ground overview.listed overview.population overview.streets",
    ),
    (
        {Role.ADMINISTRATOR, Role.APPRAISER, Role.LEADER},
        "overview.population_commit overview.population_preview overview.population_start "
        "overview.population_template overview.population_upload",
    ),
    ({Role.ADMINISTRATOR, Role.LEADER}, "overview.choose overview.chosen"),
    (
        ZONES | {Role.DUTY_OFFICER},
        "critical.add critical.change critical.change_form critical.deed critical.file_commit "
        "critical.file_preview critical.file_start critical.file_upload critical.new critical.template",
    ),
    (
        INSIDE,
        "compliance.export compliance.mast compliance.rows compliance.summary list_changes.export "
        "list_changes.show",
    ),
    (
        OFFICERS,
        "compliance.learn compliance.learn_many compliance.letters duty_letters.answer duty_letters.drafts "
        "duty_letters.filled "
        "list_changes.answer list_changes.letters "
        "duty_letters.put_away duty_letters.sent obligations.back obligations.done obligations.extend "
        "letter_edits.save obligations.remind obligations.send_back obligations.take_report",
    ),
    (
        INSIDE | {Role.CARRIER},
        "cables.check_file cables.check_page cables.check_points cables.check_run cables.export "
        "cables.listed cables.node cables.part cables.route cables.segment cables.template cables.tile "
        "cables.trouble cables.troubles cables.underground cables.underground_area cables.underground_lines",
    ),
    (
        ZONES | {Role.CARRIER},
        "cables.batches cables.draw cables.draw_divide cables.draw_points cables.draw_save "
        "cables.file_commit cables.file_preview cables.file_start cables.file_upload cables.node_form "
        "cables.node_save cables.retire",
    ),
    (
        OFFICERS | {Role.CARRIER},
        "obligations.hand mast_lists.answer mast_lists.begin mast_lists.column mast_lists.compare "
        "mast_lists.facts mast_lists.repair mast_lists.replace mast_lists.send mast_lists.withdraw",
    ),
    (OFFICERS, "mast_lists.accept mast_lists.ask mast_lists.give_back mast_lists.leave mast_lists.mark"),
    (
        SENDERS,
        "jobs.end jobs.progress mast_lists.listed mast_lists.marked mast_lists.show mast_lists.source "
        "mast_lists.own_masts mast_lists.template "
        "mast_lists.workbook",
    ),
    (STAFF | {Role.CARRIER}, "cables.trouble_add cables.trouble_new"),
    (STAFF, "cables.trouble_follow cables.trouble_letter"),
    (ZONES | {Role.CARRIER, Role.DUTY_OFFICER, Role.INSPECTOR}, "cables.trouble_change"),
    (ZONES, "cables.underground_add cables.underground_state"),
    (
        INSIDE,
        "reports.areas reports.book reports.chart reports.document reports.on_map reports.rows "
        "reports.rows_file reports.show",
    ),
    (
        INSIDE,
        "plans.listed plans.show units.listed "
        "coverage.area coverage.show requests.figures_page requests.figures_book requests.photo",
    ),
    (
        SENDERS,
        "appraise.alternatives appraise.around appraise.contract appraise.findings appraise.marked "
        "appraise.move appraise.one_file appraise.progress appraise.rows appraise.show appraise.start "
        "appraise.template appraise.upload requests.add_file requests.correct requests.draft_answer "
        "requests.file_as "
        "requests.draft_around requests.draft_column requests.draft_drop requests.draft_facts "
        "requests.draft_file requests.draft_file_as requests.draft_file_away requests.draft_findings "
        "requests.draft_instead requests.draft_list "
        "requests.draft_cells requests.draft_repair requests.draft_repaired "
        "requests.draft_columns_sure requests.draft_gate requests.draft_rows "
        "requests.draft_typed requests.new requests.preview requests.receive requests.register "
        "requests.answer_condition requests.answer_supplement requests.sample requests.supplement "
        "requests.supplemented "
        "requests.behalf requests.draft_marked",
    ),
    (
        STAFF,
        "checkpoints.data checkpoints.listed checkpoints.note checkpoints.show checkpoints.text "
        "checkpoints.verify "
        "ledger.book ledger.entry ledger.listed ledger.text "
        "batches.listed batches.show batches.take_back batches.take_back_page undo.press "
        "plans.proposed plans.template "
        "checklists.draw_up checklists.save checklists.drop checklists.publish checklists.retire "
        "office_calendar.show office_field.show same_mast.decide same_mast.listed same_mast.show "
        "same_mast.undo zones.draft zones.draft_what_if zones.draft_what_if_book zones.drafts "
        "zones.scan_picture open_data_office.listed open_data_office.preview open_data_office.show",
    ),
    (
        OFFICERS,
        "approvals.answer approvals.extension approvals.lengthen approvals.letter approvals.withdraw "
        "approvals.withdrawal sharing.both_letter "
        "papers.answer papers.ask papers.confidential_words papers.draft papers.drop papers.feed papers.meet "
        "papers.sent papers.unsent "
        "requests.ask_supplement requests.ask_visits requests.settle_by_visit "
        "requests.withdraw_visit requests.drop_supplement requests.used_conditions "
        "requests.meet_condition requests.reopen_condition requests.return_condition "
        "requests.add_note requests.answer requests.decide requests.decide_all requests.decide_chosen "
        "requests.facts "
        "requests.give requests.judge_on requests.move requests.rewrite_note requests.urban "
        "requests.withdraw",
    ),
    (
        PAPERS,
        "letter_edits.pictures letter_edits.show "
        "regulations.create regulations.drop regulations.new regulations.new_version regulations.propose "
        "regulations.save_examples regulations.save_head regulations.save_matters regulations.send_back "
        "regulations.start_replay "
        "papers.letter papers.minutes papers.package papers.print_map papers.print_page papers.seal "
        "papers.seal_state papers.show requests.letter requests.note "
        "requests.supplement_document",
    ),
    (
        ZONES,
        "zones.draft_change zones.draft_create zones.draft_discard zones.draft_propose "
        "zones.draft_withdraw plans.file_preview plans.file_propose plans.file_start plans.file_upload "
        "plans.withdraw site_lists.file_commit site_lists.file_preview site_lists.file_start "
        "site_lists.file_upload site_lists.template units.file_commit units.file_preview units.file_start "
        "units.file_upload units.offer_taken units.offered "
        "zones.draft_zone_remove zones.draw zones.draw_points zones.draw_save zones.file_commit "
        "zones.file_preview zones.file_start zones.file_upload zones.scan_add zones.scan_pin",
    ),
    (
        frozenset({Role.ADMINISTRATOR}),
        "background.drop background.show operation.download operation.drop operation.hand_in operation.make "
        "operation.show operation.try_one "
        "access_tokens.add_program access_tokens.end_any access_tokens.make_for_program access_tokens.of_all "
        "security_log.listed "
        "identities.listed identities.match identities.part identities.send_away "
        "open_sessions.end_any open_sessions.listed "
        "accounts.add accounts.all_accounts accounts.change accounts.end_phone accounts.two_factor "
        "consultations.bodies owners.change owners.enter owners.listed "
        "webhooks.again webhooks.allow webhooks.change webhooks.listed webhooks.pause webhooks.ping "
        "webhooks.remove webhooks.renew webhooks.resume webhooks.show "
        "channels.save_addresses channels.save_mail channels.save_webhook channels.show "
        "consultations.enter letters.add_root letters.drop_root "
        "letters.save letters.settings letters.take letters.template_file letters.trial "
        "coverage.state coverage.withdraw office_calendar.change office_field.change",
    ),
    (
        INSIDE,
        "checklists.listed checklists.version checklists.draft "
        "designs.answer designs.drawing_file designs.drawings designs.evidence designs.following "
        "designs.letter designs.listed designs.numbers designs.shapes designs.earlier_signed "
        "designs.earlier_letter "
        "designs.show designs.signed "
        "regulations.document regulations.examples regulations.head regulations.listed regulations.matters "
        "regulations.replayed regulations.show",
    ),
    (READERS, "new_areas.listed new_areas.show"),
    (
        PAPERS,
        "designs.accept designs.add_condition designs.add_drawing designs.add_remark designs.confirm "
        "designs.confirm_findings designs.drop_condition designs.drop_remark designs.edit designs.judge "
        "designs.new designs.restate designs.say_finding designs.settle designs.submit designs.take "
        "designs.take_built designs.take_in designs.tell designs.withdraw",
    ),
    (
        frozenset({Role.LEADER}),
        "designs.hand_back designs.issue "
        "requests.issue requests.look_at_signed requests.waive_condition "
        "zones.draft_publish zones.draft_return plans.publish plans.send_back",
    ),
    (
        STAFF,
        "briefings.document briefings.finish briefings.kept briefings.kept_document briefings.show "
        "programme.begin programme.book programme.document programme.finish programme.link programme.listed "
        "programme.show",
    ),
    (
        frozenset({Role.LEADER, Role.ADMINISTRATOR}),
        "briefings.again briefings.amend briefings.conclude briefings.drop briefings.keep "
        "programme.add programme.amend programme.drop programme.edit programme.file_commit "
        "programme.file_preview programme.file_start programme.file_upload programme.new programme.reopen "
        "designs.state regulations.end regulations.publish "
        "open_data_office.decide open_data_office.take_back open_data_office.change_spots",
    ),
    (
        OFFICERS | {Role.CARRIER},
        "approvals.complete sharing.ask sharing.new sharing.receipt sharing.reply sharing.survey "
        "sharing.withdraw",
    ),
    (frozenset({Role.CARRIER}), "approvals.ask"),
    (
        frozenset({Role.CONSULTED}),
        "consultations.answer consultations.answer_file consultations.letter consultations.listed "
        "consultations.show",
    ),
    (EVERYBODY, "field_app.manifest field_app.shell field_app.worker"),
    (
        STAFF,
        "field_app.page field_api.background field_api.items field_api.pack field_api.packs "
        "field_api.photo field_api.photo_copy field_api.receipts field_phones.end field_phones.let_stay "
        "field_rescue.show field_api.slash field_rescue.take field_api.token "
        "field_uploads.begin field_uploads.done field_uploads.drop field_uploads.part",
    ),
    # plates, field reports, campaigns, visits, defects
    (
        EVERYBODY,
        "field_reports.borders field_reports.new field_reports.photo field_reports.status field_reports.take "
        "map.script plates.mast tiles.hillshade tiles.pmtiles",
    ),
    (SENDERS, "plates.chosen plates.listed plates.printed"),
    (
        STAFF,
        "api.get_citizen_report api.list_citizen_reports api.send_citizen_report "
        "field_reports_joining.join field_reports_joining.take_out provincial_reports.start "
        "provincial_reports.template provincial_reports.upload provincial_reports.preview "
        "provincial_reports.take provincial_reports.give_back provincial_reports.returned "
        "field_reports_desk.answer field_reports_desk.close field_reports_desk.forget "
        "field_reports_desk.link field_reports_desk.listed field_reports_desk.picture "
        "field_reports_desk.reopen field_reports_desk.show field_reports_desk.visit "
        "field_reports_together.together field_reports_together.close_together "
        "field_reports_together.closed field_reports_together.apart "
        "field_reports_together.reopen_together visits.doubt visits.choose_visit campaigns.new "
        "campaigns.make campaigns.count "
        "campaigns.assign campaigns.add campaigns.leave_out campaigns.amend campaigns.add_file "
        "minutes.document minutes.show minutes.sign minutes.signature minutes.state "
        "campaigns.request_missing defects.reinspect defects.end "
        "defects.grade defects.reopen defects.whose "
        "defects.letters defects.letter defects.letter_file defects.letter_sent defects.stated "
        "defects.take_stated visits.review visits.make "
        "visits.add_file visits.aside_take visits.aside_drop visits.choose visits.position_decide",
    ),
    (
        INSIDE,
        "campaigns.listed campaigns.show campaigns.masts campaigns.export campaigns.file campaigns.risk "
        "defects.listed visits.listed visits.show visits.photo visits.marked_photo visits.file "
        "visits.aside_one visits.compare "
        "visits.position",
    ),
    (
        INSIDE,
        "company_inspections.answer_file company_inspections.asked company_inspections.conclusion "
        "company_inspections.draft company_inspections.gathered company_inspections.item "
        "company_inspections.listed company_inspections.paper_file company_inspections.papers "
        "company_inspections.place_file company_inspections.plan company_inspections.report_file "
        "company_inspections.sample company_inspections.show",
    ),
    (
        STAFF,
        "company_inspections.package company_inspections.penalties company_inspections.report_form",
    ),
    (
        INSPECTING,
        "company_inspections.add company_inspections.add_item company_inspections.add_place "
        "company_inspections.add_report company_inspections.ask_explanation company_inspections.create "
        "company_inspections.draft_items company_inspections.issue_paper company_inspections.keep_signed "
        "company_inspections.leave_out company_inspections.make_visits company_inspections.new "
        "company_inspections.new_item company_inspections.note_answer "
        "company_inspections.note_explanation company_inspections.note_report "
        "company_inspections.propose_penalty company_inspections.recommend "
        "company_inspections.remove_item company_inspections.remove_place "
        "company_inspections.remove_recommendation company_inspections.remove_report "
        "company_inspections.replace_member company_inspections.restate_summary company_inspections.save "
        "company_inspections.save_item company_inspections.settle company_inspections.settle_report "
        "company_inspections.state_conflict company_inspections.step company_inspections.withdraw_penalty",
    ),
    (
        frozenset({Role.CARRIER}),
        "company_inspections.answer company_inspections.explain company_inspections.hand_in "
        "company_inspections.own company_inspections.own_file company_inspections.own_form "
        "company_inspections.own_paper company_inspections.own_show",
    ),
    (READERS, "defects.export defects.overdue defects.show defects.photo defects.marked_photo"),
    (
        SENDERS,
        "defects.answer campaigns.self_start campaigns.self_template campaigns.self_upload "
        "campaigns.self_commit campaigns.self_shown campaigns.self_file",
    ),
    (frozenset({Role.CARRIER}), "defects.own"),
    (
        frozenset({Role.ADMINISTRATOR, Role.LEADER}),
        "country.across country.borders country.compliance country.data country.law country.mast "
        "country.masts country.outages country.provinces country.show country.storm",
    ),
    (frozenset({Role.ADMINISTRATOR}), "plates.settle field_reports_together.promise"),
)

RULES: dict[str, frozenset[Role] | None] = {
    endpoint: roles
    for roles, endpoints in (*_RULES, *OUTAGE_RULES, *STORM_RULES)
    for endpoint in endpoints.split()
}
"""The roles that may use each endpoint; None where everybody may."""
