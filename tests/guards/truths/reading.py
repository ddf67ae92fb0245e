"""Text answers: reading, coding, the codebook, quotes; what a partnership lets be quoted."""

from partnerships.membership.permissions import P
from tests.guards.truths.entry import Row, allow

FORM: Row = {"get": P.TEXT_CODE, "post": P.TEXT_CODE}
ROWS: dict[str, Row] = {
    "reading:overview": {"get": P.TEXT_CODE},
    "reading:answers": {"get": P.TEXT_CODE},
    "reading:answer": {"get": P.TEXT_CODE},
    "reading:code": {"post": P.TEXT_CODE},
    "reading:settle": {"post": P.TEXT_CODE},
    "reading:count_mine": {"post": P.TEXT_CODE},
    "reading:quote_new": FORM,
    "reading:themes": {"get": P.TEXT_CODE},
    "reading:theme_new": FORM,
    "reading:theme": FORM,
    "reading:theme_move": {"post": P.TEXT_CODE},
    "reading:theme_retire": {"post": P.TEXT_CODE},
    "reading:theme_merge": FORM,
    "reading:agreement": {"get": P.TEXT_CODE},
    "reading:counts": {"get": P.TEXT_CODE},
    "reading:release": {"get": P.EDITION_RELEASE, "post": P.EDITION_RELEASE},
    "reading:quotes": {"get": P.TEXT_CODE},
    "reading:quote": {"get": P.TEXT_CODE},
    "reading:quote_approve": {"post": P.TEXT_CODE},
    "reading:quote_end": {"post": P.TEXT_CODE},
    "reading:released": {"get": P.NATIONAL_READ},
    "reading:released_one": {"get": P.NATIONAL_READ},
    "quoting:quoting": {"get": P.RETURN_READ},
    "quoting:say": {"get": allow(P.QUOTE_CONSENT, 302), "post": P.QUOTE_CONSENT},
}
# The evaluator reads every partnership's answers.
SHOWS_OTHER_PLACES = {"reading:answers", "reading:quotes"}
