"""The table of kinds."""

from itertools import pairwise

from portal.mail.kinds import kind_of, kind_words, kinds

KEYS = (
    "invitation role_changed agenda_published proposal_made minutes_circulated minutes_confirmed"
    " amendment_proposed action_assigned action_due action_overdue attendance_shown"
    " protocol_consultation protocol_signature protocol_in_force protocol_review obligation_due"
)


def test_stored_keys_stay_and_these_kinds_cannot_be_switched_off() -> None:
    assert set(KEYS.split()) <= set(kinds())
    assert [k.key for k in kinds().values() if not k.optional] == [
        "invitation",
        "role_changed",
        "return_ready",
        "query_raised",
        "return_reopened",
        "return_reminder",
    ]


def test_words_are_sentences_without_a_full_stop_and_groups_stay_together() -> None:
    words = [k.words for k in kinds().values()]
    assert len(set(words)) == len(words)
    assert all(w[0].isupper() and not w.endswith(".") for w in words)
    groups = [k.group for k in kinds().values()]
    changes = sum(a != b for a, b in pairwise(groups))
    assert (all(groups), changes + 1) == (True, len(set(groups)))


def test_the_digest_is_a_kind_and_an_old_key_speaks_for_itself() -> None:
    assert (kind_of("digest").words, kind_words("digest")) == ("Daily digest", "Daily digest")
    assert kind_words("gossip") == "gossip"
