"""Many more partnerships with signed-off returns in the demonstration's wave, by one INSERT each."""

import os

import psycopg

from tests.support.site import DATABASE


def add_returns(number: int) -> None:
    """Copies of one signed-off return under partnerships of their own, as the database's owner."""
    address = os.environ["DATABASE_OWNER_URL"].rsplit("/", 1)[0]
    with psycopg.connect(f"{address}/{DATABASE}", autocommit=True) as owner:
        owner.execute("ALTER TABLE returns_return NO FORCE ROW LEVEL SECURITY")
        owner.execute(
            "INSERT INTO register_partnership (name, slug, lead_id, authority_type, region, nrf,"
            " is_active) SELECT 'More ' || n, 'more-' || n, lead_id, authority_type, region, nrf,"
            " true FROM generate_series(1, %s) n,"
            " (SELECT * FROM register_partnership ORDER BY id LIMIT 1) p",
            [number],
        )
        columns = [
            row[0]
            for row in owner.execute(
                "SELECT column_name FROM information_schema.columns"
                " WHERE table_name = 'returns_return' AND column_name NOT IN ('id', 'partnership_id')"
            )
        ]
        names = ", ".join(columns)
        owner.execute(
            f"INSERT INTO returns_return (partnership_id, {names})"
            f" SELECT p.id, {', '.join('r.' + name for name in columns)}"
            " FROM register_partnership p, (SELECT r.* FROM returns_return r JOIN returns_wave w"
            " ON w.id = r.wave_id WHERE r.state = 'submitted' AND w.year = 2004 LIMIT 1) r"
            " WHERE p.slug LIKE 'more-%'"
        )
        owner.execute("ALTER TABLE returns_return FORCE ROW LEVEL SECURITY")
        owner.execute("VACUUM ANALYZE returns_return, register_partnership")
