// Prints the licence notices of everything in the bundle: esbuild leaves them out, and MIT asks for them.
import { readFileSync } from "node:fs";

const lock = JSON.parse(readFileSync("package-lock.json", "utf8"));
const packages = Object.entries(lock.packages).filter(([path, info]) => path && !info.dev);
for (const [path, info] of packages.sort(([a], [b]) => (a < b ? -1 : 1))) {
  const text = readFileSync(`${path}/LICENSE`, "utf8").trim();
  process.stdout.write(`${path.replace("node_modules/", "")} ${info.version} (${info.license})\n\n${text}\n\n----\n\n`);
}
