"""One background job over the API; the roof says who may read it in which space."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from portal.jobs.models import Job
from portal.jobs.queries import job_by_id


class JobSerializer(serializers.ModelSerializer):
    """How far a job is; `error` says what went wrong and what to do, `result` what came out."""

    percent = serializers.IntegerField(read_only=True)
    result = serializers.DictField(read_only=True)

    class Meta:
        model = Job
        fields = [
            "id", "label", "state", "done", "total", "percent", "message", "error", "result",
            "created_at", "started_at", "finished_at",
        ]  # fmt: skip


class JobDetail(APIView):
    """A job of the current space: the partnership's, or the nation's."""

    @extend_schema(responses=JobSerializer)
    def get(self, request: Request, job_id: UUID, **space: str) -> Response:
        """Ask again while `state` is queued or running."""
        return Response(JobSerializer(job_by_id(job_id)).data)
