namespace AkkaChat.Protocol;

/// <summary>What a page of history shows with a message beside what is in the log.</summary>
public static class ReactionsCodec
{
    /// <summary>The frame with the member <c>reactions</c> behind its others.</summary>
    /// <param name="frame">An encoded frame, not empty.</param>
    /// <param name="reactions">In the order in which they are shown.</param>
    public static byte[] AddTo(ReadOnlyMemory<byte> frame, IReadOnlyList<ReactionView> reactions)
    {
        var member = FrameBuffer.Encode(reactions, static (json, reactions) =>
        {
            json.WriteStartObject();
            json.WriteStartArray("reactions"u8);
            foreach (var reaction in reactions)
            {
                json.WriteStartObject();
                json.WriteString("emoji"u8, reaction.Emoji);
                json.WriteNumber("count"u8, reaction.Count);
                json.WriteBoolean("mine"u8, reaction.Mine);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        });

        // The closing brace of the one and the opening brace of the other make room for a comma.
        return [.. frame.Span[..^1], (byte)',', .. member.AsSpan(1)];
    }
}
