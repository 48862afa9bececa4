import { Hono } from "hono";
import { answer } from "../http/answer.ts";
import type { ApiEnvironment } from "./api-environment.ts";

/** Names follow Replicate's list; the SKUs are the ones its documentation uses. */
const HARDWARE: ReadonlyArray<{ name: string; sku: string }> = [
  { name: "CPU", sku: "cpu" },
  { name: "Nvidia T4 GPU", sku: "gpu-t4" },
  { name: "Nvidia L40S GPU", sku: "gpu-l40s" },
  { name: "Nvidia A100 (80GB) GPU", sku: "gpu-a100-large" },
];

/** `/account`, `/hardware` and the secret that webhooks are signed with. */
export function accountRoutes(): Hono<ApiEnvironment> {
  const secret = Buffer.from("the emulator signs no webhooks").toString("base64");
  return new Hono<ApiEnvironment>()
    .get("/account", () =>
      answer({
        type: "organization",
        username: "emulated",
        name: "The emulator",
        github_url: "https://github.com/emulated",
      }),
    )
    .get("/hardware", () => answer(HARDWARE))
    .get("/webhooks/default/secret", () => answer({ key: `whsec_${secret}` }));
}
