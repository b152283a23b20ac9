/** What this user may do with a member of a room. */
const { confirm } = require('./ask');
const { client } = require('./client');
const start = require('./start');
const { t } = require('./strings');

const RANKS = { owner: 3, admin: 2, member: 1 };
const HOUR_MS = 60 * 60_000;

function memberActions(conversation, member) {
  const { id, role } = conversation;
  const { user } = member;
  const { name } = user;
  const above = RANKS[role] > RANKS[member.role];
  const manages = above && RANKS[role] >= RANKS.admin;
  const action = (key, run) => ({ label: t(`member.${key}`), run });
  const asked = (key, question, run) =>
    action(key, async () => (await confirm(t(`member.${question}`, { name }), t(`member.${key}`), true) ? run() : null));
  if (user.id === client.me.id) {
    return [{ label: t('settings.profile'), run: () => start.openPerson(user.id) }];
  }
  const muted = member.mutedUntil && member.mutedUntil > client.now();
  return [
    action('message', () => start.openDirect(user.id)),
    ...(role === 'owner' ? [
      member.role === 'admin'
        ? action('makeMember', () => client.setRole(id, user.id, 'member')) : action('makeAdmin', () => client.setRole(id, user.id, 'admin')),
      asked('makeOwner', 'ownerAsk', () => client.setRole(id, user.id, 'owner')),
    ] : []),
    ...(manages ? [
      muted ? action('unmute', () => client.mute(id, user.id, 0)) : action('mute', () => client.mute(id, user.id, HOUR_MS)),
      asked('remove', 'removeAsk', () => client.removeMember(id, user.id)),
      ...(RANKS[role] >= RANKS.admin ? [asked('ban', 'banAsk', () => client.ban(id, user.id))] : []),
    ] : []),
  ];
}

module.exports = { memberActions };
