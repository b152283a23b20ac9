/** Contents, events and failures in one line of words. */
const { listOf } = require('./format');
const { client, nameOf } = require('./client');
const { sentence, t } = require('./strings');

/** In a line about many people. */
const NAMES_AT_MOST = 3;

/** @param {any} content of a message; null if it was recalled */
function contentText(content) {
  if (!content) {
    return '';
  }
  if (content.kind === 'text' || content.kind === 'system') {
    return content.text || '';
  }
  const known = ['image', 'voice', 'video', 'file', 'location'].includes(content.kind);
  return known ? t(`preview.${content.kind}`, { name: content.name || '' }).trim() : t('preview.other');
}

const called = (id) => (id === 'system' ? t('app.name') : nameOf(id) || t('common.somebody'));

/** Who recalled a message, as a sentence. */
const recalledText = (by) => (!by ? t('message.recalled')
  : client.me && by === client.me.id ? t('message.recalledYou') : t('message.recalledBy', { name: called(by) }));

/**
 * What a line of the log that is no message says; empty for what this version does not know.
 *
 * @param {any} event
 * @param {any[]} [others] events of whom the same is to be said
 */
function eventText(event, others = []) {
  const users = [...new Set([event, ...others].map((one) => one.user).filter(Boolean))];
  const more = users.length - NAMES_AT_MOST;
  const names = [...users.slice(0, NAMES_AT_MOST).map(called), ...(more > 0 ? [t('event.others', { n: more })] : [])];
  const text = t(`event.${event.change}`, {
    from: called(event.from),
    user: listOf(names),
    role: event.role ? t(`role.${event.role}`) : '',
    name: (event.value && event.value.name) || '',
  });
  return text.startsWith('event.') ? '' : text;
}

/** The last line of a conversation, with who said it where that is not plain. */
function lastLine(conversation) {
  const { last, kind } = conversation;
  if (!last) {
    return t('list.none');
  }
  if (last.recalled) {
    return recalledText(null);
  }
  const text = contentText(last.content);
  const own = client.me && last.from === client.me.id;
  return kind === 'dm' && !own ? text : `${own ? t('common.you') : called(last.from)}: ${text}`;
}

module.exports = { called, contentText, eventText, lastLine, recalledText, sentence };
