// @ts-nocheck Generated from src/clients/core, where it is checked; do not edit.
'use strict';

const { min } = require('./builtins.js');
const { bodyOf } = require('./http.js');
const { ChatError, count, fields, text } = require('./protocol.js');
/** @import { Media, Upload } from './types.js' */
/** @import { Http } from './http.js' */

/**
 * @typedef {object} UploadOptions
 * @property {(sent: number, total: number) => void} [onProgress] in bytes of the file
 * @property {{ aborted: boolean, addEventListener(name: 'abort', run: () => void): void }} [signal]
 *
 * @typedef {{ body: any, name: string, mime: string, size: number }} UploadFile
 */

/**
 * Puts files onto the server.
 *
 * @param {object} options
 * @param {Http} options.http
 * @param {Upload} [options.upload] the platform's own
 */
const createUploads = ({ http, upload }) => {
  /**
   * @param {UploadFile} file
   * @param {UploadOptions} [options]
   * @returns {Promise<Media>}
   */
  return async ({ body, name, mime, size }, { onProgress, signal } = {}) => {
    let abort = () => {};
    signal?.addEventListener('abort', () => abort());
    const answer = await http.authorized((headers) => {
      if (signal?.aborted) {
        throw new ChatError('aborted');
      }
      const task = /** @type {Upload} */ (upload)({
        url: http.url('/api/v1/media'),
        headers,
        body,
        name,
        mime,
        // The form around the file counts on the wire and means nothing to its sender.
        onProgress: (sent, total) => onProgress?.(Math.round(size * min(1, sent / (total || size || 1))), size),
      });
      abort = task.abort;
      return bodyOf(task.reply);
    }).catch((error) => {
      throw signal?.aborted ? new ChatError('aborted') : error;
    });
    if (!text(answer?.url)) {
      throw new ChatError('internal');
    }
    return {
      ...fields('url mime', answer, text),
      ...fields('width height', answer, (value) => count(value) || null),
      size: count(answer.size),
      thumb: text(answer.thumb) || null,
    };
  };
};

module.exports = { createUploads };
