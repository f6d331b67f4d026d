"""Masts that could host a row: the likeliest first, and why each might not do."""

from typing import Any

from registry.law import law_in_force
from registry.model.findings import Verdict
from registry.siting.hosts import Host, hosts_near
from tests.world import proposal, world


def hosts(masts: list[dict[str, Any]], radius_m: float = 1_000.0, **row: Any) -> list[Host]:
    """Look for hosts of a 42 m mast of VTL."""
    context = world({"masts": masts})
    law = law_in_force(context.province, context.as_of)
    asked = proposal(**({"accuracy_m": 10.0, "mast_class": "A2b", "mast_height_m": 42.0} | row))
    return hosts_near(asked, context, law, radius_m=radius_m)


def test_a_tall_mast_of_another_network_is_offered_without_doubt() -> None:
    (host,) = hosts([{"code": "CAO", "distance_m": 80.0, "bearing_deg": 90.0, "top_agl_m": 60.0}])
    assert (host.code, host.doubts, host.operators) == ("CAO", (), ("VNPT",))
    assert round(host.distance_m) == 80
    assert round(host.azimuth_deg) == 90
    assert host.verdict is not Verdict.REFUSE


def test_every_doubt_is_said() -> None:
    found = hosts(
        [
            {"code": "THAP", "distance_m": 90.0, "top_agl_m": 20.0},
            {"code": "KHONG-RO", "distance_m": 100.0},
            {"code": "NGAN", "distance_m": 105.0, "mast_height_m": 30.0},
            {"code": "CHUA-XAY", "distance_m": 110.0, "top_agl_m": 50.0, "state": "approved"},
            {"code": "TRUNG", "distance_m": 120.0, "top_agl_m": 50.0, "in_question": True},
            {"code": "CUNG-MANG", "distance_m": 130.0, "top_agl_m": 50.0, "operators": ["VTL"]},
            {"code": "TRONG", "distance_m": 140.0, "top_agl_m": 50.0, "operators": []},
            {"code": "CUA-MINH", "distance_m": 60.0, "top_agl_m": 50.0, "owner": "Viettel"},
        ]
    )
    assert {host.code: host.doubts for host in found} == {
        "THAP": ("HOST-LOWER",),
        "KHONG-RO": ("HOST-HEIGHT-UNKNOWN",),
        "NGAN": ("HOST-SHORTER",),
        "CHUA-XAY": ("HOST-NOT-BUILT",),
        "TRUNG": ("HOST-IN-QUESTION",),
        "CUNG-MANG": ("HOST-OWN-NETWORK",),
        "TRONG": ("HOST-NETWORKS-UNKNOWN",),
        "CUA-MINH": ("HOST-OWN",),
    }
    assert [host.code for host in found if host.own] == ["CUA-MINH", "CUNG-MANG"]
    assert [host.own for host in found] == [False] * 6 + [True] * 2  # nobody is asked: they come last


def test_fewer_doubts_come_first_then_the_nearer() -> None:
    found = hosts(
        [
            {"code": "GAN-THAP", "distance_m": 50.0, "top_agl_m": 20.0},
            {"code": "XA", "distance_m": 300.0, "top_agl_m": 60.0},
            {"code": "GAN", "distance_m": 200.0, "top_agl_m": 60.0},
        ]
    )
    assert [host.code for host in found] == ["GAN", "XA", "GAN-THAP"]


def test_none_beyond_the_radius_and_none_without_a_position() -> None:
    masts = [{"code": "XA", "distance_m": 600.0, "top_agl_m": 60.0}]
    assert hosts(masts, radius_m=500.0) == []
    context = world({"masts": masts})
    law = law_in_force(context.province, context.as_of)
    assert hosts_near(proposal(unreadable=True), context, law, radius_m=1_000.0) == []


def test_no_number_of_others_hides_an_own_mast_or_one_that_is_named() -> None:
    """A finding named the carrier's own mast at 33 m, and the list of its masts beside it left it out."""
    others = [{"code": f"XA-{at}", "distance_m": 300.0 + at, "top_agl_m": 60.0} for at in range(9)]
    own = {"code": "CUA-MINH", "distance_m": 33.0, "top_agl_m": 20.0, "operators": ["VTL"]}
    low = {"code": "GAN-THAP", "distance_m": 40.0, "top_agl_m": 20.0}
    masts = [own, low, *others]
    eight = [f"XA-{at}" for at in range(8)]
    assert [host.code for host in hosts(masts)] == [*eight, "CUA-MINH"]
    context = world({"masts": masts})
    law = law_in_force(context.province, context.as_of)
    row = proposal(accuracy_m=10.0, mast_class="A2b", mast_height_m=42.0)
    found = hosts_near(row, context, law, radius_m=1_000.0, named={"GAN-THAP"})
    assert [host.code for host in found] == [*eight, "GAN-THAP", "CUA-MINH"]
