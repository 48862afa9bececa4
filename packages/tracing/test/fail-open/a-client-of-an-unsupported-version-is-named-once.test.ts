import { wrapReplicate } from "braintrust-replicate";
import Replicate from "replicate";
import { expect, it } from "vitest";

function clientOfVersion(version: string): Replicate {
  return new Replicate({ auth: "any", userAgent: `replicate-javascript/${version}` });
}

it("tells once of a client outside of the supported versions, and traces it all the same", () => {
  const told: string[] = [];
  const onError = (error: Error): void => void told.push(error.message);

  for (const version of ["0.25.0", "0.34.1", "1.0.0", "1.99.0"]) {
    wrapReplicate(clientOfVersion(version), { onError });
  }
  wrapReplicate(new Replicate({ auth: "any", userAgent: "my-app/0.1.0" }), { onError });
  expect(told).toEqual([]);

  for (const version of ["0.24.0", "2.0.0"]) wrapReplicate(clientOfVersion(version), { onError });
  expect(told).toEqual([
    "braintrust-replicate: replicate 0.24 is not supported (>=0.25.0 <2); it may be traced in part",
  ]);
});
