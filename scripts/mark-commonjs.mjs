// The library is built twice. Node takes the CommonJS half for CommonJS only when a package.json
// beside it says so, and the compiler writes none.
import { writeFileSync } from "node:fs";

const marker = new URL("../packages/tracing/dist/cjs/package.json", import.meta.url);
writeFileSync(marker, `${JSON.stringify({ type: "commonjs" })}\n`);
