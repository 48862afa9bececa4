import { execFileSync } from "node:child_process";

/** Where nginx is. Throws when it is nowhere. */
export function findNginx(): string {
  for (const path of ["nginx", "/usr/sbin/nginx"]) {
    try {
      execFileSync(path, ["-v"], { stdio: "ignore" });
      return path;
    } catch {
      continue;
    }
  }
  throw new Error("There is no nginx; on Debian: apt-get install nginx-light");
}
