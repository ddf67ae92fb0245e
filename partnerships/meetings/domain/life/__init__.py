"""What can happen to minutes once they are written: circulated, amended, taken back,
confirmed, published."""

from partnerships.meetings.domain.life.amending import (
    answer_amendment,
    propose_amendment,
    withdraw_amendment,
)
from partnerships.meetings.domain.life.circulating import circulate_minutes
from partnerships.meetings.domain.life.confirming import confirm_minutes
from partnerships.meetings.domain.life.publishing import publish_minutes
from partnerships.meetings.domain.life.recalling import recall_minutes

__all__ = [
    "answer_amendment",
    "circulate_minutes",
    "confirm_minutes",
    "propose_amendment",
    "publish_minutes",
    "recall_minutes",
    "withdraw_amendment",
]
