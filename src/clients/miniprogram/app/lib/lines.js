/**
 * What the chat page draws, from what the client holds: plain objects, the same object as long as nothing changed, so that
 * comparing them is cheap.
 */
const { layOut } = require('../core/index.js');
const { client } = require('./client');
const { faceOf } = require('./face');
const { clockTime, dayName } = require('./format');
const settings = require('./settings');
const { called, contentText, eventText, recalledText, sentence } = require('./summary');
const { t } = require('./strings');
const { isEmojiOnly, keyed, pieces } = require('./text');

const EDIT_AGAIN_MS = 5 * 60_000;
/** Longer texts begin folded, so that a page of them stays small. */
const TEXT_AT_MOST = 800;
const QUOTE_AT_MOST = 80;

/**
 * @param {string} room
 * @param {() => void} changed what was looked up for a quote has come
 */
function createLines(room, changed) {
  /** @type {Map<string, { row: any, mark: string, model: any }>} */
  let cache = new Map();
  /** Keys of long texts that were unfolded. */
  const unfolded = new Set();

  /** Quoted rows that aren't loaded; null while they are looked up, or where there are none. @type {Map<number, any>} */
  const quotedRows = new Map();

  function quotedRow(seq) {
    const loaded = client.row(room, seq);
    if (!loaded && !quotedRows.has(seq)) {
      quotedRows.set(seq, null);
      client.fetchRow(room, seq).then((row) => {
        quotedRows.set(seq, row);
        changed();
      }, () => quotedRows.delete(seq));
    }
    return loaded || quotedRows.get(seq) || null;
  }

  /** @param {number} seq of a quoted message that is other than it was */
  const forget = (seq) => quotedRows.delete(seq);

  const conversation = () => client.conversations.get(room);

  /** What a model depends on besides its row. */
  function markOf(line, read) {
    const { row } = line;
    const { people } = client;
    const names = [row.from, row.recalledBy, ...(row.mentions || []), row.forward && row.forward.from]
      .map((id) => (id && people.get(id) ? `${people.get(id).name}\u0000${people.get(id).avatar}` : ''));
    const quoted = row.replyTo ? quotedRow(row.replyTo) : null;
    return [line.first, line.last, line.also.length, read, settings.language, unfolded.has(row.key), quoted ? quoted.version : 0,
      quoted && quoted.recalled, isFresh(row), ...names].join('\u0001');
  }

  const isFresh = (row) => Boolean(row.recalledText) && client.now() - row.time < client.limits.recallWindowMs + EDIT_AGAIN_MS;

  function quoteOf(row) {
    if (!row.replyTo) {
      return null;
    }
    const quoted = quotedRow(row.replyTo);
    const text = quoted && !quoted.recalled ? contentText(quoted.content) : '';
    return {
      seq: row.replyTo,
      name: quoted ? called(quoted.from) : '',
      text: text ? text.slice(0, QUOTE_AT_MOST) : t('message.quoteGone'),
    };
  }

  function bodyOf(row) {
    const { kind, ...fields } = row.content || { kind: 'other' };
    if (kind === 'text' || kind === 'system') {
      const whole = fields.text || '';
      const folded = whole.length > TEXT_AT_MOST && !unfolded.has(row.key);
      const text = folded ? `${whole.slice(0, TEXT_AT_MOST)}…` : whole;
      const names = (row.mentions || []).map((id) => (id === '@all' ? t('compose.all') : called(id)));
      return { kind: 'text', emoji: isEmojiOnly(whole), folded, parts: keyed(pieces(text, names)) };
    }
    const known = ['image', 'voice', 'video', 'file', 'location'].includes(kind);
    const { url, thumb, width, height, size, durationMs, name, mime, lat, lng, address } = fields;
    return known
      ? { kind, url, thumb, width, height, size, durationMs, name, mime, lat, lng, address, preview: row.preview || '' }
      : { kind: 'other' };
  }

  function message(line, read) {
    const { row } = line;
    const name = called(row.from);
    const person = client.people.get(row.from);
    const upload = row.upload && row.upload.total > 0 ? Math.round((row.upload.sent / row.upload.total) * 100) : -1;
    return {
      key: line.key,
      anchor: row.seq === null ? '' : `m${row.seq}`,
      type: 'message',
      seq: row.seq,
      from: row.from,
      own: row.own,
      first: line.first,
      last: line.last,
      name,
      ...faceOf(row.from, name, person && person.avatar),
      time: clockTime(row.time),
      state: row.state === 'sent' ? (read ? 'read' : 'sent') : row.state,
      upload,
      trouble: row.state === 'failed' ? { text: sentence(row.code || 'internal'), code: row.code || 'internal' } : null,
      clientMsgId: row.clientMsgId || '',
      edited: row.edited,
      forward: row.forward ? t('message.forwarded', { name: called(row.forward.from) }) : '',
      quote: quoteOf(row),
      reactions: row.reactions,
      body: bodyOf(row),
    };
  }

  function modelOf(line, read) {
    const { row } = line;
    if (row.kind !== 'message') {
      // Between two people it goes without saying that they are there.
      const text = conversation() && conversation().kind === 'dm' ? '' : eventText(row.event, line.also.map((other) => other.event));
      return text ? { key: line.key, type: 'notice', text, again: false } : null;
    }
    return row.recalled
      ? { key: line.key, anchor: `m${row.seq}`, type: 'notice', text: recalledText(row.recalledBy), again: isFresh(row), seq: row.seq }
      : message(line, read);
  }

  return {
    unfold: (key) => unfolded.add(key),
    forget,
    /** All lines of the room, cheaply. */
    lay: layOut,
    /**
     * What is drawn of some of these lines.
     *
     * @param {any[]} lines
     */
    models(lines) {
      const known = conversation();
      const readTo = known && known.kind === 'dm' ? known.peerReadSeq : 0;
      const next = new Map();
      const models = [];
      for (const line of lines) {
        if (line.type !== 'row') {
          models.push(line.type === 'day'
            ? { key: line.key, type: 'day', text: dayName(line.time) } : { key: line.key, anchor: 'unread', type: 'unread', text: t('chat.unread') });
          continue;
        }
        const read = line.row.own && line.row.seq !== null && line.row.seq <= readTo;
        const mark = markOf(line, read);
        const old = cache.get(line.key);
        const entry = old && old.row === line.row && old.mark === mark ? old : { row: line.row, mark, model: modelOf(line, read) };
        next.set(line.key, entry);
        if (entry.model) {
          models.push(entry.model);
        }
      }
      cache = next;
      return models.some(({ type }) => type !== 'day') ? models : [];
    },
    /** The row behind a line. */
    rowOf: (key) => (cache.has(key) ? cache.get(key).row : null),
  };
}

module.exports = { createLines };
