"""How the API names a thing inside another."""

from rest_framework import serializers


class NamedSerializer(serializers.Serializer):
    """Something by its id and name; its own address says more."""

    id = serializers.IntegerField()
    name = serializers.CharField()
