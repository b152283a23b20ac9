/**
 * Where the server is: the one file to change before this becomes your mini program. The README says how.
 *
 * - `host`: host name, and the port if it isn't the usual one
 * - `secure`: https and wss; WeChat allows nothing else but in DevTools with "do not verify domains"
 * - `guests`: offers to sign in without WeChat, where the server allows that
 * - `templates`: up to three subscribe-message templates; with none, nobody is asked
 */
const servers = {
  develop: { host: '127.0.0.1:8080', secure: false, guests: true, templates: [] },
  trial: { host: 'chat.example.com', secure: true, guests: false, templates: [] },
  release: { host: 'chat.example.com', secure: true, guests: false, templates: [] },
};

function readConfig() {
  const { envVersion } = wx.getAccountInfoSync().miniProgram;
  // A third-party platform that publishes for many companies gives each its own server in ext.json.
  const own = wx.getExtConfigSync ? wx.getExtConfigSync().server : null;
  const server = { ...(servers[envVersion] || servers.release), ...own };
  if (!server.secure && envVersion !== 'develop') {
    throw new Error('Outside of development the server must be reached by https and wss.');
  }
  return {
    ...server,
    baseUrl: `${server.secure ? 'https' : 'http'}://${server.host}`,
    socketUrl: `${server.secure ? 'wss' : 'ws'}://${server.host}/ws`,
    plainUrl: `${server.secure ? 'wss' : 'ws'}://${server.host}/`,
  };
}

module.exports = { readConfig };
