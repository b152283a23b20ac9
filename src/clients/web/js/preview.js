import { t } from './strings/index.js';

/** @import { App } from './app.js' */
/** @import { Conversation } from '../../core/src/types.js' */

const KINDS = ['image', 'voice', 'video', 'file', 'location'];

/**
 * What a message says, in one line.
 *
 * @param {any} content
 */
export function contentText(content) {
  if (typeof content?.text === 'string') {
    return content.text;
  }
  const kind = content?.kind;
  if (kind === 'file' && typeof content.name === 'string' && content.name) {
    return `${t('preview.file')}: ${content.name}`;
  }
  return t(KINDS.includes(kind) ? `preview.${kind}` : 'preview.other');
}

/**
 * The last line of a chat, with who said it.
 *
 * @param {App} app
 * @param {Conversation} conversation
 */
export function previewOf(app, { kind, last }) {
  if (!last) {
    return t('list.none');
  }
  const own = last.from === app.client.me?.id;
  const who = own ? t('list.you') : app.nameOf(last.from);
  if (last.recalled) {
    return own ? t('message.recalled.you') : t('message.recalled.by', { name: who });
  }
  const text = contentText(last.content);
  return kind === 'dm' && !own ? text : t('list.said', { name: who, text });
}
