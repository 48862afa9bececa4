import { expect, it } from "vitest";
import { isSecretInput, looksLikeCredential } from "./secret-names.ts";

const words = (text: string): string[] => text.trim().split(/\s+/);

it.each(
  words(`hf_token openai_api_key wandb_api_key anthropic_api_key google_generativeai_api_key
    deepl_key aliyun_oss_configure secret civitai_api_token huggingface_read_token api_key apiKey
    token aws_access_key_id aws_secret_access_key s3_access_key supabase_key jwtToken accessToken
    suno_cookie cookies password passwd db_password credentials privateKey authorization API-KEY`),
)("takes %s for a secret", (name) => {
  expect(isSecretInput(name, "a value")).toBe(true);
});

it.each(
  words(`max_new_tokens max_tokens min_tokens suppress_tokens hf_lora token_string pad_tokens
    max_token_length new_tokens total_tokens batchtoken_max class_token placeholder_tokens eos_token
    token_repetition_penalty_decay hf_repo_id key f0_up_key key_shift_mode start_key_frame
    td_psola_key time_signature new_session prompt keyboard secretary monkey`),
)("takes %s for no secret", (name) => {
  expect(isSecretInput(name, "a value")).toBe(false);
});

it("takes a key for a secret when it looks like one of an account", () => {
  const random = "a1B2c3D4".repeat(4);
  for (const name of ["key", "KEY", "elevenlabs_key", "my-key", "streamKey"]) {
    expect([name, isSecretInput(name, random)]).toEqual([name, true]);
  }
  for (const name of ["userPublicKey", "public_key", "monkey", "key_of_music"]) {
    expect([name, isSecretInput(name, random)]).toEqual([name, false]);
  }
  expect(isSecretInput("key", "C minor")).toBe(false);
});

it("takes a long random text for a credential, and no words, URLs or numbers", () => {
  expect(looksLikeCredential("a1B2c3D4".repeat(4))).toBe(true);
  expect(looksLikeCredential("a1b2c3")).toBe(false);
  expect(looksLikeCredential("a heron in the rain at 5")).toBe(false);
  expect(looksLikeCredential("https://replicate.delivery/abc123/out.png")).toBe(false);
  expect(looksLikeCredential("12345678901234567890")).toBe(false);
  expect(looksLikeCredential("black-forest-labs-flux-schnell")).toBe(false);
});
