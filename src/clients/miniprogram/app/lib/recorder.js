/** Records voice messages. */
const { call, confirm } = require('./ask');
const { t } = require('./strings');

const LEAST_MS = 1_000;
const MOST_MS = 60_000;
const FORMAT = 'mp3';
/** A recorder that doesn't say it stopped has nothing to give. */
const STOP_TIMEOUT_MS = 3_000;

const manager = wx.getRecorderManager();
/** @type {(failure: any) => void} */
let onFailure = () => {};
/** @type {(result: any) => void} */
let onStopped = () => {};
/** What was recorded up to the longest time, when the recorder ends by itself. */
let full = null;

manager.onStop((result) => {
  full = result;
  onStopped(result);
});
manager.onError((failure) => {
  onFailure(failure);
  onStopped(null);
});

/** Whether the microphone may be used now. Asks the first time, and leads to the settings after a refusal. */
async function allowed() {
  const { authSetting } = await call('getSetting');
  const granted = authSetting['scope.record'];
  if (granted === undefined) {
    await call('authorize', { scope: 'scope.record' }).catch(() => null);
    return false;
  }
  if (!granted && (await confirm(t('compose.voiceOff'), t('compose.openSetting')))) {
    await call('openSetting');
  }
  return granted;
}

/** @param {(failure: any) => void} failed */
function start(failed) {
  onFailure = failed;
  full = null;
  manager.start({ duration: MOST_MS, format: FORMAT, sampleRate: 16_000, numberOfChannels: 1, encodeBitRate: 48_000 });
}

/** @returns {Promise<{ path: string, durationMs: number, size: number, mime: string } | null>} */
function stop() {
  return new Promise((resolve) => {
    const late = setTimeout(() => resolve(null), STOP_TIMEOUT_MS);
    onStopped = (result) => {
      clearTimeout(late);
      onStopped = () => {};
      resolve(result && { path: result.tempFilePath, durationMs: Math.round(result.duration), size: result.fileSize, mime: 'audio/mpeg' });
    };
    if (full) {
      onStopped(full);
    } else {
      manager.stop();
    }
  });
}

module.exports = { allowed, start, stop, LEAST_MS, MOST_MS };
