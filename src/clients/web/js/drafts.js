/** What was begun and not sent, per room; survives a reload when storage allows. */
const PREFIX = 'akkachat.draft:';
/** @type {Map<string, string>} */
const drafts = new Map();

try {
  for (let i = 0; i < localStorage.length; i++) {
    const key = localStorage.key(i) ?? '';
    if (key.startsWith(PREFIX)) {
      drafts.set(key.slice(PREFIX.length), localStorage.getItem(key) ?? '');
    }
  }
} catch {
  // No storage: drafts live as long as the page.
}

/** @param {string} room */
export const draftOf = (room) => drafts.get(room) ?? '';

/**
 * @param {string} room
 * @param {string} text
 */
export function keepDraft(room, text) {
  text ? drafts.set(room, text) : drafts.delete(room);
  try {
    text ? localStorage.setItem(PREFIX + room, text) : localStorage.removeItem(PREFIX + room);
  } catch {
    // As above.
  }
}

export function forgetDrafts() {
  for (const room of [...drafts.keys()]) {
    keepDraft(room, '');
  }
}
