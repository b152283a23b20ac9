/** Ways into a chat, from wherever they are offered. */
const { ask, attempt, toast } = require('./ask');
const { client } = require('./client');
const { t } = require('./strings');

const PAGES_AT_MOST = 10;

/** Opens a page. WeChat keeps ten of them; the eleventh takes the place of the tenth. */
const go = (url) => (getCurrentPages().length >= PAGES_AT_MOST ? wx.redirectTo({ url }) : wx.navigateTo({ url }));

/** @param {string} room @param {number} [seq] where to begin */
const openRoom = (room, seq) => go(`/pages/chat/chat?room=${encodeURIComponent(room)}${seq ? `&seq=${seq}` : ''}`);

const openPerson = (user) => go(`/more/profile/profile?user=${encodeURIComponent(user)}`);

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

const newGroup = () => go('/more/pick/pick?for=group');

module.exports = { directById, go, joinById, newGroup, openDirect, openPerson, openRoom };
