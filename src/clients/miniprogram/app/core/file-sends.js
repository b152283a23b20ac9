// @ts-nocheck Generated from src/clients/core, where it is checked; do not edit.
'use strict';

const { chatError } = require('./protocol.js');
const { retrying } = require('./timers.js');
/** @import { Clock, Content, LocalFile, Media } from './types.js' */
/** @import { Outbox } from './outbox.js' */
/** @import { UploadFile, UploadOptions } from './uploads.js' */

const PAUSE_MS = 1_000;
/** What the server calls a file that is none of the kinds it knows. */
const UNKNOWN_MIME = 'application/octet-stream';

/** @typedef {{ room: string, file: LocalFile, signal: ReturnType<typeof createSignal> }} Entry */

/**
 * Messages with a file: the file goes first, then the message goes the way of all others. One file at a time per room, so
 * they arrive in the order chosen. Until the file is there, all of it is in memory only.
 *
 * @param {object} options
 * @param {Outbox} options.outbox
 * @param {Clock} options.clock
 * @param {(file: UploadFile, options: UploadOptions) => Promise<Media>} options.upload
 */
const createFileSends = ({ outbox, clock, upload }) => {
  /** @type {Map<string, Entry>} by clientMsgId */
  const entries = new Map();
  /** @type {Map<string, Promise<void>>} by room: the uploads one after another */
  const queues = new Map();

  /**
   * @param {string} id
   * @param {Entry} entry
   * @param {Promise<void>} [before] the upload that goes first
   */
  const put = async (id, { file, signal }, before) => {
    await before;
    if (!entries.has(id)) {
      return;
    }
    try {
      const media = await retrying(clock, PAUSE_MS, () => upload(file, {
        signal,
        onProgress: (sent, total) => outbox.update(id, { upload: { sent, total } }),
      }), ({ code }) => code === 'rate_limited' || signal.aborted);
      if (entries.delete(id)) {
        outbox.update(id, { content: contentOf(file, media), upload: undefined });
      }
    } catch (error) {
      outbox.update(id, { state: 'failed', code: chatError(error).code });
    }
  };

  /**
   * @param {string} id
   * @param {Entry} entry
   */
  const run = (id, entry) => queues.set(entry.room, put(id, entry, queues.get(entry.room)));

  /** @param {string} id */
  const discard = (id) => {
    const entry = entries.get(id);
    entries.delete(id);
    entry?.signal.abort();
    outbox.remove(id);
  };

  return {
    /**
     * Uploads a file, then sends it; the line appears at once and shows how far the upload is.
     *
     * @param {string} room
     * @param {LocalFile} file
     * @param {{ mentions?: string[], replyTo?: number }} [more]
     */
    add(room, file, more) {
      const upload = { sent: 0, total: file.size };
      const id = outbox.add(room, contentOf(file), more, { upload, preview: file.preview });
      const entry = { room, file, signal: createSignal() };
      entries.set(id, entry);
      run(id, entry);
      return id;
    },
    /**
     * Sends again what failed, with a file or without.
     *
     * @param {string} id
     */
    retry(id) {
      const entry = entries.get(id);
      outbox.retry(id) && entry && run(id, entry);
    },
    /** Gives up what is on its way. */
    discard,
    dispose: () => entries.forEach(({ signal }) => signal.abort()),
  };
};

/** As much of an AbortSignal as an upload needs; mini programs have none. */
const createSignal = () => {
  let stop = () => {};
  const signal = {
    aborted: false,
    /** @param {'abort'} _name @param {() => void} run */
    addEventListener(_name, run) {
      stop = run;
    },
    abort() {
      signal.aborted = true;
      stop();
    },
  };
  return signal;
};

/**
 * @param {LocalFile} file
 * @param {Media} [media] what the server made of it, once it is there
 * @returns {Content}
 */
const contentOf = ({ kind, name, durationMs, waveform, ...file }, media) => {
  const { url, mime, size, thumb } = /** @type {any} */ ({ ...file, ...media });
  if (kind === 'file' || mime === UNKNOWN_MIME) {
    return { kind: 'file', url, name, size, mime };
  }
  const lasting = { kind, url, size, durationMs: durationMs && Math.round(durationMs) };
  return kind === 'voice' ? { ...lasting, waveform } : {
    ...lasting,
    thumb: thumb ?? undefined,
    width: media?.width ?? file.width,
    height: media?.height ?? file.height,
  };
};

module.exports = { createFileSends };
