"""Many submissions through a faulty network: one cluster each, and no wrong message about it."""

from pathlib import Path

from .faulty_proxy import AFTER, BEFORE, submit_many


def test_random_faults(tmp_path: Path) -> None:
    totals = submit_many(120, tmp_path, bad=0.7)
    assert totals.wrong == []
    assert (totals.submissions, totals.refused, totals.clusters) == (120, 12, 108)
    assert totals.attempts > 240
    assert set(totals.faults) == {"fine", *BEFORE, *AFTER}


def test_an_outage_in_which_every_response_is_lost(tmp_path: Path) -> None:
    totals = submit_many(20, tmp_path, bad=0.9, outage=200)
    assert totals.wrong == []
    assert totals.unknown > 0, "some stayed pending and were resumed"
    assert (totals.submissions, totals.refused, totals.clusters) == (20, 2, 18)
