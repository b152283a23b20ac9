// A chat server on `ws`: a set of sockets per room, one encoding per message, one send per member.
import { createServer } from "node:http";
import { WebSocket, WebSocketServer } from "ws";
import { read, serve, visitor } from "./serve.mjs";

const rooms = new Map();
const http = createServer();
const sockets = new WebSocketServer({ server: http, perMessageDeflate: false, clientTracking: false });

sockets.on("connection", (socket, request) => {
  const { user, rooms: mine } = visitor(request);
  for (const room of mine) {
    join(room, socket);
  }

  socket.on("message", (data) => {
    const message = read(data);
    if (message === null || !mine.includes(message.room)) {
      socket.close(1008);
      return;
    }

    post(user, message);
  });
  socket.on("error", () => socket.terminate());
  socket.on("close", () => {
    for (const room of mine) {
      leave(room, socket);
    }
  });
});

function join(room, socket) {
  const members = rooms.get(room);
  if (members === undefined) {
    rooms.set(room, new Set([socket]));
  } else {
    members.add(socket);
  }
}

function leave(room, socket) {
  const members = rooms.get(room);
  if (members?.delete(socket) && members.size === 0) {
    rooms.delete(room);
  }
}

function post(from, { room, id, text }) {
  const frame = Buffer.from(JSON.stringify({ type: "event", room, from, id, text }));
  for (const member of rooms.get(room) ?? []) {
    if (member.readyState === WebSocket.OPEN) {
      member.send(frame, { binary: false });
    }
  }
}

serve(http);
