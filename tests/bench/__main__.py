"""``python -m tests.bench [--quick] [--json FILE] [--only PART]``."""

import sys

from .run import main

if __name__ == "__main__":
    sys.exit(main())
