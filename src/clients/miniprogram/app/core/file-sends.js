// @ts-nocheck Generated from src/clients/core, where it is checked; do not edit.
'use strict';

const { ChatError } = require('./protocol.js');
/** @import { Clock, Content, LocalFile, Media } from './types.js' */
/** @import { Outbox } from './outbox.js' */
/** @import { UploadFile, UploadOptions } from './uploads.js' */

const TRIES = 3;
const PAUSE_MS = 1_000;
/** What the server calls a file that is none of the kinds it knows. */
const UNKNOWN_MIME = 'application/octet-stream';

/** @typedef {{ room: string, file: LocalFile, waiting: boolean, signal: ReturnType<typeof createSignal> }} Entry */

/**
 * Messages with a file: the file goes first, then the message goes the way of all others. One file at a time per room, so
 * they arrive in the order chosen. Until the file is there, all of it is in memory only.
 *
 * @param {object} options
 * @param {Outbox} options.outbox
 * @param {Clock} options.clock
 * @param {(file: UploadFile, options: UploadOptions) => Promise<Media>} options.upload
 */
function createFileSends({ outbox, clock, upload }) {
  /** @type {Map<string, Entry>} by clientMsgId */
  const entries = new Map();
  /** @type {Set<string>} rooms with an upload under way */
  const busy = new Set();

  /** @param {string} room */
  async function run(room) {
    if (busy.has(room)) {
      return;
    }
    busy.add(room);
    for (;;) {
      const next = [...entries].find(([, entry]) => entry.room === room && entry.waiting);
      if (!next) {
        break;
      }
      await put(...next);
    }
    busy.delete(room);
  }

  /**
   * @param {string} id
   * @param {Entry} entry
   */
  async function put(id, entry) {
    entry.waiting = false;
    try {
      const media = await attempt(id, entry);
      if (entries.delete(id)) {
        outbox.uploaded(id, contentOf(entry.file, media));
      }
    } catch (error) {
      outbox.uploadFailed(id, error instanceof ChatError ? error.code : 'internal');
    }
  }

  /**
   * @param {string} id
   * @param {Entry} entry
   * @returns {Promise<Media>}
   */
  async function attempt(id, { file, signal }) {
    for (let tries = 1; ; tries++) {
      try {
        return await upload(file, { signal, onProgress: (sent, total) => outbox.progress(id, { sent, total }) });
      } catch (error) {
        const known = error instanceof ChatError ? error : new ChatError('internal');
        if (!known.temporary || known.code === 'rate_limited' || signal.aborted || tries === TRIES) {
          throw error;
        }
        await new Promise((resolve) => clock.setTimeout(() => resolve(null), known.retryAfterMs || PAUSE_MS * tries));
      }
    }
  }

  /** @param {string} id */
  function abort(id) {
    const entry = entries.get(id);
    entries.delete(id);
    entry?.signal.abort();
  }

  return {
    /**
     * @param {string} room
     * @param {LocalFile} file
     * @param {{ mentions?: string[], replyTo?: number }} [more]
     */
    add(room, file, more) {
      const upload = { sent: 0, total: file.size };
      const id = outbox.add(room, contentOf(file, null), more, { upload, preview: file.preview });
      entries.set(id, { room, file, waiting: true, signal: createSignal() });
      void run(room);
      return id;
    },
    /**
     * @param {string} id
     * @returns {boolean} false where there is no file to be sent again
     */
    retry(id) {
      const entry = entries.get(id);
      if (entry && !entry.waiting && outbox.uploadAgain(id)) {
        entry.waiting = true;
        void run(entry.room);
      }
      return entry !== undefined;
    },
    abort,
    dispose: () => [...entries.keys()].forEach(abort),
  };
}

/** As much of an AbortSignal as an upload needs; mini programs have none. */
function createSignal() {
  /** @type {(() => void)[]} */
  const listeners = [];
  const signal = {
    aborted: false,
    /** @param {'abort'} _name @param {() => void} run */
    addEventListener: (_name, run) => void listeners.push(run),
    abort() {
      signal.aborted = true;
      listeners.forEach((run) => run());
    },
  };
  return signal;
}

/**
 * @param {LocalFile} file
 * @param {Media | null} media null before it was uploaded
 * @returns {Content}
 */
function contentOf({ kind, name, mime, size, width, height, durationMs }, media) {
  const url = media?.url;
  const bytes = media?.size ?? size;
  if (kind === 'file' || media?.mime === UNKNOWN_MIME) {
    return { kind: 'file', url, name, size: bytes, mime: media?.mime ?? mime };
  }
  const lasts = durationMs === undefined ? undefined : Math.round(durationMs);
  if (kind === 'voice') {
    return { kind, url, durationMs: lasts, size: bytes };
  }
  const thumb = media?.thumb ?? undefined;
  return {
    kind, url, thumb, width: media?.width ?? width, height: media?.height ?? height, durationMs: lasts, size: bytes,
  };
}

module.exports = { createFileSends };
