/** What was begun and not sent, per room. One entry in storage, well below the 1 MB that WeChat gives a key. */

const KEY = 'akkachat.drafts';
const ROOMS_AT_MOST = 100;
const CHARS_AT_MOST = 2_000;

/** @type {Map<string, string>} the newest last */
const drafts = new Map(Object.entries(wx.getStorageSync(KEY) || {}));
let timer = null;

function store() {
  timer = null;
  wx.setStorage({ key: KEY, data: Object.fromEntries(drafts) });
}

module.exports = {
  draftOf: (room) => drafts.get(room) || '',
  keepDraft(room, text) {
    drafts.delete(room);
    if (text.trim()) {
      drafts.set(room, text.slice(0, CHARS_AT_MOST));
    }
    for (const oldest of drafts.keys()) {
      if (drafts.size > ROOMS_AT_MOST) {
        drafts.delete(oldest);
      }
    }
    timer = timer || setTimeout(store, 300);
  },
  forgetDrafts() {
    drafts.clear();
    wx.removeStorage({ key: KEY });
  },
};
