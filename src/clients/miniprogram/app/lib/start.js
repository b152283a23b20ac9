/** Ways into a chat, from wherever they are offered. */
const { ask, attempt, toast } = require('./ask');
const { client } = require('./client');
const { t } = require('./strings');

const PAGES_AT_MOST = 10;

/** @param {string} room @param {number} [seq] where to begin */
function openRoom(room, seq) {
  const url = `/pages/chat/chat?room=${encodeURIComponent(room)}${seq ? `&seq=${seq}` : ''}`;
  // WeChat keeps ten pages open; the eleventh takes the place of the tenth.
  if (getCurrentPages().length >= PAGES_AT_MOST) {
    wx.redirectTo({ url });
  } else {
    wx.navigateTo({ url });
  }
}

async function openDirect(user) {
  const room = await attempt(() => client.openDirect(user));
  if (room) {
    openRoom(room.id);
  }
}

async function joinById() {
  const id = await ask(t('contacts.join'), t('contacts.joinHint'));
  const room = id && await attempt(() => client.joinRoom(id));
  if (room && room.role) {
    openRoom(room.id);
  } else if (room) {
    toast(t('contacts.asked'));
  }
}

async function directById() {
  const id = await ask(t('contacts.add'), t('contacts.addHint'));
  if (id) {
    await openDirect(id);
  }
}

const newGroup = () => wx.navigateTo({ url: '/more/pick/pick?for=group' });

module.exports = { directById, joinById, newGroup, openDirect, openRoom };
