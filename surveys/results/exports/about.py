"""What every file says of the edition it comes from: source, notices, symbols. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from surveys.results.disclosure.suppression import Thresholds
from surveys.results.published import NONE, NOT_ASKED, SUPPRESSED, UNDER_HALF

PUBLISHER = "LSP Portal, national evaluation of Local Strategic Partnerships"
TERMS = "You may use and quote these figures if you name their source."
RECONSTRUCTION = (
    "The questionnaire is a reconstruction from published sources; the original was never found."
)
SYNTHETIC = "All answers are synthetic: they were generated and are nobody's real answers."
SYMBOLS: Mapping[str, str] = {
    SUPPRESSED: "withheld to protect single partnerships",
    NONE: "none",
    UNDER_HALF: "above 0 and below 0.5 per cent",
    NOT_ASKED: "not asked",
}
STATUS: Mapping[str, str] = {
    "shown": "The figure is given.",
    "withheld": "The figure is withheld to protect single partnerships.",
    "not_asked": "The question was not asked of any partnership of the group.",
    "not_computed": "Nobody knows how many partnerships of the group were eligible.",
}


@dataclass(frozen=True)
class About:
    """Where an edition comes from. `built_at` is the moment that files carry as their date, so
    that the same edition gives the same bytes."""

    year: int
    number: int
    title: str
    built_at: datetime
    returns: int
    eligible: int
    method: int
    settings: Thresholds
    questionnaire_sha256: str
    inputs_sha256: str
    cells_sha256: str
    attribution: str
    synthetic: bool
    weighted: bool
    note: str = ""

    @property
    def name(self) -> str:
        """How the edition's files are called, without their ending."""
        return f"lsp-survey-{self.year}-edition-{self.number}"

    @property
    def words(self) -> str:
        """The edition in words."""
        return f"Survey of Local Strategic Partnerships {self.year}, edition {self.number}"

    @property
    def source(self) -> str:
        """How to name the source."""
        kind = " (synthetic answers)" if self.synthetic else ""
        return f"{PUBLISHER}: {self.words}{kind}"

    @property
    def notices(self) -> tuple[str, ...]:
        """What a reader has to know before using a figure."""
        return (RECONSTRUCTION, SYNTHETIC) if self.synthetic else (RECONSTRUCTION,)

    def facts(self) -> tuple[tuple[str, str], ...]:
        """Names and values, for a cover sheet and for metadata."""
        limits = self.settings
        return (
            ("Survey", self.title),
            ("Year", str(self.year)),
            ("Edition", str(self.number)),
            ("Built", f"{self.built_at:%-d %B %Y}"),
            ("Returns counted", f"{self.returns:,} of {self.eligible:,} eligible partnerships"),
            ("Counts withheld below", str(limits.min_count)),
            ("Rows withheld on a base below", str(limits.min_base)),
            ("Indicative on a base below", str(limits.indicative_base)),
            ("Counting rules", f"Version {self.method}"),
            ("Hash of the cells", self.cells_sha256),
            ("Hash of the returns", self.inputs_sha256),
            ("Hash of the questionnaire", self.questionnaire_sha256),
            ("Questionnaire", self.attribution),
            ("Source", self.source),
            ("Terms", TERMS),
            *((("Replaces an earlier edition", self.note),) if self.note else ()),
        )
