"""Importing members: checked as a whole, then all or nothing, with a constant number of queries."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from partnerships.membership.domain.importing import apply_import, check_members, drop_import
from partnerships.membership.domain.members import change_member, member_leaves
from partnerships.membership.domain.organisations import organisation_leaves
from partnerships.membership.member_file.planning import Plan
from partnerships.membership.member_file.writing import write
from partnerships.membership.models import Member, MemberImport, Organisation
from partnerships.membership.queries.directory import everybody_serving
from portal.errors import Conflict, Refused
from tests.partnerships.membership.directory import Directory, refused

HEAD = "Organisation,Sector,Kind,Name,Job title,Email,Phone,May sign,Name public,Since\n"
TODAY = date(2004, 6, 1)


def check(directory: Directory, text: str) -> tuple[Plan, MemberImport | None]:
    return check_members(file_name="members.csv", text=text, by=directory.by)


def faults(directory: Directory, text: str) -> list[tuple[int, str, str, str]]:
    with directory.room():
        plan, kept = check(directory, HEAD + text)
        assert kept is None
        return [(f.line, f.column, f.message, f.remedy) for f in plan.faults]


def test_new_changed_and_same_members_in_one_go(directory: Directory) -> None:
    acorn = directory.organisation("Acorn")
    directory.member("Ann", acorn, email="ann@acorn.example", phone="1")
    directory.member("Ben", acorn)
    directory.member("Cy", acorn, email="cy@acorn.example")
    text = (
        HEAD
        + (
            "acorn,,,Ann,,ann@acorn.example,2,yes,no,\n"  # changed by address
            "Acorn,Voluntary; community,,Ben,,,,,,\n"
        ).replace("Voluntary; community", "voluntary")
        + (
            "Acorn,,,Cy,,,,,,\n"  # by name: the address stays
            "Oak,business,housing,Dee,Owner,dee@oak.example,,,,1/4/2004\n"
            "Oak,,,Eli,,,,,,\n"
        )
    )
    with directory.room():
        plan, kept = check(directory, text)
        assert plan.faults == []
        assert plan.counts == {"organisations": 1, "new": 2, "changed": 1, "same": 2}
        assert kept is not None
        assert (kept.plan, kept.state) == (plan.counts, "checked")
        assert Member.objects.count() == 3  # nothing is done yet
        done = apply_import(member_import=kept, seen=plan.digest, by=directory.by)
        assert (done.state, done.content, done.plan) == ("applied", "", plan.counts)
        people = Member.objects.order_by("name").values_list(
            "name", "organisation__name", "email", "phone", "may_sign", "since", "revision"
        )
        assert list(people) == [
            ("Ann", "Acorn", "ann@acorn.example", "2", True, None, 2),
            ("Ben", "Acorn", "", "", False, None, 1),
            ("Cy", "Acorn", "cy@acorn.example", "", False, None, 1),
            ("Dee", "Oak", "dee@oak.example", "", False, date(2004, 4, 1), 1),
            ("Eli", "Oak", "", "", False, None, 1),
        ]
        oak = Organisation.objects.values_list("sector", "kind", "left_on").get(name="Oak")
        assert oak == ("business", "housing", None)
        again, none = check(directory, text)
        assert (again.counts, none) == (
            {"organisations": 0, "new": 0, "changed": 0, "same": 5}, None,
        )  # fmt: skip
    assert directory.events()[-2:] == ["members.import_checked", "members.imported"]


def test_an_export_imports_as_no_change(directory: Directory) -> None:
    acorn = directory.organisation("=Acorn", kind="housing")
    directory.member(
        "Ann  Lee", acorn, phone="+44 1709", job_title="-Boss", since=TODAY, may_sign=True
    )
    with directory.room():
        plan, kept = check(directory, write(everybody_serving(TODAY)))
        assert (plan.faults, plan.counts["same"], kept) == ([], 1, None)


def test_a_column_that_is_left_out_leaves_things_as_they_are(directory: Directory) -> None:
    directory.member("Ann", phone="1", may_sign=True)
    with directory.room():
        plan, kept = check(directory, "Organisation,Name\nAcorn,Ann\n")
        assert (plan.counts["same"], kept) == (1, None)


def test_two_thousand_lines_with_faults_on_thirty(directory: Directory) -> None:
    directory.organisation("Acorn")
    bad = set(range(51, 2001, 65))
    assert len(bad) == 30
    rows = [
        f"Acorn,,,Person {n},,{'broken' if n in bad else f'p{n}@acorn.example'},,,,\n"
        for n in range(2, 2002)
    ]
    found = faults(directory, "".join(rows))
    assert [line for line, *_ in found] == sorted(bad)
    assert {(column, message) for _, column, message, _ in found} == {
        ("Email", "“broken” is not an email address.")
    }
    with directory.room():
        assert (Member.objects.count(), MemberImport.objects.count()) == (0, 0)


def test_as_many_queries_for_one_as_for_two_thousand(directory: Directory) -> None:
    directory.organisation("Acorn")
    counted = []
    for amount in (1, 2000):
        rows = [f"Acorn,,,P {n} {amount},,p{n}-{amount}@acorn.example,,,,\n" for n in range(amount)]
        with directory.room():
            plan, kept = check(directory, HEAD + "".join(rows))
            assert kept is not None
            with CaptureQueriesContext(connection) as queries:
                apply_import(member_import=kept, seen=plan.digest, by=directory.by)
            counted.append(len(queries))
    assert counted[1] == counted[0] + 1  # one more batch of a thousand
    with directory.room():
        assert Member.objects.count() == 2001


Set = Callable[[Directory], object]
AGAINST: dict[str, tuple[str, tuple[int, str, str, str]]] = {
    "an organisation nobody knows": (
        "Elm,,,Ann,,,,,,\n",
        (
            2, "Organisation", "“Elm” is not in the list of organisations.",
            "Check the spelling, or give its sector: it is then added with its members.",
        ),
    ),
    "a new organisation in two sectors": (
        "Elm,business,,Ann,,,,,,\nElm,public,,Ben,,,,,,\n",
        (
            3, "Sector", "Elm is Business on line 2 and Other public sector here.",
            "Give it the same sector on every line.",
        ),
    ),
    "an organisation that left": (
        "Gone,,,Ann,,,,,,\n",
        (2, "Organisation", "Gone left the partnership on 1 May 2004.", "Take the line out."),
    ),
    "another sector": (
        "Acorn,business,,Ann,,,,,,\n",
        (
            2, "Sector", "Acorn is here with the sector “Voluntary, community and faith”.",
            "Leave the sector empty, or change it on the organisation’s own page.",
        ),
    ),
    "another address": (
        "Acorn,,,Ann,,other@acorn.example,,,,\n",
        (
            2, "Email", "Ann of Acorn is here with the address ann@acorn.example.",
            "If the address has changed, change it on the member’s page. If this is another person"
            " of that name, add them on the members page.",
        ),
    ),
    "a name that two people have": (
        "Acorn,,,Twin,,,,,,\n",
        (
            2, "Email", "Acorn has 2 members called Twin.",
            "Enter the email address of the one you mean, as it stands on their page.",
        ),
    ),
    "a member who left": (
        "Acorn,,,Old,,,,,,\n",
        (
            2, "Name", "Old of Acorn left on 1 May 2004.",
            "Take the line out. If the person is back, add them anew on the members page.",
        ),
    ),
    "one member by address and by name": (
        "Acorn,,,Ann,,ann@acorn.example,,,,\nAcorn,,,Ann,,,,,,\n",
        (3, "Name", "Ann is the same member as on line 2.", "Take one of the two lines out."),
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", AGAINST)
def test_what_stands_against_a_line(directory: Directory, case: str) -> None:
    acorn, gone = directory.organisation("Acorn"), directory.organisation("Gone")
    directory.member("Ann", acorn, email="ann@acorn.example")
    directory.member("Twin", acorn, email="one@acorn.example")
    directory.member("Twin", acorn, email="two@acorn.example")
    old = directory.member("Old", acorn)
    with directory.room():
        organisation_leaves(organisation=gone, on=date(2004, 5, 1), by=directory.by)
        member_leaves(member=old, on=date(2004, 5, 1), by=directory.by)
    text, fault = AGAINST[case]
    assert faults(directory, text) == [fault]


def kept_import(directory: Directory) -> tuple[Plan, MemberImport]:
    directory.member("Ann")
    plan, kept = check(directory, HEAD + "Acorn,,,Ann,,,7,,,\nAcorn,,,Ben,,,,,,\n")
    assert kept is not None
    return plan, kept


def test_a_second_click_changes_nothing(directory: Directory) -> None:
    with directory.room():
        plan, kept = kept_import(directory)
        for _ in range(2):
            apply_import(member_import=kept, seen=plan.digest, by=directory.by)
        assert Member.objects.count() == 2
        with refused("This file is imported already, so it cannot be dropped.", Refused):
            drop_import(member_import=kept, by=directory.by)
    assert directory.events().count("members.imported") == 1


def test_a_dropped_import_is_done_with(directory: Directory) -> None:
    with directory.room():
        plan, kept = kept_import(directory)
        drop_import(member_import=kept, by=directory.by)
        assert MemberImport.objects.values_list("state", "content").get() == ("dropped", "")
        with refused("This import was dropped. Upload the file again.", Refused):
            apply_import(member_import=kept, seen=plan.digest, by=directory.by)
        assert Member.objects.count() == 1


def test_members_who_changed_meanwhile_are_looked_at_again(directory: Directory) -> None:
    words = (
        "Members or organisations changed after you opened this page. Look at what the import would"
        " do now, then decide."
    )
    with directory.room():
        plan, kept = kept_import(directory)
        change_member(member=Member.objects.get(), revision=1, phone="9", by=directory.by)
        with refused(words, Conflict):
            apply_import(member_import=kept, seen=plan.digest, by=directory.by)
        member_leaves(member=Member.objects.get(), on=TODAY, by=directory.by)
        with refused(words, Conflict):
            apply_import(member_import=kept, seen=plan.digest, by=directory.by)
        assert Member.objects.count() == 1
