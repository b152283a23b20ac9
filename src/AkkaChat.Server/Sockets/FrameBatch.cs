using System.Buffers;

namespace AkkaChat.Server.Sockets;

/// <summary>Puts several objects into one frame, with line breaks between them, for clients that asked for it.</summary>
internal static class FrameBatch
{
    /// <summary>No object is added to a frame that would become larger than this.</summary>
    private const int MaxBytes = 32 * 1024;

    /// <summary>The same objects in as few frames as that allows.</summary>
    public static IEnumerable<ReadOnlyMemory<byte>> Join(IReadOnlyList<ReadOnlyMemory<byte>> objects)
    {
        var start = 0;
        var bytes = 0;
        for (var end = 1; end <= objects.Count; end++)
        {
            bytes += objects[end - 1].Length + 1;
            if (end == objects.Count || bytes + objects[end].Length > MaxBytes)
            {
                yield return end - start == 1 ? objects[start] : Join(objects, start, end, bytes - 1);
                start = end;
                bytes = 0;
            }
        }
    }

    private static byte[] Join(IReadOnlyList<ReadOnlyMemory<byte>> objects, int start, int end, int bytes)
    {
        var frame = new ArrayBufferWriter<byte>(bytes);
        for (var i = start; i < end; i++)
        {
            if (i > start)
            {
                frame.Write("\n"u8);
            }

            frame.Write(objects[i].Span);
        }

        return frame.WrittenSpan.ToArray();
    }
}
