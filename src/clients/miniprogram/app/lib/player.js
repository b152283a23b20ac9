/** Plays voice messages, one at a time. */

const listeners = new Set();
let audio = null;
/** @type {string | null} */
let playing = null;

function tell(source) {
  playing = source;
  [...listeners].forEach((listener) => listener(playing));
}

function stop() {
  if (audio) {
    audio.destroy();
    audio = null;
  }
  if (playing !== null) {
    tell(null);
  }
}

function play(source) {
  stop();
  if (!source) {
    return;
  }
  // Voice is to be heard although the phone is set to silent: it was tapped.
  wx.setInnerAudioOption({ obeyMuteSwitch: false, fail: () => {} });
  audio = wx.createInnerAudioContext();
  audio.src = source;
  audio.onEnded(stop);
  audio.onError(stop);
  audio.play();
  tell(source);
}

module.exports = {
  play,
  stop,
  /** @returns {() => void} stops listening */
  onChange(listener) {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};
