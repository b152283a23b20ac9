import { h } from '../dom.js';
import { summaryOf } from '../content.js';
import { t } from '../strings/index.js';

/** @import { LogContext } from './log-lines.js' */
/** @import { Row } from '../../../core/src/types.js' */

/**
 * What a message answers: a bar that leads to its origin.
 *
 * @param {LogContext} context
 * @param {number} seq
 */
export function createQuote({ app, room, acts }, seq) {
  const { client } = app;
  const author = h('span', { class: 'author', dir: 'auto' });
  const words = h('span', { class: 'words', dir: 'auto' }, '…');
  const element = h('button', {
    type: 'button', class: 'quote', 'data-testid': 'quote', 'data-seq': seq, title: t('message.origin'),
    onclick: () => void acts.jump(seq),
  }, author, words);
  let closed = false;

  /** @param {Row | null} row */
  function show(row) {
    element.classList.toggle('gone', !row || row.recalled);
    author.textContent = row && !row.recalled ? (row.own ? t('list.you') : app.nameOf(row.from)) : '';
    words.textContent = !row ? t('message.origin.gone') : row.recalled ? t('message.recalled') : summaryOf(row.content);
  }

  async function look() {
    const row = await client.fetchRow(room, seq).catch(() => null);
    closed || show(row);
  }

  const update = () => {
    const row = client.row(room, seq);
    if (row) {
      show(row);
    }
    return row !== null;
  };
  update() || void look();
  // Whom or what it quotes may be edited, recalled or get its name after it was drawn.
  const stops = [client.on('room', (id) => id === room && update()), client.on('people', update)];
  return {
    element,
    dispose() {
      closed = true;
      stops.forEach((stop) => stop());
    },
  };
}
