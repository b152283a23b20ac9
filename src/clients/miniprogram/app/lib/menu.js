/** What may be done with a message, by whom and when: the server's rules, so that nothing is offered only to be refused. */
const { client } = require('./client');
const { t } = require('./strings');

const EDIT_WINDOW_MS = 24 * 60 * 60_000;
/** Larger rooms tell nobody who has read what. */
const RECEIPTS_AT_MOST = 200;

/** @returns {{ id: string, label: string, glyph: string, bad?: boolean }[]} */
function actionsFor(room, row) {
  const conversation = client.conversations.get(room);
  const action = (id, glyph, bad = false) => ({ id, glyph, bad, label: t(`message.${id}`) });
  if (row.state === 'failed') {
    return [action('resend', 'retry'), action('discard', 'bin', true)];
  }
  if (!conversation || row.seq === null) {
    return [];
  }
  const age = client.now() - row.time;
  const text = row.content && row.content.kind === 'text';
  const moderator = conversation.kind !== 'dm' && ['owner', 'admin'].includes(conversation.role);
  const small = conversation.kind !== 'broadcast' && (conversation.memberCount || 0) <= RECEIPTS_AT_MOST;
  return [
    action('reply', 'reply'),
    ...(text ? [action('copy', 'copy')] : []),
    action('forward', 'forward'),
    ...(row.own && text && age < EDIT_WINDOW_MS ? [action('edit', 'edit')] : []),
    ...(row.own && small && conversation.kind !== 'dm' ? [action('readers', 'eye')] : []),
    ...(moderator || (row.own && age < client.limits.recallWindowMs) ? [action('recall', 'recall', true)] : []),
  ];
}

module.exports = { actionsFor };
