import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const bin = join(dirname(fileURLToPath(import.meta.url)), '../../../artifacts/bin/AkkaChat.Server');
const PATIENCE_MS = 60_000;

/** The program: as told by AKKACHAT_SERVER, else what was built last. */
function program() {
  const found = [process.env.AKKACHAT_SERVER, join(bin, 'release/AkkaChat.Server.dll'), join(bin, 'debug/AkkaChat.Server.dll')]
    .find((path) => path && existsSync(path));
  assert.ok(found, 'no server to test with: build the solution first, or set AKKACHAT_SERVER to AkkaChat.Server.dll');
  return found;
}

/**
 * Starts a server on a free port with an empty data directory.
 * @returns {Promise<{ port: number, stop: () => Promise<void> }>}
 */
export async function startServer() {
  const data = mkdtempSync(join(tmpdir(), 'akkachat-plain-'));
  const port = 18_000 + Math.floor(Math.random() * 14_000);
  const server = spawn('dotnet', [program(), `--urls=http://127.0.0.1:${port}`, `--AkkaChat:DataDirectory=${data}`], {
    env: { ...process.env, ASPNETCORE_ENVIRONMENT: 'Development' },
  });
  const ended = new Promise((resolve) => server.once('exit', resolve));
  let output = '';
  await new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`Waited in vain for the server to start. It wrote: ${output}`)), PATIENCE_MS);
    const take = (/** @type {Buffer} */ chunk) => {
      output += chunk;
      if (output.includes('Stop with Ctrl-C.')) {
        clearTimeout(late);
        resolve(undefined);
      }
    };
    server.stdout.on('data', take);
    server.stderr.on('data', take);
    void ended.then(() => reject(new Error(`The server ended instead of starting. It wrote: ${output}`)));
  });
  return {
    port,
    stop: async () => {
      server.kill('SIGKILL');
      await ended;
      rmSync(data, { recursive: true, force: true });
    },
  };
}
