#!/usr/bin/env python
"""Django's commands. Without DATABASE_URL they run on the embedded PostgreSQL and Valkey."""

import os
import sys
from pathlib import Path

from portal import env


def main() -> None:
    """Fill the environment if need be and hand over to Django."""
    env.load_file(Path(__file__).with_name(".env"))
    if not env.given("DATABASE_URL"):
        from portal.embedded.services import environment  # noqa: PLC0415 -- embedded mode only

        os.environ.update(environment(os.environ.get("DATA_DIR")))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    from django.core.management import execute_from_command_line  # noqa: PLC0415 -- needs the above

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
