import Replicate from "replicate";
import { expect, it } from "vitest";
import { isReplicateClass } from "./client-class.ts";

it("recognises the client's class without its name", () => {
  Object.defineProperty(Replicate, "name", { value: "", configurable: true });

  expect(isReplicateClass(Replicate)).toBe(true);
});

class Subclass extends Replicate {}
class SomethingElse {
  run(): void {}
  request(): void {}
}
const unreadable = new Proxy(Replicate, {
  getOwnPropertyDescriptor: () => {
    throw new Error("the app's own code ran");
  },
  get: () => {
    throw new Error("the app's own code ran");
  },
});

it.each([
  ["a subclass, whose base is found by itself", Subclass],
  ["a class that is something else", SomethingElse],
  ["a function without a prototype", () => {}],
  ["a proxy, whatever it stands for", unreadable],
  ["a client", new Replicate({ auth: "none" })],
  ["an object", { default: Replicate }],
  ["nothing", undefined],
  ["null", null],
])("takes no notice of %s", (_, value) => {
  expect(isReplicateClass(value)).toBe(false);
});
