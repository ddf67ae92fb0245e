"""Forms come out in the GOV.UK Design System's markup, django-allauth's included."""

from django import forms

from portal.accounts.entrance import SignInForm
from portal.web.components import PageError
from portal.web.forms import PortalForm, page_errors
from tests.portal.web.markup import by_id, parsed, with_class, words

HOSTILE = '"><script>alert(1)</script>'


class Sample(PortalForm):
    """One field of each kind that differs."""

    name = forms.CharField(label="Name", help_text="As on its letters", max_length=40)
    level = forms.ChoiceField(
        label="Level",
        help_text="Choose one",
        choices=[("out", "Outcomes"), (HOSTILE, HOSTILE)],
        widget=forms.RadioSelect,
    )
    sectors = forms.MultipleChoiceField(
        label="Sectors", choices=[("p", "Public")], widget=forms.CheckboxSelectMultiple
    )
    note = forms.CharField(
        label="Note", max_length=600, help_text="Be brief", widget=forms.Textarea
    )
    agree = forms.BooleanField(label="I agree")
    secret = forms.CharField(label="Password", widget=forms.PasswordInput, required=False)


def test_errors_lead_to_the_first_radio_and_the_first_box() -> None:
    assert page_errors(Sample({})) == [
        PageError("Enter name", "id_name"),
        PageError("Choose level", "id_level_0"),
        PageError("Choose sectors", "id_sectors_0"),
        PageError("Enter note", "id_note"),
        PageError("Tick “I agree”", "id_agree"),
    ]


def test_errors_of_the_whole_form_come_first_and_lead_nowhere() -> None:
    form = Sample({"name": "Alpha"})
    form.add_error(None, "These answers do not go together")
    assert page_errors(form)[0] == PageError("These answers do not go together", "")


def test_hint_then_error_then_count_describe_a_counted_field() -> None:
    note = by_id(parsed(str(Sample({}))), "id_note")
    assert note.get("aria-describedby") == "id_note_helptext id_note_error id_note-info"
    assert note.get("class") == ("govuk-textarea govuk-textarea--error govuk-js-character-count")


def test_counted_field_says_its_limit_and_does_not_cut_off() -> None:
    tree = parsed(str(Sample()))
    assert with_class(tree, "govuk-character-count")[0].get("data-maxlength") == "600"
    assert words(by_id(tree, "id_note-info")) == "You can enter up to 600 characters"
    assert "maxlength" not in by_id(tree, "id_note").attrib


def test_browser_does_not_validate() -> None:
    attributes = {name for element in parsed(str(Sample())).iter() for name in element.attrib}
    assert attributes & {"required", "maxlength", "placeholder", "aria-invalid"} == set()


def test_radios_stand_in_a_described_fieldset_with_a_legend() -> None:
    tree = parsed(str(Sample({})))
    fieldset = next(tree.iter("fieldset"))
    assert fieldset.get("aria-describedby") == "id_level_helptext id_level_error"
    assert words(fieldset[0]) == "Level"
    first = by_id(tree, "id_level_0")
    assert (first.get("class"), first.get("value")) == ("govuk-radios__input", "out")
    assert [e.get("for") for e in with_class(tree, "govuk-radios__label")] == [
        "id_level_0",
        "id_level_1",
    ]


def test_error_is_announced_with_its_word() -> None:
    error = by_id(parsed(str(Sample({}))), "id_name_error")
    assert words(error) == "Error: Enter name"


def test_hostile_words_stay_words() -> None:
    form = Sample({"name": HOSTILE, "level": HOSTILE, "note": "</textarea>" + HOSTILE})
    form.fields["name"].help_text = HOSTILE
    form.fields["name"].label = HOSTILE
    form.add_error("name", HOSTILE)
    html = str(form)
    assert "<script>" not in html
    tree = parsed(html)
    assert by_id(tree, "id_name").get("value") == HOSTILE
    assert words(by_id(tree, "id_name_helptext")) == HOSTILE
    assert words(by_id(tree, "id_name_error")) == f"Error: {HOSTILE}"
    assert (by_id(tree, "id_note").text or "").strip() == "</textarea>" + HOSTILE


def test_password_can_be_shown_and_is_never_sent_back() -> None:
    form = SignInForm({"login": "", "password": "secret words"})
    tree = parsed(str(form))
    field = by_id(tree, "id_password")
    assert "value" not in field.attrib
    assert field.get("autocomplete") == "current-password"
    button = with_class(tree, "govuk-js-password-input-toggle")[0]
    assert (button.get("aria-controls"), button.get("type")) == ("id_password", "button")
    assert "hidden" in button.attrib


def test_allauth_forms_speak_the_portals_words() -> None:
    form = SignInForm({"login": "", "password": ""})
    assert [error.message for error in page_errors(form)] == [
        "Enter your email address",
        "Enter your password",
    ]
    labels = [words(e) for e in with_class(parsed(str(form)), "govuk-label")]
    assert labels == ["Email address", "Password"]


def test_a_forms_own_words_are_kept() -> None:
    class Own(PortalForm):
        region = forms.CharField(label="Region", error_messages={"required": "Say where you are"})
        lsp = forms.CharField(label="LSP name")

    assert [e.message for e in page_errors(Own({}))] == ["Say where you are", "Enter LSP name"]
