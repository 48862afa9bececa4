import type { AppModules } from "./environment-logger.ts";
import { loadedModules, type LoadedModule } from "./watch-modules.ts";

/** Where the app's packages may be seen before any of them has been loaded. */
export function appFolders(): readonly string[] {
  const main = process.argv[1];
  return [...(main === undefined ? [] : [main]), `${process.cwd()}/`];
}

/**
 * How the app loads its packages, by how it loaded one of them: a module that was required is a
 * child of another one, a module that was imported is nobody's.
 */
export function appModulesOf(module: LoadedModule): AppModules {
  const parent = loadedModules().find(({ children }) => children?.includes(module));
  const asker = parent?.filename ?? undefined;
  const itself = module.filename ?? undefined;
  return {
    format: parent === undefined ? "import" : "require",
    from: [asker, ...appFolders(), itself].filter((path) => path !== undefined),
  };
}
