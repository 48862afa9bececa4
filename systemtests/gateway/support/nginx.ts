import { execFileSync } from "node:child_process";

/** Where nginx is; says on the console when it is nowhere. */
export function findNginx(): string | undefined {
  for (const path of ["nginx", "/usr/sbin/nginx"]) {
    try {
      execFileSync(path, ["-v"], { stdio: "ignore" });
      return path;
    } catch {
      continue;
    }
  }
  console.log("skipped: there is no nginx; on Debian: apt-get install nginx-light");
  return undefined;
}
