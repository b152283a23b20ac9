// @ts-nocheck Generated from src/clients/core, where it is checked; do not edit.
'use strict';

exports.createChatClient = require('./chat-client.js').createChatClient;
exports.ChatError = require('./protocol.js').ChatError;
exports.layOut = require('./timeline.js').layOut;
exports.createDeviceId = require('./environment.js').createDeviceId;
exports.createId = require('./environment.js').createId;
exports.defaultClock = require('./environment.js').defaultClock;
exports.memoryStorage = require('./environment.js').memoryStorage;

/** @typedef {import('./chat-client.js').ChatClient} ChatClient */
/** @typedef {import('./timeline.js').Line} Line */
/** @typedef {import('./types.js').Clock} Clock */
/** @typedef {import('./types.js').Content} Content */
/** @typedef {import('./types.js').Conversation} Conversation */
/** @typedef {import('./types.js').Fetch} Fetch */
/** @typedef {import('./types.js').LocalFile} LocalFile */
/** @typedef {import('./types.js').Media} Media */
/** @typedef {import('./types.js').PresenceState} PresenceState */
/** @typedef {import('./types.js').RoomEvent} RoomEvent */
/** @typedef {import('./types.js').Row} Row */
/** @typedef {import('./types.js').Status} Status */
/** @typedef {import('./types.js').Storage} Storage */
/** @typedef {import('./types.js').Transport} Transport */
/** @typedef {import('./types.js').Upload} Upload */
/** @typedef {import('./types.js').User} User */
