import { parseArgs } from "node:util";

// More than any run opens at once: a refused connect would measure the backlog, not the server.
const BACKLOG = 4096;

/** The options of the command line: `port`, and `redis-port` where there is one. */
export const options = parseArgs({
  options: { port: { type: "string" }, "redis-port": { type: "string" } },
}).values;

/** Listens, says so with `ready`, and ends the process at SIGTERM. */
export function serve(http) {
  process.once("SIGTERM", () => process.exit(0));
  http.listen({ port: Number(options.port), host: "127.0.0.1", backlog: BACKLOG }, () => console.log("ready"));
}

/** Who connects and which rooms they are in, as the simple servers' clients say it. */
export function visitor(request) {
  const query = new URL(request.url, "http://localhost").searchParams;
  return { user: query.get("user") ?? "", rooms: (query.get("rooms") ?? "").split(",").filter(Boolean) };
}

/** The message in a frame, or null when it is none. */
export function read(data) {
  try {
    const message = JSON.parse(data);
    return message?.type === "send" ? message : null;
  } catch {
    return null;
  }
}
