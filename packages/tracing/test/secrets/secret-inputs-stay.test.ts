import { createEmulator } from "replicate-emulator";
import { describe, expect, it } from "vitest";
import { pathsHolding } from "../support/paths-holding.ts";
import { secretValue } from "../support/secret-value.ts";
import { startScene } from "../support/start-scene.ts";
import { testModels } from "../support/test-models.ts";
import { tracedClient } from "../support/traced-client.ts";

const SECRETS = `
  hf_token openai_api_key wandb_api_key anthropic_api_key deepl_key secret
  google_generativeai_api_key aliyun_oss_configure civitai_api_token api_key
  huggingface_read_token huggingface_access_token huggingface_token token cookie
  aws_access_key_id aws_secret_access_key s3_access_key s3_secret_access_key supabase_key
  jwtToken suno_cookie password private_key credentials
`
  .trim()
  .split(/\s+/);

const INNOCENT = `
  max_new_tokens max_tokens min_new_tokens min_tokens suppress_tokens hf_lora hf_loras
  token_string pad_tokens max_token_length new_tokens total_tokens batchtoken_max
  class_token placeholder_tokens initializer_tokens key token_repetition_penalty_decay
  hf_repo_id hf_lora_url f0_up_key key_shift_mode start_key_frame td_psola_key
  time_signature new_session end_session
`
  .trim()
  .split(/\s+/);

describe("an input named like a secret", () => {
  it.each(SECRETS)("is blanked out: %s", async (name) => {
    const scene = await startScene();
    const value = secretValue(name);
    const emulator = createEmulator({
      models: [
        {
          name: "acme/echo",
          official: true,
          script: () => ({
            steps: [{ logs: `got ${JSON.stringify({ value })}` }],
            error: `rejected ${value}`,
            metrics: { value },
          }),
        },
      ],
    });

    const input = { prompt: `use ${value}`, [name]: value, list: [{ [name]: [value] }] };
    await tracedClient(emulator)
      .run("acme/echo", { input, wait: { mode: "poll", interval: 1 } })
      .catch(() => undefined);

    const rows = await scene.rows();
    expect(pathsHolding(await scene.written(), ["swordfish"])).toEqual([]);
    expect(rows).toMatchObject([{ input: { [name]: "[REDACTED]", prompt: "use [REDACTED]" } }]);
  });
});

it("leaves inputs alone that only look like secrets", async () => {
  const scene = await startScene();
  const input = Object.fromEntries(INNOCENT.map((name) => [name, `the ${name}`]));

  const client = tracedClient(createEmulator({ models: testModels() }));
  await client.run("acme/text", { input });

  expect(await scene.rows()).toMatchObject([{ input }]);
});

const shy = {
  name: "acme/shy",
  official: true,
  secretInputs: ["pin"],
  script: ({ pin }: Record<string, unknown>) => ({
    output: { said: `the pin is ${String(pin)}` },
    metrics: { pin: String(pin) },
  }),
};

it("blanks out what only Replicate knows to be a secret, once it has said so", async () => {
  const scene = await startScene();
  const client = tracedClient(createEmulator({ models: [shy] }));
  const pin = "open sesame";

  const { id } = await client.predictions.create({ model: "acme/shy", input: { pin, seed: 7 } });
  await client.predictions.get(id);

  expect(await scene.rows()).toMatchObject([{ input: { pin: "[REDACTED]", seed: 7 } }]);
  expect(pathsHolding(await scene.written(), [pin])).toEqual([]);
});

it("holds back what looks random until Replicate has answered", async () => {
  const scene = await startScene();
  const client = tracedClient(createEmulator({ models: [shy, ...testModels()] }));
  const pin = ["a1B2", "c3D4"].join("").repeat(4);
  const innocent = "lora4you".repeat(4);

  await client.run("acme/shy", { input: { pin, style: innocent } });
  await client.run("acme/missing", { input: { pin } }).catch(() => undefined);

  const rows = await scene.rows();
  expect(rows).toMatchObject([
    { input: { pin: "[REDACTED]", style: innocent } },
    { input: { pin: "[REDACTED]" } },
  ]);
  expect(pathsHolding(await scene.written(), [pin])).toEqual([]);
});

it("blanks out a secret that an error quotes, also as JSON", async () => {
  const scene = await startScene();
  const key = '-----BEGIN "KEY"-----\nswordfish\n-----END KEY-----';
  const fetch = (): Promise<Response> =>
    Promise.resolve(Response.json({ detail: `bad input ${key}` }, { status: 422 }));

  const running = tracedClient({ fetch }).run("acme/text", { input: { private_key: key } });

  await expect(running).rejects.toMatchObject({ name: "ApiError" });
  expect(pathsHolding(await scene.rows(), ["swordfish"])).toEqual([]);
});
