/** Subscribe messages: WeChat lets a program tell people something once for each time that they tapped "allow". */
const { call } = require('./ask');
const { config } = require('./client');

const KEY = 'akkachat.notify';
const ASK_AGAIN_MS = 7 * 24 * 60 * 60_000;

module.exports = {
  /** Whether it is time to offer it; somebody who said no is left alone for a week. */
  wanted: () => config.templates.length > 0 && Date.now() - (wx.getStorageSync(KEY) || 0) > ASK_AGAIN_MS,
  postpone: () => wx.setStorage({ key: KEY, data: Date.now() }),
  /** Only in the handler of a tap. @returns {Promise<boolean>} whether anything was allowed */
  async ask() {
    const answer = await call('requestSubscribeMessage', { tmplIds: config.templates.slice(0, 3) }).catch(() => ({}));
    return config.templates.some((template) => answer[template] === 'accept');
  },
};
