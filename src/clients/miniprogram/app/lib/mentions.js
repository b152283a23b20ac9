/** Completes `@` in a text, and knows afterwards whom the text mentions. */
const { client } = require('./client');
const { faceOf } = require('./face');
const { t } = require('./strings');

const OFFERED_AT_MOST = 8;
const BEGUN = /@([^\s@]{0,32})$/;

/** @param {string} room */
function createMentions(room) {
  /** @type {Map<string, string>} ids by the name that stands in the text */
  const chosen = new Map();
  /** @type {Promise<any[]> | null} */
  let members = null;

  async function load() {
    const page = await client.members(room).catch(() => ({ members: [] }));
    return page.members.map((member) => member.user);
  }

  return {
    /**
     * @param {string} text what stands before the cursor
     * @returns {Promise<any[]>} whom to offer
     */
    async offer(text) {
      const begun = BEGUN.exec(text);
      const conversation = client.conversations.get(room);
      if (!begun || !conversation || conversation.kind === 'dm') {
        return [];
      }
      members = members || load();
      const part = begun[1].toLowerCase();
      const everybody = ['owner', 'admin'].includes(conversation.role) ? [{ id: '@all', name: t('compose.all') }] : [];
      return [...everybody, ...(await members)]
        .filter((user) => user.id !== client.me.id && user.name.toLowerCase().startsWith(part))
        .slice(0, OFFERED_AT_MOST)
        .map((user) => ({ ...faceOf(user.id, user.name, user.avatar), id: user.id, name: user.name }));
    },
    /** The text with the begun name made whole. */
    complete(text, { id, name }) {
      chosen.set(name, id);
      return BEGUN.test(text) ? text.replace(BEGUN, `@${name} `) : `${text}@${name} `;
    },
    /** @returns {string[] | undefined} who is mentioned in a text about to be sent */
    in(text) {
      const ids = [...chosen].filter(([name]) => text.includes(`@${name}`)).map(([, id]) => id);
      return ids.length > 0 ? ids : undefined;
    },
    clear: () => chosen.clear(),
  };
}

module.exports = { createMentions };
