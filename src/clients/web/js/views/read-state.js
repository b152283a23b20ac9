/** @import { App } from '../app.js' */
/** @import { Row } from '../../../core/src/types.js' */

/** Rooms with more members tell nobody who has read. */
const SMALL_ROOM = 200;

/**
 * Whether somebody else has read a message of one's own. Marks come as pushes while one is there; how far others were
 * before that is asked for once, by halving, since who has read a message has read all before it.
 *
 * @param {App} app
 * @param {string} room
 * @param {() => void} changed
 */
export function createReadState(app, room, changed) {
  const { client } = app;
  let readTo = 0;
  let asked = false;

  const isSmall = () => {
    const { kind, memberCount = 0 } = client.conversations.get(room) ?? {};
    return kind === 'dm' || (kind !== undefined && kind !== 'broadcast' && memberCount > 0 && memberCount <= SMALL_ROOM);
  };

  /** @param {number[]} seqs of own messages, ascending */
  async function ask(seqs) {
    let low = 0;
    let high = seqs.length;
    try {
      // The newest one first: mostly that is the answer.
      for (let at = high - 1; low < high; at = (low + high) >> 1) {
        const { read } = await client.receipts(room, seqs[at]);
        if (read.some((id) => id !== client.me?.id)) {
          readTo = Math.max(readTo, seqs[at]);
          low = at + 1;
        } else {
          high = at;
        }
      }
      changed();
    } catch {
      // Without an answer the ticks tell what this device saw itself.
    }
  }

  // Marks that came while one was away were not told.
  const stop = client.on('status', ({ state }) => state === 'online' && (asked = false));
  return {
    dispose: stop,
    /** @param {Row[]} rows */
    look(rows) {
      if (!asked && client.status.state === 'online' && isSmall()) {
        const seqs = rows.flatMap((row) => (row.own && row.kind === 'message' && row.seq !== null && !row.recalled ? [row.seq] : []));
        const known = Math.max(readTo, client.conversations.get(room)?.peerReadSeq ?? 0);
        const open = seqs.filter((seq) => seq > known);
        asked = seqs.length > 0;
        if (open.length > 0) {
          void ask(open);
        }
      }
    },
    /** @param {Row} row */
    isRead: (row) => row.seq !== null && isSmall()
      && Math.max(readTo, client.conversations.get(room)?.peerReadSeq ?? 0) >= row.seq,
  };
}
