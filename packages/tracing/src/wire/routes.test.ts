import { expect, it } from "vitest";
import { readRoute } from "./routes.ts";

it.each([
  ["POST /predictions", { kind: "create-prediction" }],
  ["POST predictions", { kind: "create-prediction" }],
  ["POST https://api.replicate.com/v1/predictions", { kind: "create-prediction" }],
  ["POST https://proxy.example.com/replicate/v1/predictions/", { kind: "create-prediction" }],
  ["POST /models/acme/text/predictions", { kind: "create-model-prediction", model: "acme/text" }],
  [
    "POST /deployments/acme/fast/predictions?x=1",
    { kind: "create-deployment-prediction", deployment: "acme/fast" },
  ],
  [
    "POST /models/acme/text/versions/abc/trainings",
    { kind: "create-training", model: "acme/text", version: "abc" },
  ],
  ["GET /predictions/abc", { kind: "get-prediction", id: "abc" }],
  ["POST /predictions/abc/cancel", { kind: "cancel-prediction", id: "abc" }],
  ["GET /trainings/abc", { kind: "get-training", id: "abc" }],
  ["POST /trainings/abc/cancel", { kind: "cancel-training", id: "abc" }],
])("reads %s", (request, route) => {
  const [method = "", url = ""] = request.split(" ");
  expect(readRoute(method, url)).toEqual(route);
});

it.each([
  "GET /predictions",
  "GET /predictions?cursor=abc",
  "GET https://api.replicate.com/v1/predictions?cursor=https://x/v1/predictions/abc",
  "GET /models/acme/text",
  "GET /models/acme/text/versions/abc",
  "POST /files",
  "GET /files/abc",
  "GET /collections/text",
  "GET /trainings",
  "DELETE /predictions/abc",
  "GET /webhooks/default/secret",
  "get /predictions/abc",
])("is not interested in %s", (request) => {
  const [method = "", url = ""] = request.split(" ");
  expect(readRoute(method, url)).toBeUndefined();
});
