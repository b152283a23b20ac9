/** The one chat client of this mini program, tied to the life of the app. */
const { createChatClient, createDeviceId } = require('../core/index.js');
const { wxFetch, wxLifecycle, wxStorage, wxTransport, wxUpload } = require('../core/transports/wx.js');
const { readConfig } = require('../config');

const config = readConfig();
const storage = wxStorage(wx);
/** WeChat's own timers, which are not on every phone's global object. */
const clock = {
  now: () => Date.now(),
  setTimeout: (run, ms) => setTimeout(run, ms),
  clearTimeout: (timer) => clearTimeout(timer),
  random: () => Math.random(),
};
const client = createChatClient({
  baseUrl: config.baseUrl,
  socketUrl: config.socketUrl,
  transport: wxTransport(wx),
  fetch: wxFetch(wx),
  upload: wxUpload(wx),
  storage,
  clock,
  deviceId: createDeviceId(storage, 'mp', clock),
  platform: 'miniprogram',
});

let weak = false;

/** Follows the app to the background and back, and the phone from network to network. */
function follow() {
  wxLifecycle(wx, client);
  if (wx.onNetworkWeakChange) {
    wx.onNetworkWeakChange(({ weakNet }) => { weak = weakNet; });
  }
}

/** @param {string} id */
const nameOf = (id) => {
  const person = id ? client.people.get(id) : null;
  return person ? person.name : '';
};

module.exports = { client, config, follow, nameOf, isWeak: () => weak };
