import { stableUuid } from "./stable-uuid.ts";

/** A project or experiment that an SDK registered. */
export interface Project {
  readonly id: string;
  readonly name: string;
}

/** One run of an evaluation. */
export interface Experiment extends Project {
  readonly project_id: string;
  /** ISO 8601. */
  readonly created: string;
  /** The experiment that this one is compared with. */
  readonly baseId?: string;
}

/** What an SDK asks for when it registers an experiment. */
export interface ExperimentRequest {
  readonly project: Project;
  readonly name?: string;
  /** Go on with the experiment of this name instead of starting another. */
  readonly update?: boolean;
  readonly baseId?: string;
  readonly baseName?: string;
}

/** A name as it is kept. */
export type RegisteredName =
  | { readonly kind: "project"; readonly value: Project }
  | { readonly kind: "experiment"; readonly value: Experiment };

/** Where names outlive the process. */
export interface RegistryStorage {
  /** In the order in which they were saved. */
  load(): readonly RegisteredName[];
  save(name: RegisteredName): void;
}

/** Remembers the names behind the ids that rows carry; in memory unless a storage is given. */
export class Registry {
  readonly #storage: RegistryStorage | undefined;
  readonly #projects = new Map<string, Project>();
  readonly #experiments = new Map<string, Experiment>();

  constructor(storage?: RegistryStorage) {
    this.#storage = storage;
    for (const { kind, value } of storage?.load() ?? []) {
      if (kind === "project") this.#projects.set(value.id, value);
      else this.#experiments.set(value.id, value);
    }
  }

  /** The project of this name, always under the same id. */
  registerProject(name: string): Project {
    const id = stableUuid("project", name);
    const known = this.#projects.get(id);
    if (known !== undefined) return known;
    const project = { id, name };
    this.#storage?.save({ kind: "project", value: project });
    this.#projects.set(id, project);
    return project;
  }

  /** A project by id; one that was never registered here is named after its id. */
  project(id: string): Project {
    return this.#projects.get(id) ?? { id, name: id };
  }

  /**
   * Starts an experiment. A name that is taken gets a number, as two runs are two experiments.
   * Answers `undefined` where the base asked for by name does not exist.
   */
  registerExperiment(request: ExperimentRequest): Experiment | undefined {
    const { project } = request;
    const siblings = this.#experimentsOf(project.id);
    const wanted = request.name ?? project.name;
    const existing = siblings.find((sibling) => sibling.name === wanted);
    if (existing !== undefined && request.update === true) return existing;

    const base =
      request.baseName === undefined
        ? (siblings.find((sibling) => sibling.id === request.baseId) ?? siblings.at(-1))
        : siblings.find((sibling) => sibling.name === request.baseName);
    if (request.baseName !== undefined && base === undefined) return undefined;

    const name = freeName(wanted, new Set(siblings.map((sibling) => sibling.name)));
    const experiment: Experiment = {
      id: stableUuid(`experiment of ${project.id}`, name),
      name,
      project_id: project.id,
      created: new Date().toISOString(),
      ...(base === undefined ? {} : { baseId: base.id }),
    };
    this.#storage?.save({ kind: "experiment", value: experiment });
    this.#experiments.set(experiment.id, experiment);
    return experiment;
  }

  experiment(id: string): Experiment | undefined {
    return this.#experiments.get(id);
  }

  /** The experiment of this name in a project. */
  experimentNamed(projectId: string, name: string): Experiment | undefined {
    return this.#experimentsOf(projectId).find((experiment) => experiment.name === name);
  }

  #experimentsOf(projectId: string): readonly Experiment[] {
    return [...this.#experiments.values()].filter((item) => item.project_id === projectId);
  }
}

function freeName(wanted: string, taken: ReadonlySet<string>): string {
  let name = wanted;
  for (let count = 2; taken.has(name); count += 1) name = `${wanted}-${count}`;
  return name;
}
