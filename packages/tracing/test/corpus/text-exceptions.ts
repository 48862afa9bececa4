/**
 * Models whose example is taken for a list where the schema says one text, or the other way round,
 * when no stream tells. Most that are missed are lists of one text, which joining would not change;
 * those that are joined yield pieces of a text although their schema calls them a list.
 */
export const TEXT_EXCEPTIONS: readonly string[] = [
  "antoinelyset/openhermes-2-mistral-7b-awq is a text",
  "antoinelyset/openhermes-2.5-mistral-7b-awq is a text",
  "crowdy/line-lang-3.6b is a text",
  "hayooucom/vision-llama3 is a text",
  "replicate/flan-t5-xl is a text",
  "replicate/hello-concurrency is a text",
  "replicate/llama-7b is no text",
  "snowflake/snowflake-arctic-instruct is no text",
  "ulissemini/gpt2-xl-actadd is no text",
];
