import type { Problem } from "./problem.ts";

/** Thrown by a route to be answered with a {@link Problem}. */
export class ApiProblem extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(`Answered with status ${problem.status}`);
    this.name = "ApiProblem";
    this.problem = problem;
  }
}
