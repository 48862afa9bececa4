type IsProxy = (value: unknown) => boolean;

/** Elsewhere than on Node a proxy cannot be told from what it stands for: everything may be one. */
const cannotTell: IsProxy = () => true;

/** Whether reading an object may run code of the app that nobody can see. */
export const isProxy: IsProxy = findIsProxy();

function findIsProxy(): IsProxy {
  if (typeof process === "undefined" || typeof process.getBuiltinModule !== "function") {
    return cannotTell;
  }
  return process.getBuiltinModule("node:util")?.types.isProxy ?? cannotTell;
}
