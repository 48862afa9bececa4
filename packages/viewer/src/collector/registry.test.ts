import { expect, it } from "vitest";
import { Registry } from "./registry.ts";

it("numbers experiments of the same name and compares each with the one before", () => {
  const registry = new Registry();
  const project = registry.registerProject("quiz");
  const first = registry.registerExperiment({ project, name: "words" });
  const second = registry.registerExperiment({ project, name: "words" });
  expect(first).not.toHaveProperty("baseId");
  expect(second).toMatchObject({ name: "words-2", baseId: first?.id, project_id: project.id });
});

it("goes on with an experiment when asked to", () => {
  const registry = new Registry();
  const project = registry.registerProject("quiz");
  const first = registry.registerExperiment({ project, name: "words" });
  expect(registry.registerExperiment({ project, name: "words", update: true })).toBe(first);
});

it("finds a base by name or id, and says when the named one does not exist", () => {
  const registry = new Registry();
  const project = registry.registerProject("quiz");
  const first = registry.registerExperiment({ project });
  registry.registerExperiment({ project });
  expect(first?.name).toBe("quiz");
  expect(registry.registerExperiment({ project, baseName: "quiz" })?.baseId).toBe(first?.id);
  expect(registry.registerExperiment({ project, baseId: first?.id ?? "" })?.baseId).toBe(first?.id);
  expect(registry.registerExperiment({ project, baseName: "none" })).toBeUndefined();
});

it("names a project that was never registered after its id", () => {
  expect(new Registry().project("p")).toEqual({ id: "p", name: "p" });
});
