"""What every operation of the OpenAPI document shares and no view says: its errors and its tag."""

from typing import Any

from portal.web.problems import CONTENT_TYPE

TEXT = {"type": "string"}
PLACE = {
    "type": "object",
    "required": ["pointer", "detail"],
    "properties": {"pointer": TEXT, "detail": TEXT},
}
PROBLEM = {
    "type": "object",
    "description": "What went wrong (RFC 9457). `errors` names the wrong values by JSON pointer.",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": TEXT,
        "title": TEXT,
        "status": {"type": "integer"},
        "detail": TEXT,
        "errors": {"type": "array", "items": PLACE},
    },
}
REFUSAL = {
    "description": "Refused: what went wrong and what to do about it.",
    "content": {CONTENT_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
}
TAGS = {"p": "own partnership"}
CONDITION = ("412", "428")  # If-Match is stale, or missing


def complete(result: dict[str, Any], **framework: Any) -> dict[str, Any]:
    """SPECTACULAR_SETTINGS["POSTPROCESSING_HOOKS"]: add the problem document to every operation."""
    result["components"]["schemas"]["Problem"] = PROBLEM
    for methods in result["paths"].values():
        for operation in methods.values():
            operation["responses"]["default"] = REFUSAL
            if any(each["name"] == "If-Match" for each in operation.get("parameters", [])):
                operation["responses"] |= dict.fromkeys(CONDITION, REFUSAL)
            operation["tags"] = [TAGS.get(tag, tag) for tag in operation.get("tags", [])]
    return result
