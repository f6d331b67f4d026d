"""What the office wrote down as acknowledged by mistake is taken back; a carrier's own word is not."""

from flask import Flask

from registry.services.storm.hazards.drafts import all_letters
from registry.services.storm.orders import get_order
from tests.web.people import registry_of, visitor
from tests.web.storm.conftest import text, version
from tests.web.storm.test_hazard_letters import drafted, send
from tests.web.storm.test_hazard_letters import warned as warning

TOLD = "Anh Bình, trực ca (điện thoại)"


def test_a_storms_letter_is_silent_again_once_what_was_heard_is_taken_back(
    app: Flask, letters: dict[str, str]
) -> None:
    officer = visitor(app, "duty_officer")
    at = letters["Viettel"]
    order = at.rsplit("/", maxsplit=1)[-1]
    officer.post(f"{at}/acknowledge", {"version": version(officer, at), "source": TOLD}, 303)
    assert "Ghi nhầm xác nhận? Rút ghi xác nhận" in text(officer.page(at))
    form = {"version": version(officer, at)}
    visitor(app, "carrier").post(f"{at}/heard-taken-back", {**form, "reason": "x"}, 403)
    refused = officer.post(f"{at}/heard-taken-back", form, 400).get_data(as_text=True)
    assert "STORM-ORDER-REASON" in refused
    officer.post(f"{at}/heard-taken-back", {**form, "reason": "của văn bản khác"}, 303)
    found = get_order(registry_of(app), order)
    assert (found.acknowledged, found.ack_source, found.number) == (False, "", "51/Viettel")
    carrier = visitor(app, "carrier")
    carrier.post(f"{at}/acknowledge", {"version": version(carrier, at)}, 303)
    assert "Rút ghi xác nhận" not in text(officer.page(at))
    own = {"version": version(officer, at), "reason": "nhầm"}
    assert "STORM-ACK-ACCOUNT" in officer.post(f"{at}/heard-taken-back", own, 409).get_data(as_text=True)


def test_so_is_a_letter_of_a_warning(app: Flask) -> None:
    officer = visitor(app, "duty_officer")
    at = drafted(app, warning(app))["Viettel"]
    send(app, at, "78/SKHCN")
    officer.post(f"{at}/acknowledge", {"version": version(officer, at), "source": TOLD}, 303)
    assert "Ghi nhầm xác nhận? Rút ghi xác nhận" in text(officer.page(at))
    officer.post(f"{at}/heard-taken-back", {"version": version(officer, at), "reason": ""}, 400)
    officer.post(f"{at}/heard-taken-back", {"version": version(officer, at), "reason": "nhầm"}, 303)
    (found,) = [one for one in all_letters(registry_of(app)) if at.endswith(one.id)]
    assert not found.acknowledged
