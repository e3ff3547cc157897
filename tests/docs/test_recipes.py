"""The recipes as a reader runs them: each a process of its own, against a running server."""

import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.auth.models import User

from decisions.models import Recommendation, Token
from decisions.services import assessments
from decisions.services.recommendations import freeze
from scenarios import services as catalogue

RECIPES = Path(__file__).resolve().parents[2] / "docs" / "recipes"

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def user():
    return User.objects.create_user("tool@example.org")


@pytest.fixture
def run(live_server, user, tmp_path):
    """Run a recipe in an empty folder, with a token of that scope."""

    def run(*words, scope="write"):
        _row, token = Token.objects.create(user, expiry=timedelta(days=1), name="recipe", scope=scope)
        environment = {**os.environ, "BERTH_URL": live_server.url, "BERTH_TOKEN": token}
        command = [sys.executable] if words[0].endswith(".py") else ["bash"]
        return subprocess.run(
            [*command, RECIPES / words[0], *words[1:]],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    return run


@pytest.mark.parametrize("recipe", ["client.py", "round.sh"])
def test_the_whole_round(run, user, tmp_path, recipe):
    done = run(recipe)

    assert (done.returncode, done.stderr) == (0, "")
    record = Recommendation.objects.get(assessment__user=user)
    assert done.stdout.split() == [record.verdict, record.platform, "True"]
    assert [signoff.decision for signoff in record.signoffs.all()] == ["approved"]
    assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF-")
    assert record.code in (tmp_path / "decision.md").read_text("utf-8")


def test_the_client_has_forty_lines():
    lines = (RECIPES / "client.py").read_text("utf-8").splitlines()

    assert len([line for line in lines if line.strip()]) <= 40


def test_a_portfolio_is_placed_line_by_line(run, tmp_path):
    table = "name,scenario,release_rate\nPayroll,erp,yearly\nShop,ecommerce,\nOdd,erp,hourly\n"
    (tmp_path / "workloads.csv").write_text(table, "utf-8")

    done = run("portfolio.py", "workloads.csv")

    assert (done.returncode, done.stderr) == (0, "")
    payroll, shop, odd = (line.split("\t") for line in done.stdout.splitlines())
    assert (payroll[0], payroll[2]) == ("Payroll", "vmware")
    assert (shop[0], shop[2]) == ("Shop", "docker")
    assert odd == ["Odd", "refused", "release_rate has no option hourly."]


def test_the_job_fails_when_a_decision_drifts(run, user, shipped):
    assessment = assessments.start(owner=user, title="Trading", model="standard", scenario="finance")
    freeze(assessment=assessment)

    before = run("drift.py", scope="read")
    publish_what_prefers_virtual_machines(shipped["standard"])
    after = run("drift.py", scope="read")

    assert (before.returncode, before.stdout, before.stderr) == (0, "", "")
    assert (after.returncode, after.stderr) == (1, "")
    assert after.stdout == "Trading: hybrid when frozen, vmware with 2029.1.1\n"


def publish_what_prefers_virtual_machines(document):
    ratings = tuple(
        rating.model_copy(update={"low": 5.0, "typical": 5.0, "high": 5.0}) if rating.platform == "vmware" else rating
        for rating in document.ratings
    )
    catalogue.publish(document=document.model_copy(update={"version": "2029.1.1", "ratings": ratings}))
