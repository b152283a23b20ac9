import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

const core = fileURLToPath(new URL('../../../src/clients/core/src/', import.meta.url));
const BYTES_AT_MOST = 30 * 1_024;
const BYTES_WITH_WX_AT_MOST = 32 * 1_024;

/** The whole core as a page or a mini program would ship it. */
async function minified(entry) {
  const { outputFiles } = await build({
    entryPoints: [core + entry], bundle: true, minify: true, format: 'esm', target: 'es2022', write: false, logLevel: 'silent',
  });
  return outputFiles[0].contents;
}

test('the core is small', async () => {
  const code = await minified('index.js');
  console.log(`client core: ${code.length} bytes minified, ${gzipSync(code, { level: 9 }).length} gzipped`);
  assert.ok(code.length > 10_000, 'that is not the core');
  assert.ok(code.length <= BYTES_AT_MOST, `${code.length} bytes are more than ${BYTES_AT_MOST}`);
});

test('a core with the transport of a mini program is small too', async () => {
  const { length } = await minified('index.js');
  const wx = await minified('transports/wx.js');
  const sum = length + wx.length;
  console.log(`client core and wx transport: ${sum} bytes minified`);
  assert.ok(sum <= BYTES_WITH_WX_AT_MOST, `${sum} bytes are more than ${BYTES_WITH_WX_AT_MOST}`);
});
