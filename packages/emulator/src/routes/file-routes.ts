import { Hono } from "hono";
import type { EmulatorState } from "../emulator-state.ts";
import { fileObject, storedFile, type StoredFile } from "../files/stored-file.ts";
import { answer, type AnswerInit } from "../http/answer.ts";
import { ApiProblem } from "../http/api-problem.ts";
import { pageOf } from "../http/page.ts";
import { notFound, PROBLEMS } from "../http/problem.ts";
import type { ApiContext, ApiEnvironment } from "./api-environment.ts";

/** Files are served by a worker at the edge, which knows no rate limit. */
const FILE_ANSWER: AnswerInit = {
  limit: "none",
  headers: { "content-type": "application/json; charset=UTF-8", "cf-placement": "remote-SJC" },
};

/** `/files`: uploads. */
export function fileRoutes(state: EmulatorState): Hono<ApiEnvironment> {
  return new Hono<ApiEnvironment>()
    .post("/files", async (c) => {
      const file = await receive(c, state.settings.clock.now());
      state.files.set(file.id, file);
      return answer(fileObject(file, c.env.mount.apiBase), { ...FILE_ANSWER, status: 201 });
    })
    .get("/files", (c) => {
      const { apiBase } = c.env.mount;
      const page = pageOf(
        [...state.files.values()],
        { url: c.req.url, listUrl: `${apiBase}/files` },
        (file) => fileObject(file, apiBase),
      );
      return answer(page, FILE_ANSWER);
    })
    .get("/files/:id", (c) => answer(fileObject(find(state, c), c.env.mount.apiBase), FILE_ANSWER))
    .delete("/files/:id", (c) => {
      state.files.delete(find(state, c).id);
      const headers = { "content-type": "text/plain; charset=UTF-8", "cf-placement": "remote-SJC" };
      return new Response(null, { status: 204, headers });
    });
}

/** `/files/{id}/download`, which is signed and so needs no token; any signature will do here. */
export function fileDownloadRoutes(state: EmulatorState): Hono<ApiEnvironment> {
  return new Hono<ApiEnvironment>().get("/files/:id/download", (c) => {
    const file = find(state, c);
    return new Response(new Uint8Array(file.bytes), {
      headers: { "content-type": file.contentType },
    });
  });
}

function find(state: EmulatorState, c: ApiContext): StoredFile {
  const file = state.files.get(c.req.param("id") ?? "");
  if (file === undefined) throw new ApiProblem(notFound());
  return file;
}

async function receive(c: ApiContext, createdAt: number): Promise<StoredFile> {
  const form = await c.req.raw.formData().catch(() => undefined);
  const content = form?.get("content");
  if (!(content instanceof Blob)) throw new ApiProblem(PROBLEMS.badRequest);
  return storedFile({
    name: content.name,
    contentType: content.type === "" ? "application/octet-stream" : content.type,
    bytes: new Uint8Array(await content.arrayBuffer()),
    metadata: await metadataOf(form?.get("metadata") ?? null),
    createdAt,
  });
}

async function metadataOf(part: FormDataEntryValue | null): Promise<unknown> {
  if (part === null) return {};
  try {
    return JSON.parse(typeof part === "string" ? part : await part.text());
  } catch {
    throw new ApiProblem(PROBLEMS.badRequest);
  }
}
