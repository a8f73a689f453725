"""Many submissions through a bad network: one cluster each, and never a wrong word about it."""

from pathlib import Path

import pytest

from .weather import AFTER, BEFORE, storm


@pytest.mark.parametrize(("submissions", "bad"), [(120, 0.7), (20, 0.95)])
def test_a_storm(tmp_path: Path, submissions: int, bad: float) -> None:
    found = storm(submissions, tmp_path, bad=bad)
    assert found.wrong == []
    assert (found.submissions, found.refused) == (submissions, submissions // 10)
    assert found.clusters == submissions - found.refused
    assert found.attempts > 2 * submissions
    assert set(found.happened) == {"fine", *BEFORE, *AFTER}
    assert bad < 0.9 or found.unknown > 0  # some were left open, and taken up again
