// A chat server on Socket.IO, as its documentation writes one: rooms, and one emit to the room.
import { createServer } from "node:http";
import { Server } from "socket.io";
import { serve } from "./serve.mjs";

const http = createServer();
const io = new Server(http, { transports: ["websocket"], serveClient: false });

io.on("connection", (socket) => {
  const { user, rooms } = socket.handshake.query;
  socket.join(String(rooms ?? "").split(",").filter(Boolean));
  socket.on("send", ({ room, id, text }) => {
    if (socket.rooms.has(room)) {
      io.to(room).emit("event", { room, from: user, id, text });
    }
  });
});

serve(http);
