"""What can happen to a questionnaire: drafted, imported, published; after that, nothing."""

from surveys.questionnaires.domain.drafting import (
    change_draft,
    copy_version,
    discard_draft,
    publish_draft,
    start_draft,
)
from surveys.questionnaires.domain.versions import import_questionnaire, publish_questionnaire

__all__ = [
    "change_draft",
    "copy_version",
    "discard_draft",
    "import_questionnaire",
    "publish_draft",
    "publish_questionnaire",
    "start_draft",
]
