import pytest
pytestmark = pytest.mark.django_db
def test_a(desk):
    h=desk.get("questions/B3/").html
    i=h.index('portal-condition'); print(h[i:i+1500])
    page=desk.send("sections/new/", code="c", title="Third", intro="Words", show_if="A1 is yes")
    print(page.status, page.text[400:900])
    mine = desk.fields("questions/B5/")
    print(desk.act("parts/question/B5/remove/").status)
    page = desk.pages.post(f"{desk.home}questions/B5/", {**mine, "text": "My words"})
    print(page.status, page.text[400:900])
    h=desk.pages.get("/national/questionnaires/drafts/").text; print(h[300:900])
