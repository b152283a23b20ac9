import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const bin = join(dirname(fileURLToPath(import.meta.url)), '../../artifacts/bin/AkkaChat.Server');
const PATIENCE_MS = 60_000;

/** The program: as told by AKKACHAT_SERVER, else what was built last. */
function program() {
  const found = [process.env.AKKACHAT_SERVER, join(bin, 'release/AkkaChat.Server.dll'), join(bin, 'debug/AkkaChat.Server.dll')]
    .find((path) => path && existsSync(path));
  assert.ok(found, 'no server to test with: build the solution first, or set AKKACHAT_SERVER to AkkaChat.Server.dll');
  return found;
}

/**
 * A server on a free port with an empty data directory; both stay the same when it is killed and started again.
 *
 * @param {...string} settings each as Key=Value, without AkkaChat:
 */
export async function startServer(...settings) {
  const data = mkdtempSync(join(tmpdir(), 'akkachat-clients-'));
  const port = 18_000 + Math.floor(Math.random() * 14_000);
  const url = `http://127.0.0.1:${port}`;
  /** @type {import('node:child_process').ChildProcess} */
  let server;
  /** @type {Promise<unknown>} */
  let ended;
  let output = '';

  async function start() {
    server = spawn('dotnet', [program(), `--urls=${url}`, `--AkkaChat:DataDirectory=${data}`,
      '--AkkaChat:Auth:GuestsPerMinutePerAddress=1000000', ...settings.map((setting) => `--AkkaChat:${setting}`)], {
      env: { ...process.env, ASPNETCORE_ENVIRONMENT: 'Development' },
    });
    const mine = server;
    ended = new Promise((resolve) => mine.once('exit', resolve));
    let now = '';
    await new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`Waited in vain for the server to start. It wrote: ${output}`)), PATIENCE_MS);
      const take = (/** @type {Buffer} */ chunk) => {
        output += chunk;
        now += chunk;
        if (now.includes('Stop with Ctrl-C.')) {
          clearTimeout(late);
          resolve(undefined);
        }
      };
      mine.stdout?.on('data', take);
      mine.stderr?.on('data', take);
      void ended.then(() => reject(new Error(`The server ended instead of starting. It wrote: ${output}`)));
    });
  }

  /** As a power cut would. */
  async function kill() {
    server.kill('SIGKILL');
    await ended;
  }

  try {
    await start();
  } catch (error) {
    server?.kill('SIGKILL');
    rmSync(data, { recursive: true, force: true });
    throw error;
  }
  return {
    port,
    url,
    start,
    kill,
    async stop() {
      await kill();
      rmSync(data, { recursive: true, force: true });
    },
  };
}

/** @typedef {Awaited<ReturnType<typeof startServer>>} Server */
