"""Uses replicate 1.x in every way that it offers, and says what the caller got."""

import asyncio
import io
import json
import sys

import replicate
from replicate.client import Client

TOKEN = "r8_token_of_the_system_test"
client = Client(api_token=TOKEN)


def text(prompt):
    return {"prompt": prompt}


def run_module():
    return "".join(replicate.run("acme/text", input=text("run_module")))


def run_client():
    return "".join(client.run("acme/text", input=text("run_client")))


def run_version():
    version = client.models.get("acme/text").latest_version.id
    return "".join(client.run(f"acme/text:{version}", input=text("run_version")))


def run_polling():
    return "".join(client.run("acme/text", input=text("run_polling"), wait=False))


def run_iterator():
    return [str(piece) for piece in client.run("acme/iterator", input=text("run_iterator"))]


def run_picture():
    return [piece.url for piece in client.run("acme/pictures", input=text("run_picture"))]


def run_object():
    return client.run("acme/object", input=text("run_object"))


async def async_run():
    # Each event loop needs a client of its own.
    fresh = Client(api_token=TOKEN)
    return "".join(await fresh.async_run("acme/text", input=text("async_run")))


def stream():
    events = client.stream("acme/text", input=text("stream"))
    return [(event.event.value, event.data) for event in events]


async def async_stream():
    fresh = Client(api_token=TOKEN)
    events = await fresh.async_stream("acme/text", input=text("async_stream"))
    return [(event.event.value, event.data) async for event in events]


def stream_module():
    return "".join(str(event) for event in replicate.stream("acme/text", input=text("stream_module")))


def create_and_wait():
    prediction = client.predictions.create(model="acme/text", input=text("create_and_wait"))
    prediction.wait()
    return [prediction.status, prediction.output]


def create_and_get():
    created = client.predictions.create(model="acme/text", input=text("create_and_get"))
    created.wait()
    got = client.predictions.get(created.id)
    return [got.status, got.output, got.id == created.id]


def create_and_cancel():
    prediction = client.predictions.create(model="acme/slow", input=text("create_and_cancel"))
    prediction.cancel()
    return prediction.status


def create_and_stream():
    prediction = client.predictions.create(
        model="acme/text", input=text("create_and_stream"), stream=True
    )
    return [(event.event.value, event.data) for event in prediction.stream()]


def output_iterator():
    prediction = client.predictions.create(model="acme/iterator", input=text("output_iterator"))
    return list(prediction.output_iterator())


def listed():
    return len(client.predictions.list().results) > 0


def deployment():
    made = client.deployments.predictions.create(
        deployment="acme/deployment", input=text("deployment")
    )
    made.wait()
    return [made.status, made.output]


def file_input():
    picture = io.BytesIO(b"\x89PNG not really" * 1000)
    picture.name = "picture.png"
    return client.run("acme/object", input={"prompt": "file_input", "image": picture})


def failing():
    return client.run("acme/failing", input=text("failing"))


def failing_iterator():
    return list(client.run("acme/failing", input=text("failing_iterator"), wait=False))


def no_such_model():
    return client.run("acme/nothing", input=text("no_such_model"))


def wrong_input():
    return client.predictions.create(model="acme/text", input={"not": "wrong_input"})


SCENARIOS = [
    run_module,
    run_client,
    run_version,
    run_polling,
    run_iterator,
    run_picture,
    run_object,
    async_run,
    stream,
    async_stream,
    stream_module,
    create_and_wait,
    create_and_get,
    create_and_cancel,
    create_and_stream,
    output_iterator,
    listed,
    deployment,
    file_input,
    failing,
    failing_iterator,
    no_such_model,
    wrong_input,
]


def outcome(scenario):
    try:
        if asyncio.iscoroutinefunction(scenario):
            return {"value": asyncio.run(scenario())}
        return {"value": scenario()}
    except Exception as error:
        return {"error": type(error).__name__, "message": str(error)}


json.dump({one.__name__: outcome(one) for one in SCENARIOS}, sys.stdout, default=str)
