import time

from portal.embedded import steps


def test_a_short_step_says_nothing(capsys) -> None:
    with steps.step("Short"):
        pass
    assert capsys.readouterr().err == ""


def test_a_long_step_says_that_it_runs_and_how_long_it_took(capsys, monkeypatch) -> None:
    monkeypatch.setattr(steps, "QUIET_SECONDS", 0.05)
    with steps.step("Long"):
        time.sleep(0.3)
        assert capsys.readouterr().err == "Long …\n"
    assert capsys.readouterr().err == "Long: 0 s\n"
