/** What there is to say about a room on its own page. */
const { client, nameOf } = require('./client');
const { t } = require('./strings');

function titleOf(room) {
  const conversation = client.conversations.get(room);
  if (!conversation) {
    return t('app.name');
  }
  const direct = conversation.kind === 'dm';
  if (direct && client.typing(room).length > 0) {
    return t('chat.typing');
  }
  const name = conversation.name || t('app.name');
  return direct || !conversation.memberCount ? name : t('chat.title', { name, n: conversation.memberCount });
}

function announcementOf(room) {
  const conversation = client.conversations.get(room);
  return ((conversation && conversation.announcement) || '').replace(/\s+/g, ' ').slice(0, 120);
}

/** Who is writing in a room of several; a room of two says so in its title. */
function typingIn(room) {
  const conversation = client.conversations.get(room);
  const users = client.typing(room);
  if (users.length === 0 || !conversation || conversation.kind === 'dm') {
    return '';
  }
  return users.length === 1 && nameOf(users[0]) ? t('chat.typingOne', { name: nameOf(users[0]) }) : t('chat.typingMany', { n: users.length });
}

/** Why this user may not write in a room; empty if they may. */
function barredIn(room) {
  const conversation = client.conversations.get(room);
  if (!conversation) {
    return '';
  }
  const { mutedUntil, muteAll, role } = conversation;
  if (mutedUntil && mutedUntil > client.now() && role !== 'owner') {
    return t('compose.muted');
  }
  return muteAll && role === 'member' ? t('compose.mutedAll') : '';
}

module.exports = { announcementOf, barredIn, titleOf, typingIn };
