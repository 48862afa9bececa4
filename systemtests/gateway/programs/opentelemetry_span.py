"""A program that OpenTelemetry instruments: it sends its span by itself."""

import json
import sys

from opentelemetry import baggage, context, trace
from opentelemetry.instrumentation.httpx import HTTPXClientInstrumentor
from opentelemetry.sdk.trace import TracerProvider

trace.set_tracer_provider(TracerProvider())
HTTPXClientInstrumentor().instrument()

from replicate.client import Client  # noqa: E402

context.attach(baggage.set_baggage("braintrust.parent", "project_name:of the program"))
with trace.get_tracer("test").start_as_current_span("the program's own") as span:
    output = "".join(Client().run("acme/text", input={"prompt": "opentelemetry_span"}))
    trace_id = format(span.get_span_context().trace_id, "032x")
json.dump({"output": output, "trace": trace_id}, sys.stdout)
