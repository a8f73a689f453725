"""Many submissions through a bad network: one cluster each, and never a wrong word about it."""

from pathlib import Path

from .faulty_proxy import AFTER, BEFORE, storm


def test_a_storm(tmp_path: Path) -> None:
    found = storm(120, tmp_path, bad=0.7)
    assert found.wrong == []
    assert (found.submissions, found.refused, found.clusters) == (120, 12, 108)
    assert found.attempts > 240
    assert set(found.happened) == {"fine", *BEFORE, *AFTER}


def test_an_outage_in_which_every_answer_is_lost(tmp_path: Path) -> None:
    found = storm(20, tmp_path, bad=0.9, outage=200)
    assert found.wrong == []
    assert found.unknown > 0, "some were left open, and taken up again"
    assert (found.submissions, found.refused, found.clusters) == (20, 2, 18)
