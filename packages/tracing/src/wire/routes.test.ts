import { expect, it } from "vitest";
import { readRoute } from "./routes.ts";

it.each([
  ["POST /predictions", { kind: "predictions.create" }],
  ["POST predictions", { kind: "predictions.create" }],
  ["POST https://api.replicate.com/v1/predictions", { kind: "predictions.create" }],
  ["POST https://proxy.example.com/replicate/v1/predictions/", { kind: "predictions.create" }],
  ["POST /models/acme/text/predictions", { kind: "predictions.create", model: "acme/text" }],
  [
    "POST /deployments/acme/fast/predictions?x=1",
    { kind: "deployments.predictions.create", deployment: "acme/fast" },
  ],
  [
    "POST /models/acme/text/versions/abc/trainings",
    { kind: "trainings.create", model: "acme/text", version: "abc" },
  ],
  ["GET /predictions/abc", { kind: "predictions.get", id: "abc" }],
  ["POST /predictions/abc/cancel", { kind: "predictions.cancel", id: "abc" }],
  ["GET /trainings/abc", { kind: "trainings.get", id: "abc" }],
  ["POST /trainings/abc/cancel", { kind: "trainings.cancel", id: "abc" }],
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
