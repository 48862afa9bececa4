"""Uses replicate 2.x in every way that it offers, and says what the caller got."""

import asyncio
import io
import json
import sys
import warnings

import replicate
from replicate import AsyncReplicate, Replicate

warnings.simplefilter("ignore")
client = Replicate()


def text(prompt):
    return {"prompt": prompt}


def joined(output):
    return output if isinstance(output, str) else "".join(str(piece) for piece in output)


def run_module():
    return joined(replicate.run("acme/text", input=text("run_module")))


def run_client():
    return joined(client.run("acme/text", input=text("run_client")))


def run_polling():
    return joined(client.run("acme/text", input=text("run_polling"), wait=False))


def run_object():
    return client.run("acme/object", input=text("run_object"))


def run_picture():
    return [str(piece.url) for piece in client.run("acme/pictures", input=text("run_picture"))]


async def async_run():
    return joined(await AsyncReplicate().run("acme/text", input=text("async_run")))


def use():
    return joined(replicate.use("acme/text")(prompt="use"))


def use_streaming():
    return joined(replicate.use("acme/text", streaming=True)(prompt="use_streaming"))


def stream():
    return joined(client.stream("acme/text", input=text("stream")))


async def async_stream():
    # AsyncReplicate's own stream() and use() cannot be called in 2.0.0b4.
    pieces = await replicate.use("acme/text", use_async=True, streaming=True)(prompt="async_stream")
    return "".join([str(piece) async for piece in pieces])


def create_and_wait():
    created = client.predictions.create(version="acme/text", input=text("create_and_wait"))
    done = client.predictions.wait(created.id)
    return [done.status, done.output]


def create_by_model():
    made = client.models.predictions.create(
        model_owner="acme", model_name="text", input=text("create_by_model"), prefer="wait"
    )
    return made.output


def create_and_cancel():
    created = client.predictions.create(version="acme/slow", input=text("create_and_cancel"))
    return client.predictions.cancel(prediction_id=created.id).status


def listed():
    return len(list(client.predictions.list().results)) > 0


def deployment():
    made = client.deployments.predictions.create(
        deployment_owner="acme", deployment_name="deployment", input=text("deployment")
    )
    done = client.predictions.wait(made.id)
    return [done.status, done.output]


def file_input():
    picture = io.BytesIO(b"\x89PNG not really" * 1000)
    picture.name = "picture.png"
    return client.run("acme/object", input={"prompt": "file_input", "image": picture})


def failing():
    return client.run("acme/failing", input=text("failing"))


def no_such_model():
    return client.run("acme/nothing", input=text("no_such_model"))


SCENARIOS = [
    run_module,
    run_client,
    run_polling,
    run_object,
    run_picture,
    async_run,
    use,
    use_streaming,
    stream,
    async_stream,
    create_and_wait,
    create_by_model,
    create_and_cancel,
    listed,
    deployment,
    file_input,
    failing,
    no_such_model,
]


def outcome(scenario):
    try:
        if asyncio.iscoroutinefunction(scenario):
            return {"value": asyncio.run(scenario())}
        return {"value": scenario()}
    except Exception as error:
        return {"error": type(error).__name__, "message": str(error)}


json.dump({one.__name__: outcome(one) for one in SCENARIOS}, sys.stdout, default=str)
