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
 * A server on a free port with a data directory of its own, which a restart keeps.
 *
 * @param {string[]} [args]
 */
export async function startServer(args = []) {
  const data = mkdtempSync(join(tmpdir(), 'akkachat-miniprogram-'));
  const port = 18_000 + Math.floor(Math.random() * 14_000);
  const host = `127.0.0.1:${port}`;
  /** @type {import('node:child_process').ChildProcess} */
  let server;
  /** @type {Promise<unknown>} */
  let ended;

  async function start() {
    server = spawn('dotnet', [
      program(), `--urls=http://${host}`, `--AkkaChat:DataDirectory=${data}`, '--AkkaChat:Sessions:RequestsPerSecond=10000',
      '--AkkaChat:Sessions:RequestBurst=10000', ...args,
    ], { env: { ...process.env, ASPNETCORE_ENVIRONMENT: 'Development' } });
    ended = new Promise((resolve) => server.once('exit', resolve));
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
      server.stdout?.on('data', take);
      server.stderr?.on('data', take);
      void ended.then(() => reject(new Error(`The server ended instead of starting. It wrote: ${output}`)));
    });
  }

  async function kill() {
    server.kill('SIGKILL');
    await ended;
  }

  await start();
  return {
    host,
    start,
    kill,
    async stop() {
      await kill();
      rmSync(data, { recursive: true, force: true });
    },
  };
}
