"""A program with a span of its own, which it tells the gateway by an httpx event hook."""

import json
import sys

from replicate.client import Client

TRACEPARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
PARENT = "project_name%3Aof%20the%20program"


def tell_parent(request):
    request.headers["traceparent"] = TRACEPARENT
    request.headers["baggage"] = f"braintrust.parent={PARENT}"


client = Client()
client._client.event_hooks["request"].append(tell_parent)
json.dump("".join(client.run("acme/text", input={"prompt": "own_span"})), sys.stdout)
