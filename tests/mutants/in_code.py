"""Faults of the code: doors, rights, scopes, jobs."""

from tests.mutants.fault import Edit, Fault

ADDRESSES = "tests/guards/test_addresses.py"
CONNECTIONS = "tests/guards/test_connections.py"
CONTEXT = "tests/portal/tenancy/test_context.py"
TASKS = "tests/portal/jobs/test_task.py"
FOREIGN_ROOM = (f"{ADDRESSES}::test_a_foreign_room_is_like_no_room[boardroom:home]",)
MIDDLEWARE = "partnerships/membership/middleware.py"
MEMBERS = "partnerships/membership/queries/roles.py"
SETTINGS = "portal/settings.py"


def _edit(file: str, old: str, new: str) -> tuple[Edit, ...]:
    return (Edit(file, old, new),)


DOORS = [
    Fault(
        "every signed-in person enters every room",
        FOREIGN_ROOM,
        edits=_edit(MIDDLEWARE, "if partnership is None or not roles:", "if partnership is None:"),
    ),
    Fault(
        "ended roles still count",
        FOREIGN_ROOM,
        edits=_edit(
            MEMBERS,
            "filter(user=user, partnership=partnership, ended_at=None)",
            "filter(user=user, partnership=partnership)",
        ),
    ),
    Fault(
        "observers enter every region",
        FOREIGN_ROOM,
        edits=_edit(
            MEMBERS, "role=OBSERVER.key, region=region).exists()", "role=OBSERVER.key).exists()"
        ),
    ),
    Fault(
        "a foreign room answers 403 instead of 404",
        FOREIGN_ROOM,
        edits=_edit(
            MIDDLEWARE,
            "                return not_found(request)",
            "                from portal.web.errors import forbidden\n"
            "                return forbidden(request) if partnership else not_found(request)",
        ),
    ),
    Fault(
        "some spellings of an address slip past the lock",
        (f"{ADDRESSES}::test_a_slug_of_any_shape_is_no_room",),
        edits=_edit(MIDDLEWARE, "(?P<slug>[-a-zA-Z0-9_]+)/", "(?P<slug>[a-z0-9-]{1,80})/"),
    ),
    Fault(
        "a parameter chooses the partnership",
        (f"{CONNECTIONS}::test_nothing_but_the_address_chooses_the_partnership",),
        edits=_edit(
            MIDDLEWARE,
            "in_partnership(partnership.pk, user_id=request.user.pk)",
            "in_partnership(int(request.GET.get('partnership', partnership.pk)),"
            " user_id=request.user.pk)",
        ),
    ),
    Fault(
        "a partnership that is switched off stays open",
        (f"{CONNECTIONS}::test_a_partnership_that_is_switched_off_is_no_room",),
        edits=_edit(
            "partnerships/register/queries.py",
            "filter(slug=slug, is_active=True)",
            "filter(slug=slug)",
        ),
    ),
    Fault(
        "views are open unless they say otherwise",
        (f"{CONNECTIONS}::test_an_undeclared_view_asks_for_sign_in",),
        edits=_edit(
            SETTINGS, '    "django.contrib.auth.middleware.LoginRequiredMiddleware",\n', ""
        ),
    ),
    Fault(
        "forms without a token are taken",
        (f"{ADDRESSES}::test_a_form_without_its_token_is_refused", "-k", "returns:"),
        edits=_edit(SETTINGS, '    "django.middleware.csrf.CsrfViewMiddleware",\n', ""),
    ),
    Fault(
        "an address that nobody declared",
        (f"{ADDRESSES}::test_every_address_is_in_the_table_of_truth_and_nothing_else",),
        edits=_edit(
            "portal/urls.py",
            '    path("", home, name="home"),\n',
            '    path("", home, name="home"),\n    path("attic/", home, name="attic"),\n',
        ),
    ),
]

RIGHTS = [
    Fault(
        "a view without its right",
        (f"{ADDRESSES}::test_the_view_declares_what_the_table_says", "-k", "membership"),
        edits=_edit("partnerships/membership/views/people.py", "@requires(P.MEMBERS_READ)\n", ""),
    ),
    Fault(
        "a view with the wrong right",
        (f"{ADDRESSES}::test_each_person_gets_what_the_table_says", "-k", "sign_off-alpha"),
        edits=_edit(
            "surveys/returns/views/sending.py",
            "@requires(P.RETURN_SIGN_OFF)\n@require_POST\ndef sign(",
            "@requires(P.RETURN_READ)\n@require_POST\ndef sign(",
        ),
    ),
    Fault(
        "requires asks nothing",
        (f"{ADDRESSES}::test_each_person_gets_what_the_table_says", "-k", "people-observer"),
        edits=_edit("partnerships/membership/access.py", "if not request.can(right):", "if False:"),
    ),
    Fault(
        "the API's permission asks nothing",
        (f"{ADDRESSES}::test_each_person_gets_what_the_table_says", "-k", "api:people-observer"),
        edits=_edit(
            "partnerships/membership/access.py",
            "return request.can(needed)",
            "return True",
        ),
    ),
    Fault(
        "members may answer",
        ("tests/partnerships/membership/test_roles.py",),
        edits=_edit(
            "partnerships/membership/roles.py",
            'Role("member", "LSP member", frozenset({*_ROOM, P.PROTOCOL_SIGN}))',
            'Role("member", "LSP member", frozenset({*_ROOM, P.RETURN_ANSWER, P.PROTOCOL_SIGN}))',
        ),
    ),
    Fault(
        "the API is open by default",
        (f"{ADDRESSES}::test_the_apis_default_is_closed",),
        edits=_edit(
            SETTINGS, '["portal.web.closed.Closed"]', '["rest_framework.permissions.AllowAny"]'
        ),
    ),
    Fault(
        "an API view with no permission at all",
        (f"{ADDRESSES}::test_api_views_name_their_own_permission",),
        edits=_edit(
            "surveys/returns/api/returns.py",
            'class ReturnList(APIView):\n    """The partnership\'s returns, newest first."""\n\n'
            "    permission_classes = [Requires.right(P.RETURN_READ)]",
            'class ReturnList(APIView):\n    """The partnership\'s returns, newest first."""\n\n'
            "    permission_classes = []",
        ),
    ),
    Fault(
        "departments see unreleased editions",
        (f"{ADDRESSES}::test_departments_see_nothing_before_its_release",),
        edits=_edit("surveys/results/queries.py", "    if released_only:\n", "    if False:\n"),
    ),
    Fault(
        "the evaluator reads a return unseen",
        (f"{ADDRESSES}::test_the_evaluators_reading_of_a_return_is_told_to_its_partnership",),
        edits=_edit(
            "surveys/returns/domain/national.py",
            '        record("return.read", on=found, by=by)\n',
            "",
        ),
    ),
]

SCOPES = [
    Fault(
        "the scope outlives its transaction",
        (f"{CONNECTIONS}::test_the_next_transaction_on_the_connection_has_no_scope",),
        edits=_edit(
            "portal/tenancy/context.py",
            "SELECT set_config('app.partnership_id', %s, true)",
            "SELECT set_config('app.partnership_id', %s, false)",
        ),
    ),
    Fault(
        "a crash is not rolled back",
        (f"{CONNECTIONS}::test_whatever_went_wrong_is_rolled_back",),
        edits=_edit(MIDDLEWARE, "if request.broken or response.status_code >= 400:", "if False:"),
    ),
    Fault(
        "a refusal is not rolled back",
        (f"{CONNECTIONS}::test_whatever_went_wrong_is_rolled_back",),
        edits=_edit(MIDDLEWARE, "response.status_code >= 400", "response.status_code >= 500"),
    ),
    Fault(
        "streamed answers are let through",
        (f"{CONNECTIONS}::test_a_streamed_answer_is_refused",),
        edits=_edit(MIDDLEWARE, "if response.streaming and", "if False and"),
    ),
    Fault(
        "a second partnership opens inside a first",
        (f"{CONTEXT}::test_second_partnership_inside_a_first_is_refused",),
        edits=_edit(
            "portal/tenancy/context.py",
            "and outer.partnership_id != scope.partnership_id and not switch",
            "and False",
        ),
    ),
    Fault(
        "leaving a partnership for a while does not come back",
        (f"{CONTEXT}::test_leaving_for_a_while_comes_back",),
        edits=_edit(
            "portal/tenancy/context.py",
            "if nested and not connection.needs_rollback:",
            "if False:",
        ),
    ),
    Fault(
        "a model loses its floor",
        (
            "tests/guards/test_architecture.py::test_models_and_migrations_agree",
            "tests/guards/test_catalogue.py::test_the_models_pass_the_systems_own_checks",
        ),
        edits=_edit(
            "partnerships/membership/models/roles.py",
            '            OwnFloor(name="role_assignment_floor"),\n',
            "",
        ),
    ),
    Fault(
        "the start-up check looks away",
        ("tests/portal/tenancy/test_checks.py",),
        edits=_edit(
            "portal/tenancy/checks.py", "if unsafe is None or unsafe[0]:", "if unsafe is None:"
        ),
    ),
    Fault(
        "duplicates are validated without the partnership",
        ("tests/guards/test_tenant_models.py::test_uniqueness_is_validated_with_the_partnership",),
        edits=_edit(
            "portal/tenancy/models.py",
            'super().validate_constraints(exclude=set(exclude or ()) - {"partnership"})',
            "super().validate_constraints(exclude=exclude)",
        ),
    ),
    Fault(
        "an event without an actor",
        ("tests/portal/audit/test_record.py::test_without_an_actor_nothing_is_written",),
        edits=_edit(
            "portal/audit/record.py",
            'raise NoActor(f"{name} needs an actor")',
            'actor, words = None, "somebody"',
        ),
    ),
]

JOBS = [
    Fault(
        "a task that is not a job",
        ("tests/guards/test_tasks.py",),
        edits=(
            Edit(
                "surveys/results/tasks.py",
                "from portal.jobs.task import Progress, portal_task",
                "from celery import shared_task as portal_task\n"
                "from portal.jobs.task import Progress",
            ),
        ),
    ),
    Fault(
        "work is queued outside any scope",
        ("tests/portal/jobs/test_queue.py::test_asking_outside_any_scope_is_refused",),
        edits=_edit(
            "portal/jobs/queue.py",
            "    scope = current_scope()\n",
            "    from portal.tenancy.context import Scope\n"
            "    scope = current_scope() or Scope(None)\n",
        ),
    ),
    Fault(
        "the wake-up call goes out before the commit",
        ("tests/portal/jobs/test_queue.py", "-k", "commit or rolled"),
        edits=_edit(
            "portal/jobs/queue.py",
            "transaction.on_commit(lambda: wake(job.pk, kind, scope.partnership_id))",
            "wake(job.pk, kind, scope.partnership_id)",
        ),
    ),
    Fault(
        "a finished job runs again",
        (f"{TASKS}::test_running_a_job_twice_does_it_once",),
        edits=_edit(
            "portal/jobs/domain.py",
            "    mine = Job.objects.filter(free, pk=job_id)\n",
            "    mine = Job.objects.filter(pk=job_id)\n",
        ),
    ),
    Fault(
        "a lease is ignored",
        (f"{TASKS}::test_a_job_that_another_worker_holds_is_left_alone",),
        edits=_edit(
            "portal/jobs/domain.py",
            "Q(state=Job.State.RUNNING, lease_until__lt=now)",
            "Q(state=Job.State.RUNNING)",
        ),
    ),
    Fault(
        "a worker that lost its lease still writes",
        (f"{TASKS}::test_a_job_whose_worker_died_is_taken_over_after_its_lease",),
        edits=_edit("portal/jobs/domain.py", "token=job.token, state=Job.State.RUNNING)", ")"),
    ),
    Fault(
        "a message is lost with its worker",
        ("tests/guards/test_tasks.py::test_no_task_loses_its_message_with_its_worker",),
        edits=_edit("portal/jobs/task.py", "acks_late=True, ", ""),
    ),
    Fault(
        "web processes send to no broker",
        (
            "tests/guards/test_tasks.py"
            "::test_every_thread_of_a_web_process_sends_to_the_portals_broker",
        ),
        edits=_edit("portal/apps.py", 'import_module("portal.celery")', "pass"),
    ),
]

FAULTS = [*DOORS, *RIGHTS, *SCOPES, *JOBS]
