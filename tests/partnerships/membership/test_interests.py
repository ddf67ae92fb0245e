"""The register of interests."""

from datetime import date

from django.utils import timezone

from partnerships.membership.domain.interests import declare_interest, end_interest
from partnerships.membership.domain.members import member_leaves
from partnerships.membership.models import Interest
from partnerships.membership.queries.directory import ALL, register_of_interests
from portal.errors import Refused
from tests.partnerships.membership.directory import Directory, refused

DAY = date(2004, 3, 3)
GIVEN = {"nature": "contract", "words": " Cleans the town hall ", "declared_on": DAY}


def test_an_interest_is_declared_and_ends(directory: Directory) -> None:
    ann = directory.member("Ann")
    with directory.room():
        made = declare_interest(member=ann, **GIVEN, by=directory.by)
        fields = ("member", "nature", "words", "declared_on", "ended_on", "declared_by")
        assert Interest.objects.values_list(*fields).get() == (
            ann.pk, "contract", "Cleans the town hall", DAY, None, directory.by.pk,
        )  # fmt: skip
        assert end_interest(interest=made, on=date(2004, 4, 1), by=directory.by).ended_on
        today = timezone.localdate()
        assert list(register_of_interests(day=today)) == []
        assert list(register_of_interests(day=today, state=ALL)) == [made]
        assert list(register_of_interests(day=DAY, search="town")) == [made]
    assert directory.events()[-2:] == ["interest.declared", "interest.ended"]


def test_every_refusal(directory: Directory) -> None:
    ann = directory.member("Ann")
    cases = [
        ({"nature": "navy"}, "Choose the kind of interest from the list."),
        ({"words": " "}, "Say what the interest is, such as “Director of Acorn Homes”."),
        (
            {"declared_on": date(2099, 1, 1)},
            "An interest cannot be declared on a day to come. Check the day.",
        ),
    ]
    with directory.room():
        for fields, words in cases:
            with refused(words, Refused):
                declare_interest(member=ann, **(GIVEN | fields), by=directory.by)
        made = declare_interest(member=ann, **GIVEN, by=directory.by)
        words = (
            "The interest was declared on 3 March 2004, so it cannot have ended before. Check the"
            " day."
        )
        with refused(words, Refused):
            end_interest(interest=made, on=date(2004, 3, 2), by=directory.by)
        end_interest(interest=made, on=DAY, by=directory.by)
        with refused("This interest ended on 3 March 2004 already.", Refused):
            end_interest(interest=made, on=DAY, by=directory.by)
        member_leaves(member=ann, on=date(2004, 2, 1), by=directory.by)
        words = "Ann left on 1 February 2004, so has nothing to declare after that day."
        with refused(words, Refused):
            declare_interest(member=ann, **GIVEN, by=directory.by)
