/**
 * Names, types and requirement levels as the semantic conventions of version 1.41.1 have them,
 * transcribed apart from the library's own table, so that one slip cannot pass. The texts
 * are at
 *
 * - https://github.com/open-telemetry/semantic-conventions/blob/v1.41.1/docs/gen-ai/gen-ai-spans.md
 * - https://github.com/open-telemetry/semantic-conventions/blob/v1.41.1/docs/gen-ai/gen-ai-metrics.md
 * - https://github.com/open-telemetry/semantic-conventions/blob/v1.41.1/docs/gen-ai/gen-ai-exceptions.md
 *
 * (commit ead83b9b0fa36540c1642fce46e874f002ac23f1).
 */
type Rows = Readonly<Record<string, readonly [type: string, level: string]>>;

/** `span.gen_ai.inference.client` */
export const INFERENCE_SPAN: Rows = {
  "gen_ai.operation.name": ["string", "required"],
  "gen_ai.provider.name": ["string", "required"],
  "error.type": ["string", "conditionally_required"],
  "gen_ai.conversation.id": ["string", "conditionally_required"],
  "gen_ai.output.type": ["string", "conditionally_required"],
  "gen_ai.request.choice.count": ["int", "conditionally_required"],
  "gen_ai.request.model": ["string", "conditionally_required"],
  "gen_ai.request.seed": ["int", "conditionally_required"],
  "gen_ai.request.stream": ["boolean", "conditionally_required"],
  "server.port": ["int", "conditionally_required"],
  "gen_ai.request.frequency_penalty": ["double", "recommended"],
  "gen_ai.request.max_tokens": ["int", "recommended"],
  "gen_ai.request.presence_penalty": ["double", "recommended"],
  "gen_ai.request.stop_sequences": ["string[]", "recommended"],
  "gen_ai.request.temperature": ["double", "recommended"],
  "gen_ai.request.top_k": ["double", "recommended"],
  "gen_ai.request.top_p": ["double", "recommended"],
  "gen_ai.response.finish_reasons": ["string[]", "recommended"],
  "gen_ai.response.id": ["string", "recommended"],
  "gen_ai.response.model": ["string", "recommended"],
  "gen_ai.response.time_to_first_chunk": ["double", "recommended"],
  "gen_ai.usage.cache_creation.input_tokens": ["int", "recommended"],
  "gen_ai.usage.cache_read.input_tokens": ["int", "recommended"],
  "gen_ai.usage.input_tokens": ["int", "recommended"],
  "gen_ai.usage.output_tokens": ["int", "recommended"],
  "gen_ai.usage.reasoning.output_tokens": ["int", "recommended"],
  "server.address": ["string", "recommended"],
  "gen_ai.input.messages": ["any", "opt_in"],
  "gen_ai.output.messages": ["any", "opt_in"],
  "gen_ai.system_instructions": ["any", "opt_in"],
  "gen_ai.tool.definitions": ["any", "opt_in"],
};

/** `event.gen_ai.client.operation.exception` */
export const EXCEPTION_EVENT: Rows = {
  "exception.message": ["string", "conditionally_required"],
  "exception.type": ["string", "conditionally_required"],
  "exception.stacktrace": ["string", "recommended"],
};

/** A metric and its attributes. */
interface Metric {
  readonly instrument: string;
  readonly unit: string;
  readonly boundaries: readonly number[];
  readonly attributes: Rows;
}

/** The metrics of clients. */
export const CLIENT_METRICS: Readonly<Record<string, Metric>> = {
  "gen_ai.client.token.usage": {
    instrument: "Histogram",
    unit: "{token}",
    boundaries: [
      1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304, 16777216, 67108864,
    ],
    attributes: {
      "gen_ai.operation.name": ["string", "required"],
      "gen_ai.provider.name": ["string", "required"],
      "gen_ai.token.type": ["string", "required"],
      "gen_ai.request.model": ["string", "conditionally_required"],
      "server.port": ["int", "conditionally_required"],
      "gen_ai.response.model": ["string", "recommended"],
      "server.address": ["string", "recommended"],
    },
  },
  "gen_ai.client.operation.duration": {
    instrument: "Histogram",
    unit: "s",
    boundaries: [
      0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92,
    ],
    attributes: {
      "gen_ai.operation.name": ["string", "required"],
      "gen_ai.provider.name": ["string", "required"],
      "error.type": ["string", "conditionally_required"],
      "gen_ai.request.model": ["string", "conditionally_required"],
      "server.port": ["int", "conditionally_required"],
      "gen_ai.response.model": ["string", "recommended"],
      "server.address": ["string", "recommended"],
    },
  },
  "gen_ai.client.operation.time_to_first_chunk": {
    instrument: "Histogram",
    unit: "s",
    boundaries: [
      0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92,
    ],
    attributes: {
      "gen_ai.operation.name": ["string", "required"],
      "gen_ai.provider.name": ["string", "required"],
      "gen_ai.request.model": ["string", "conditionally_required"],
      "server.port": ["int", "conditionally_required"],
      "gen_ai.response.model": ["string", "recommended"],
      "server.address": ["string", "recommended"],
    },
  },
  "gen_ai.client.operation.time_per_output_chunk": {
    instrument: "Histogram",
    unit: "s",
    boundaries: [
      0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92,
    ],
    attributes: {
      "gen_ai.operation.name": ["string", "required"],
      "gen_ai.provider.name": ["string", "required"],
      "gen_ai.request.model": ["string", "conditionally_required"],
      "server.port": ["int", "conditionally_required"],
      "gen_ai.response.model": ["string", "recommended"],
      "server.address": ["string", "recommended"],
    },
  },
};

/** Well-known values of `gen_ai.operation.name`; others may be used. */
export const OPERATION_NAMES: readonly string[] = [
  "chat",
  "create_agent",
  "embeddings",
  "execute_tool",
  "generate_content",
  "invoke_agent",
  "invoke_workflow",
  "retrieval",
  "text_completion",
];

/** Well-known values of `gen_ai.output.type`; others may be used. */
export const OUTPUT_TYPES: readonly string[] = ["image", "json", "speech", "text"];

/** Well-known values of `gen_ai.provider.name`; others may be used. */
export const PROVIDER_NAMES: readonly string[] = [
  "anthropic",
  "aws.bedrock",
  "azure.ai.inference",
  "azure.ai.openai",
  "cohere",
  "deepseek",
  "gcp.gemini",
  "gcp.gen_ai",
  "gcp.vertex_ai",
  "groq",
  "ibm.watsonx.ai",
  "mistral_ai",
  "openai",
  "perplexity",
  "x_ai",
];

/** What has to be there when a span is made, so that samplers see it. */
export const AT_CREATION: readonly string[] = [
  "gen_ai.operation.name",
  "gen_ai.provider.name",
  "gen_ai.request.model",
  "server.address",
  "server.port",
];

/** Reasons that the schema of output messages lists; others may be used. */
export const FINISH_REASONS: readonly string[] = [
  "stop",
  "length",
  "content_filter",
  "tool_call",
  "error",
];

/** What each kind of part must have, by the schemas of input and output messages. */
export const PARTS: Readonly<Record<string, readonly string[]>> = {
  text: ["content"],
  uri: ["modality", "uri"],
  blob: ["modality", "content"],
  file: ["modality", "file_id"],
};
