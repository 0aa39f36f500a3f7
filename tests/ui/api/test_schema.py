"""The schema of the API is true: requests made from it, good and bad, are answered as it says."""

from __future__ import annotations

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from corpus.encoder import Encoder
from tests.corpus.accounts.conftest import PASSWORD
from ui.api.app import build_api
from ui.services import Services
from ui.serving.gate import Gate

_CHECKS = [
    not_a_server_error, status_code_conformance, content_type_conformance,
    response_headers_conformance, response_schema_conformance,
]  # fmt: skip
_EXAMPLES = {GenerationMode.POSITIVE: 12, GenerationMode.NEGATIVE: 4}
_METHODS = ("get", "post", "put", "patch", "delete")


@pytest.mark.slow
@pytest.mark.encoder
@pytest.mark.parametrize("mode", _EXAMPLES, ids=lambda mode: mode.name.lower())
@pytest.mark.parametrize("method", _METHODS)
def test_no_request_breaks_the_server_or_its_schema(
    method: str, mode: GenerationMode, gated: Gate, services: Services, real_encoder: Encoder
) -> None:
    roles = ["admin", "clerk", "applicant"]
    account, _ = services.accounts.create("li", "李", roles, given=PASSWORD)
    _, secret = services.accounts.make_token(account.id, "test")
    case = services.cases_for(account.id).create_case("望江苑", "tcrea-2023", "C")
    headers = {"authorization": f"Bearer {secret}"}
    paths = build_api(services).openapi()["paths"]
    schema = schemathesis.openapi.from_asgi("/api/v1/openapi.json", gated, headers=headers)
    asked: dict[str, int] = {}
    for found in schema.include(method=method.upper()).get_all_operations():
        operation = found.ok()

        @given(example=operation.as_strategy(generation_mode=mode))
        @settings(
            max_examples=_EXAMPLES[mode],
            deadline=None,
            database=None,
            derandomize=True,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        def is_answered(example: schemathesis.Case) -> None:
            at = example.operation.path
            asked[at] = asked.get(at, 0) + 1
            if asked[at] % 2 and "case" in example.path_parameters:
                example.path_parameters["case"] = case  # the other half asks for none that is there
            example.call_and_validate(headers=headers, checks=_CHECKS)

        try:
            is_answered()
        except Unsatisfiable:
            # Some operations take nothing that could be wrong.
            assert mode is GenerationMode.NEGATIVE
            asked.setdefault(operation.path, 0)
    assert set(asked) == {path for path, methods in paths.items() if method in methods}
