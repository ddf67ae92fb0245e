import pytest

pytestmark = pytest.mark.django_db


def test_all(desk):
    for p in [
        "",
        "settings/",
        "sections/new/",
        "sections/A/",
        "sections/A/change/",
        "sections/B/preview/",
        "sections/A/questions/new/?type=grid",
        "questions/A1/",
        "questions/B1/",
        "questions/B2/?type=text",
        "questions/B4/",
        "checks/new/",
        "checks/CK1/",
        "figures/new/",
        "parts/question/A1/remove/",
        "parts/section/A/remove/",
        "publish/",
        "discard/",
    ]:
        page = desk.get(p)
        print(p, page.status, page.title)
        assert page.status == 200, p
    for p in [
        "questions/A1/",
        "questions/A2/",
        "questions/B1/",
        "questions/B2/",
        "questions/B3/",
        "questions/B4/",
        "questions/B5/",
        "sections/B/change/",
        "checks/CK1/",
        "checks/CK2/",
        "settings/",
    ]:
        before = desk.now()
        page = desk.send(p)
        assert page.status == 200, (p, page.text)
        after = desk.now()
        print(p, before.revision, after.revision)
        for a, b in zip(before.document["questions"], after.document["questions"]):
            if a != b:
                print(a, "\n   ", b)
    print(desk.get("").text[:3000])
    print(
        desk.client.get(desk.home + "words/?text=A1 is yes&before=3").content,
        desk.client.get(desk.home + "words/?text=A1 is yess").content,
    )
