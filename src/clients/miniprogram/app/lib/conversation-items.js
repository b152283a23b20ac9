/** What the lists of chats draw of each conversation. */
const { client } = require('./client');
const { draftOf } = require('./drafts');
const { faceOf } = require('./face');
const { badge, listTime } = require('./format');
const { lastLine } = require('./summary');
const { t } = require('./strings');

function itemOf(conversation) {
  const { id, kind, peer, avatar, unread, mentionUnread, pinned, silenced } = conversation;
  const name = conversation.name || t('app.name');
  const draft = draftOf(id);
  const presence = kind === 'dm' && peer ? client.presence(peer.id) : null;
  return {
    key: id,
    id,
    name,
    ...faceOf(kind === 'dm' && peer ? peer.id : id, name, kind === 'dm' && peer ? peer.avatar : avatar),
    presence: presence ? presence.state : '',
    time: listTime(conversation.updatedAt),
    badge: unread > 0 ? badge(unread) : '',
    mark: mentionUnread > 0 ? t('list.mention') : draft ? t('list.draft') : '',
    line: (draft && !(mentionUnread > 0) ? draft : lastLine(conversation)).replace(/\s+/g, ' ').slice(0, 80),
    pinned,
    silenced,
    pinLabel: t(pinned ? 'list.unpin' : 'list.pin'),
    silenceLabel: t(silenced ? 'list.unsilence' : 'list.silence'),
    leaveLabel: kind === 'dm' ? '' : t('list.leave'),
  };
}

/** Messages that nobody chose to keep quiet. */
const unreadInAll = () => client.conversations.list().reduce((sum, { unread, silenced }) => sum + (silenced ? 0 : unread), 0);

module.exports = { itemOf, unreadInAll };
