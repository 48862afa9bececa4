/**
 * A model's owner and its name.
 *
 * @example
 * splitModel("meta/llama-3"); // { owner: "meta/", name: "llama-3" }
 */
export function splitModel(model: string): { readonly owner: string; readonly name: string } {
  const slash = model.indexOf("/");
  if (slash <= 0 || slash === model.length - 1) return { owner: "", name: model };
  return { owner: model.slice(0, slash + 1), name: model.slice(slash + 1) };
}
