"""The board room at full size: search in one partnership, and how long and how many queries the
lists take. Each figure is the fastest of several runs, in milliseconds.

1,000 meetings with 8 items each, 5,000 actions, 500 protocols, and as much again of a neighbour's.
`python -m tests.benchmarks.bench_boardroom`
"""

import tests.support.environment  # noqa: F401 -- services and settings before Django

TARGET = 50  # ms for a search
PAGES = (
    ("home", "/p/{slug}/"),
    ("search", "/p/{slug}/search/?q=burglary"),
    ("meetings", "/p/{slug}/meetings/?when=past"),
    ("decisions", "/p/{slug}/decisions/"),
    ("actions", "/p/{slug}/actions/?state=all"),
    ("protocols", "/p/{slug}/protocols/"),
    ("public", "/public/partnerships/{slug}/"),
    ("public-minutes", "/public/partnerships/{slug}/meetings/"),
    ("public-decisions", "/public/partnerships/{slug}/decisions/"),
)


def bench(name: str, **figures: object) -> None:
    """One line for one figure."""
    words = " ".join(f"{key}={value}" for key, value in figures.items())
    print(f"bench {name} {words}", flush=True)


def main() -> None:
    """Print every figure."""
    import django
    from django.test.utils import setup_test_environment

    django.setup()
    setup_test_environment(debug=False)
    from tests.benchmarks.edition_data import scratch_database
    from tests.benchmarks.room_data import fill

    with scratch_database() as owner:
        room = fill(owner)
        searches(room)
        pages(room)


def searches(room) -> None:
    """The list of what was found and one page of it with words marked."""
    from partnerships.boardroom.hits_shown import hits_of
    from partnerships.boardroom.queries.search import asked_for, found
    from partnerships.meetings.reading import Reader
    from partnerships.membership.queries.seats import Belonging
    from partnerships.membership.roles import PARTNERSHIP_ROLES
    from portal.tenancy.context import in_partnership
    from tests.benchmarks.bench_edition import fastest
    from tests.benchmarks.room_data import COMMON, RARE, WORDS

    ours = frozenset({room.partnership_id})
    everywhere = f"{WORDS[0]} or {WORDS[1]}"
    asked = {
        "rare": RARE,
        "common": COMMON,
        "both": f"{COMMON} {WORDS[5]}",
        "everywhere": everywhere,
    }
    for role in ("coordinator", "member"):
        rights = PARTNERSHIP_ROLES[role].rights
        belonging = Belonging(ours, ours, frozenset() if role == "member" else ours)
        reader = Reader(room.user_id, rights.__contains__, belonging)
        for name, words in asked.items():
            with in_partnership(room.partnership_id, user_id=room.user_id):
                what = asked_for(words)
                total = found(reader, what).total

                def run(reader=reader, what=what):
                    return hits_of(found(reader, what).keys[:20], what, room.slug)

                ms = round(fastest(run=run)["run"] * 1000, 1)
            # Every row of the partnership matches "everywhere": no target, only how it grows.
            target = "none" if name == "everywhere" else f"<={TARGET}"
            bench(f"B1-search-{name}", ms=ms, target=target, reader=role, found=total)


def pages(room) -> None:
    """Whole pages as a browser asks for them."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from portal.accounts.models import User
    from tests.benchmarks.bench_edition import fastest

    client = Client()
    user = User.objects.get(pk=room.user_id)
    client.force_login(user, "allauth.account.auth_backends.AuthenticationBackend")
    for name, pattern in PAGES:
        path = pattern.format(slug=room.slug)
        client.get(path)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200, path
        count = len(queries)  # the next request forgets them
        ms = round(fastest(run=lambda path=path: client.get(path))["run"] * 1000, 1)
        bench(f"B2-page-{name}", ms=ms, queries=count)


if __name__ == "__main__":
    main()
