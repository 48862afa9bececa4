import { expect, it } from "vitest";
import { createCollector } from "braintrust-replicate-viewer";

interface Named {
  readonly id: string;
  readonly name: string;
}

it("registers projects and experiments and summarizes scores", async () => {
  const collector = createCollector();
  const call = async <Answer>(path: string, body?: unknown): Promise<Answer> => {
    const init = body === undefined ? {} : { method: "POST", body: JSON.stringify(body) };
    const response = await collector.fetch(new Request(`http://local${path}`, init));
    expect(response.status).toBe(200);
    return (await response.json()) as Answer;
  };

  const project = await call<Named>("/v1/project", { name: "quiz", org_name: "local" });
  expect(await call(`/v1/project/${project.id}`)).toMatchObject({ id: project.id, name: "quiz" });
  const register = { project_id: project.id, name: "words", ensure_new: true };
  const first = await call<Named>("/v1/experiment", register);
  const second = await call<Named>("/v1/experiment", register);
  expect([first.name, second.name]).toEqual(["words", "words-2"]);
  expect(await call<Named>("/v1/experiment", { ...register, ensure_new: false })).toEqual(first);
  expect(await call(`/v1/experiment?project_id=${project.id}&experiment_name=words`)).toMatchObject(
    { objects: [{ id: first.id }] },
  );

  collector.store.write([
    { id: "a", experiment_id: first.id, input: "one", scores: { exact: 0 } },
    { id: "b", experiment_id: second.id, input: "one", scores: { exact: 1 } },
  ]);
  expect(await call(`/v1/experiment/${second.id}/summarize?summarize_scores=true`)).toEqual({
    project_name: "quiz",
    experiment_name: "words-2",
    comparison_experiment_name: "words",
    scores: { exact: { name: "exact", score: 1, diff: 1, improvements: 1, regressions: 0 } },
    metrics: {},
  });
});
