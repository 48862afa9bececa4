import type { RegisteredName, RegistryStorage } from "../collector/registry.ts";
import { isJsonObject } from "../store/json-value.ts";
import type { SqlDatabase } from "./sql-database.ts";

/** Keeps the names behind the ids of rows in the database, so that a restart does not lose them. */
export class RegisteredNames implements RegistryStorage {
  readonly #sql: SqlDatabase;

  constructor(sql: SqlDatabase) {
    this.#sql = sql;
  }

  load(): readonly RegisteredName[] {
    return this.#sql
      .all("SELECT kind, json FROM registered ORDER BY seq")
      .flatMap((row) => read(row["kind"], row["json"]) ?? []);
  }

  save(name: RegisteredName): void {
    this.#sql.run(
      `INSERT INTO registered (id, kind, json) VALUES (?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET json = excluded.json`,
      [name.value.id, name.kind, JSON.stringify(name.value)],
    );
  }
}

function read(kind: unknown, json: unknown): RegisteredName | undefined {
  const value: unknown = JSON.parse(String(json));
  if (!isJsonObject(value)) return undefined;
  const { id, name, project_id: projectId, created, baseId } = value;
  if (typeof id !== "string" || typeof name !== "string") return undefined;
  if (kind === "project") return { kind, value: { id, name } };
  if (kind !== "experiment" || typeof projectId !== "string" || typeof created !== "string") {
    return undefined;
  }
  const base = typeof baseId === "string" ? { baseId } : {};
  return { kind, value: { id, name, project_id: projectId, created, ...base } };
}
