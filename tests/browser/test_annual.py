"""The annual return from an invitation to its acceptance, by four people in windows of their own.

One journey, gone with script and without, each through a return that has not been started.
"""

import pytest

from tests.browser.annual import agreeing, asking, joining, together
from tests.browser.annual.desk import ALEX, ROBIN, Desk
from tests.browser.annual.filling import fill, fill_to_the_end
from tests.support.browser import Windows
from tests.support.site import Site

BOARD = "Strategic capacity and leadership"
HELPER = "residents@rotherham.example"  # of the demo, without a part in what other tests look at


@pytest.fixture(scope="module", params=[True, False], ids=["script", "no-script"])
def desk(request: pytest.FixtureRequest, windows: Windows, site: Site) -> Desk:
    """A partnership with one co-ordinator; the second gets theirs as every new one does."""
    if request.param:
        return Desk("york", True, windows, founder="coordinator@york.example")
    slug = "isle-of-wight"
    words = ("--partnership", slug, "--reason", "Sets the partnership up")
    site.manage("give_role", HELPER, "coordinator", *words)
    return Desk(slug, False, windows, founder=HELPER)


@pytest.mark.timeout(600, func_only=True)  # a whole year of four people
def test_from_invitation_to_acceptance(desk: Desk, site: Site) -> None:
    begin(desk, site)
    join(desk, site)
    with desk.coordinator() as watched:
        together.copy_and_confirm(desk, watched, "C01")
    meet(desk)
    with desk.coordinator(script=False) as watched:
        fill_to_the_end(watched.open(desk.section("C")), first=3)
    with desk.coordinator() as watched:
        together.say_it_cannot_be_answered(desk, watched, "L05")
    agree(desk)
    with desk.chair() as watched:
        agreeing.sign(desk, watched, 1)
    with desk.pat() as watched:
        agreeing.receive_the_news(desk, watched)
    correct(desk, site, 2)


def begin(desk: Desk, site: Site) -> None:
    """A co-ordinator and a chair are invited; the co-ordinator comes in and starts the return."""
    with desk.windows(desk.founder, script=desk.script) as watched:
        joining.invite_both(desk, watched)
    with desk.nobody() as watched:
        joining.come_in(desk, site, watched, ROBIN, "LSP co-ordinator")
        page = watched.page
        page.get_by_role("button", name="Start now").click()
        fill(page)
        together.keep(desk, page)
    with desk.nobody() as watched:
        joining.come_in(desk, site, watched, ALEX, "LSP chair or vice-chair")


def join(desk: Desk, site: Site) -> None:
    """The co-ordinator invites Pat and gives section B to Pat."""
    with desk.coordinator() as watched:
        joining.invite(desk, watched)
    with desk.nobody() as watched:
        joining.accept(desk, site, watched)
    with desk.coordinator() as watched:
        joining.give(desk, watched, "B", BOARD)
    with desk.pat() as watched:
        joining.find_it(desk, site, watched, BOARD)


def meet(desk: Desk) -> None:
    """Two people in one section, and what is odd in it."""
    with desk.pat() as pats, desk.coordinator() as coordinators:
        together.edit_at_once(desk, pats, coordinators)
        together.confirm_what_is_unusual(desk, pats)


def agree(desk: Desk) -> None:
    """Up to the chair's second reading."""
    with desk.pat() as watched:
        agreeing.dissent(desk, watched)
    with desk.coordinator() as watched:
        agreeing.declare(desk, watched)
    with desk.chair() as watched:
        agreeing.decline(desk, watched)
    with desk.coordinator() as watched:
        agreeing.declare_again(desk, watched)


def correct(desk: Desk, site: Site, version: int) -> None:
    """A query, a reply, a section reopened, and the receipt of the next version."""
    with desk.evaluator() as watched:
        asking.ask(desk, watched)
    with desk.coordinator() as watched:
        asking.reply(desk, site, watched)
    with desk.evaluator() as watched:
        asking.reopen(desk, watched)
    with desk.coordinator() as watched:
        asking.change(desk, watched)
        agreeing.declare(desk, watched)
    changed = f"1 answer changed since version {version - 1}"
    with desk.chair() as watched:
        agreeing.sign(desk, watched, version, changed=changed)
    with desk.evaluator() as watched:
        asking.accept(desk, watched, changed)
    with desk.coordinator() as watched:
        asking.read_the_history(desk, watched, version)
