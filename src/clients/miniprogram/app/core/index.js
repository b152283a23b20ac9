// Generated from src/clients/core; do not edit.
'use strict';

exports.createChatClient = require('./chat-client.js').createChatClient;
exports.ChatError = require('./protocol.js').ChatError;
exports.layOut = require('./timeline.js').layOut;
exports.createDeviceId = require('./environment.js').createDeviceId;
exports.createId = require('./environment.js').createId;
exports.defaultClock = require('./environment.js').defaultClock;
exports.memoryStorage = require('./environment.js').memoryStorage;
