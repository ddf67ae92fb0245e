"""The words of the workbook's cover and notes."""

from surveys.returns.models import Cannot
from surveys.returns.moments import moment_words
from surveys.returns.workbook.content import Content


def cover_lines(content: Content) -> list[tuple[str, str]]:
    """Name and words of each line; the first is the title."""
    form = content.form
    lines = [
        (f"{content.stamp.year} annual return", ""),
        ("Partnership", content.partnership),
        ("Survey", f"{form.title} ({form.code}, version {form.version})"),
        ("About the questionnaire", form.notice),
        ("Please note", content.synthetic),
        ("Made", f"At {moment_words(content.made_at)}, by {content.made_by}"),
        ("Return due", content.due),
        ("Questionnaire fingerprint", content.stamp.questionnaire),
        ("", ""),
        (
            "How to fill it in",
            "Each section has a sheet of its own. Write in the framed cells only.",
        ),
        ("", "Cells with a list take one of its options: choose it from the list of the cell."),
        (
            "",
            "Where several options can apply, each has a line: choose Yes for those that do.",
        ),
        (
            "",
            "If a question cannot be answered, choose a reason beside it and leave the answer empty.",
        ),
        ("", "Type answers; do not use formulas. Text may begin with any sign."),
        ("", "Do not insert, delete, sort or copy lines: the portal finds answers by their line."),
        ("How to send it back", "Save it as an Excel workbook (.xlsx), without a password."),
        ("", "On the return’s page “Workbook and PDF”, choose the file and upload it."),
        ("", "The portal shows every change before it counts. Nothing changes until you say so."),
        (
            "",
            "Others can go on working on the site meanwhile: only the cells that you changed count.",
        ),
    ]
    empty = {"About the questionnaire", "Please note", "Return due"}
    return [line for line in lines if line[1] or line[0] not in empty]


def note_lines(content: Content) -> list[tuple[str, str]]:
    """Name and words of each line; the first is the title."""
    sections = [
        (f"{s.section.number}. {s.section.title}", content.asked.get(s.section.code, ""))
        for s in content.sheets
    ]
    return [
        ("Notes", ""),
        *(("Reasons why a question cannot be answered" if not n else "", reason.label)
          for n, reason in enumerate(Cannot)),
        ("", ""),
        ("Questions not asked", "Some questions depend on other answers; their line says on which."),
        ("", "Answers to questions that are not asked are kept, but they do not count."),
        ("", ""),
        ("Sections", "When each one is asked; a section without remark is asked of everybody."),
        *sections,
    ]  # fmt: skip
