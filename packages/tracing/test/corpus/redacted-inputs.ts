/**
 * Inputs of public examples that are blanked out, by model and name: credentials that their authors
 * passed under names which the schema does not declare secret. Nothing else may be blanked out, or
 * a trace would no longer say what was asked.
 */
export const REDACTED_INPUTS: readonly string[] = [
  "mercurio005/whisperx-spanish input.token",
  "muqtadar08/llm_finetuning_dataset_generator input.key",
  "remodela-ai/scaling-model-v2 input.api_key",
  "sabuhigr/sabuhi-model input.hf_token",
  "sabuhigr/sabuhi-model-v2 input.hf_token",
  "sparkdoaz/www input.huggingface_token",
  "wglint/2_sdv2-1 input.supabase_key",
];
