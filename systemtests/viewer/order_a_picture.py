"""An app of the unmodified SDK: what packages/viewer/test/support/expect-the-order.ts compares with."""

import base64

import braintrust

PICTURE = base64.b64decode("iVBORw0KGgo=")

logger = braintrust.init_logger(project="studio")
with logger.start_span(name="order a picture") as order:
    with order.start_span(name="replicate.run", type="llm") as run:
        run.log(
            input={"prompt": "a heron at dawn", "seed": 7},
            metadata={"provider": "replicate", "model": "black-forest-labs/flux-schnell"},
        )
        picture = braintrust.Attachment(
            data=PICTURE, filename="heron.png", content_type="image/png"
        )
        run.log(output=[picture], metrics={"predict_time": 1.5, "tokens": 12}, tags=["birds"])
        exported = run.export()
    with order.start_span(name="replicate.stream", type="llm") as stream:
        stream.log(output="Half a ", error="out of memory")
    try:
        with order.start_span(name="charge"):
            raise ValueError("card declined")
    except ValueError:
        pass
braintrust.flush()
braintrust.update_span(exported, metadata={"rating": 5})
braintrust.flush()
