"""What the tests of the screens work with is used here too: both wizards are handed the same."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1]))
