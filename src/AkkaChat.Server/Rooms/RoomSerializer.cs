using System.Collections.Immutable;
using Akka.Actor;
using AkkaChat.Protocol;
using AkkaChat.Server.Cluster;
using Google.Protobuf;
using Google.Protobuf.Collections;

namespace AkkaChat.Server.Rooms;

/// <summary>Bytes of <see cref="RoomCommand"/>, <see cref="RoomReply"/> and <see cref="TypingNotice"/>; their fields are in <c>rooms.proto</c>.</summary>
/// <param name="system">The actor system.</param>
internal sealed class RoomSerializer(ExtendedActorSystem system) : WireSerializer(system)
{
    private const string PostManifest = "CP";
    private const string RecallManifest = "CR";
    private const string EditManifest = "CE";
    private const string CreateManifest = "CC";
    private const string OpenDirectManifest = "CO";
    private const string JoinManifest = "CJ";
    private const string LeaveManifest = "CL";
    private const string MarkReadManifest = "CM";
    private const string ReactManifest = "CA";
    private const string ForwardManifest = "CF";
    private const string UpdateManifest = "CU";
    private const string InviteManifest = "CI";
    private const string RemoveManifest = "CX";
    private const string SetRoleManifest = "CS";
    private const string MuteManifest = "CQ";
    private const string BanManifest = "CB";
    private const string UnbanManifest = "CN";
    private const string AcceptManifest = "CY";
    private const string RefuseManifest = "CZ";
    private const string DissolveManifest = "CD";
    private const string BlockManifest = "CK";
    private const string TypingManifest = "NT";
    private const string DoneManifest = "RD";
    private const string MarkedManifest = "RM";
    private const string RefusedManifest = "RR";

    /// <inheritdoc/>
    protected override string? FindManifest(object message) => message switch
    {
        RoomCommand.Post => PostManifest,
        RoomCommand.MarkRead => MarkReadManifest,
        RoomCommand.Recall => RecallManifest,
        RoomCommand.Edit => EditManifest,
        RoomCommand.Create => CreateManifest,
        RoomCommand.OpenDirect => OpenDirectManifest,
        RoomCommand.Join => JoinManifest,
        RoomCommand.Leave => LeaveManifest,
        RoomCommand.React => ReactManifest,
        RoomCommand.Forward => ForwardManifest,
        RoomCommand.Update => UpdateManifest,
        RoomCommand.Invite => InviteManifest,
        RoomCommand.Remove => RemoveManifest,
        RoomCommand.SetRole => SetRoleManifest,
        RoomCommand.Mute => MuteManifest,
        RoomCommand.Ban => BanManifest,
        RoomCommand.Unban => UnbanManifest,
        RoomCommand.Accept => AcceptManifest,
        RoomCommand.Refuse => RefuseManifest,
        RoomCommand.Dissolve => DissolveManifest,
        RoomCommand.Block => BlockManifest,
        TypingNotice => TypingManifest,
        RoomReply.Done => DoneManifest,
        RoomReply.Marked => MarkedManifest,
        RoomReply.Refused => RefusedManifest,
        _ => null,
    };

    /// <inheritdoc/>
    protected override IMessage? Encode(object message) => message switch
    {
        RoomCommand.Post post => Write(post),
        RoomCommand.MarkRead mark => new Wire.MarkRead
        {
            Room = mark.Room.Value,
            By = mark.By.Value,
            Ref = mark.Ref,
            Seq = mark.Seq,
        },
        RoomCommand.Recall recall => new Wire.Recall
        {
            Room = recall.Room.Value,
            By = recall.By.Value,
            Ref = recall.Ref,
            Target = recall.Target,
        },
        RoomCommand.Edit edit => Write(edit),
        RoomCommand.Create create => Write(create),
        RoomCommand.OpenDirect open => new Wire.OpenDirect
        {
            Room = open.Room.Value,
            By = open.By.Value,
            Ref = open.Ref,
            Other = open.Other.Value,
        },
        RoomCommand.Join join => new Wire.Join { Room = join.Room.Value, By = join.By.Value, Ref = join.Ref },
        RoomCommand.Leave leave => new Wire.Leave { Room = leave.Room.Value, By = leave.By.Value, Ref = leave.Ref },
        RoomCommand command when RoomWire.Write(command) is { } written => written,
        TypingNotice typing => new Wire.Typing { Room = typing.Room.Value, User = typing.User.Value },
        RoomReply.Done done => Write(done),
        RoomReply.Marked marked => new Wire.Marked { Ref = marked.Ref, Seq = marked.Seq },
        RoomReply.Refused refused => Write(refused),
        _ => null,
    };

    /// <inheritdoc/>
    protected override object? Decode(ReadOnlySpan<byte> bytes, string manifest) => manifest switch
    {
        PostManifest => Read(Wire.Post.Parser.ParseFrom(bytes)),
        MarkReadManifest => Read(Wire.MarkRead.Parser.ParseFrom(bytes)),
        RecallManifest => Read(Wire.Recall.Parser.ParseFrom(bytes)),
        EditManifest => Read(Wire.Edit.Parser.ParseFrom(bytes)),
        CreateManifest => Read(Wire.Create.Parser.ParseFrom(bytes)),
        OpenDirectManifest => Read(Wire.OpenDirect.Parser.ParseFrom(bytes)),
        JoinManifest => Read(Wire.Join.Parser.ParseFrom(bytes)),
        LeaveManifest => Read(Wire.Leave.Parser.ParseFrom(bytes)),
        ReactManifest => RoomWire.Read(Wire.React.Parser.ParseFrom(bytes)),
        ForwardManifest => RoomWire.Read(Wire.Forward.Parser.ParseFrom(bytes)),
        UpdateManifest => RoomWire.Read(Wire.Update.Parser.ParseFrom(bytes)),
        InviteManifest => RoomWire.Read(Wire.Invite.Parser.ParseFrom(bytes)),
        RemoveManifest => RoomWire.Read(bytes, (room, by, reference, user) => new RoomCommand.Remove(room, by, reference, user)),
        SetRoleManifest => RoomWire.Read(Wire.SetRole.Parser.ParseFrom(bytes)),
        MuteManifest => RoomWire.Read(Wire.Mute.Parser.ParseFrom(bytes)),
        BanManifest => RoomWire.Read(bytes, (room, by, reference, user) => new RoomCommand.Ban(room, by, reference, user)),
        UnbanManifest => RoomWire.Read(bytes, (room, by, reference, user) => new RoomCommand.Unban(room, by, reference, user)),
        AcceptManifest => RoomWire.Read(bytes, (room, by, reference, user) => new RoomCommand.Accept(room, by, reference, user)),
        RefuseManifest => RoomWire.Read(bytes, (room, by, reference, user) => new RoomCommand.Refuse(room, by, reference, user)),
        DissolveManifest => RoomWire.Read(Wire.Dissolve.Parser.ParseFrom(bytes)),
        BlockManifest => RoomWire.Read(Wire.Block.Parser.ParseFrom(bytes)),
        TypingManifest => Read(Wire.Typing.Parser.ParseFrom(bytes)),
        DoneManifest => Read(Wire.Done.Parser.ParseFrom(bytes)),
        MarkedManifest => Read(Wire.Marked.Parser.ParseFrom(bytes)),
        RefusedManifest => Read(Wire.Refused.Parser.ParseFrom(bytes)),
        _ => null,
    };

    private static Wire.Post Write(RoomCommand.Post post)
    {
        var wire = new Wire.Post
        {
            Room = post.Room.Value,
            By = post.By.Value,
            Ref = post.Ref,
            Id = post.Id.Value,
            Key = post.Key.Value,
            Content = Write(post.Content),
            Mentions = { Names(post.Mentions) },
        };
        if (post.ReplyTo is { } replyTo)
        {
            wire.ReplyTo = replyTo;
        }

        return wire;
    }

    private static RoomCommand.Post Read(Wire.Post wire) => new(
        RoomId.Parse(wire.Room),
        UserId.Parse(wire.By),
        wire.Ref,
        new MessageId(Id(wire.Id)),
        ClientMessageId.Parse(wire.Key),
        Read(wire.Content),
        [.. wire.Mentions.Select(Mention)],
        wire.HasReplyTo ? wire.ReplyTo : null);

    private static RoomCommand.MarkRead Read(Wire.MarkRead wire) =>
        new(RoomId.Parse(wire.Room), UserId.Parse(wire.By), wire.Ref, wire.Seq);

    private static RoomCommand.Recall Read(Wire.Recall wire) =>
        new(RoomId.Parse(wire.Room), UserId.Parse(wire.By), wire.Ref, wire.Target);

    private static Wire.Edit Write(RoomCommand.Edit edit) => new()
    {
        Room = edit.Room.Value,
        By = edit.By.Value,
        Ref = edit.Ref,
        Target = edit.Target,
        Version = edit.Version,
        Content = Write(edit.Content),
    };

    private static RoomCommand.Edit Read(Wire.Edit wire) => new(
        RoomId.Parse(wire.Room), UserId.Parse(wire.By), wire.Ref, wire.Target, wire.Version, Read(wire.Content));

    private static Wire.Create Write(RoomCommand.Create create) => new()
    {
        Room = create.Room.Value,
        By = create.By.Value,
        Ref = create.Ref,
        Name = create.Name,
        Kind = (int)create.Kind,
        IsPublic = create.IsPublic,
        Members = { Names(create.Members) },
    };

    private static RoomCommand.Create Read(Wire.Create wire) => new(
        RoomId.Parse(wire.Room),
        UserId.Parse(wire.By),
        wire.Ref,
        wire.Name,
        Named<RoomKind>(wire.Kind),
        wire.IsPublic,
        Users(wire.Members));

    private static RoomCommand.OpenDirect Read(Wire.OpenDirect wire) =>
        new(RoomId.Parse(wire.Room), UserId.Parse(wire.By), wire.Ref, UserId.Parse(wire.Other));

    private static RoomCommand.Join Read(Wire.Join wire) =>
        new(RoomId.Parse(wire.Room), UserId.Parse(wire.By), wire.Ref);

    private static RoomCommand.Leave Read(Wire.Leave wire) =>
        new(RoomId.Parse(wire.Room), UserId.Parse(wire.By), wire.Ref);

    private static TypingNotice Read(Wire.Typing wire) => new(RoomId.Parse(wire.Room), UserId.Parse(wire.User));

    private static Wire.Done Write(RoomReply.Done done)
    {
        var wire = new Wire.Done { Ref = done.Ref, Seq = done.Seq, Duplicate = done.Duplicate };
        if (done.Id is { } id)
        {
            wire.Id = id.Value;
        }

        if (done.Time is { } time)
        {
            wire.Time = time;
        }

        return wire;
    }

    private static RoomReply.Done Read(Wire.Done wire) => new(
        wire.Ref,
        wire.Seq,
        wire.HasId ? new MessageId(Id(wire.Id)) : null,
        wire.HasTime ? wire.Time : null,
        wire.Duplicate);

    private static RoomReply.Marked Read(Wire.Marked wire) => new(wire.Ref, wire.Seq);

    private static Wire.Refused Write(RoomReply.Refused refused)
    {
        var wire = new Wire.Refused { Ref = refused.Ref, Code = (int)refused.Code };
        if (refused.RetryAfter is { } wait)
        {
            wire.RetryAfterTicks = wait.Ticks;
        }

        return wire;
    }

    private static RoomReply.Refused Read(Wire.Refused wire) => new(
        wire.Ref,
        Named<ErrorCode>(wire.Code),
        wire.HasRetryAfterTicks ? new TimeSpan(wire.RetryAfterTicks) : null);

    internal static Wire.Content Write(MessageContent content) =>
        new() { Kind = content.Kind, Json = Wrap(content.Json) };

    // The node that took it from the client has read every byte of it; here its outline is enough.
    internal static MessageContent Read(Wire.Content? wire) =>
        wire is { Kind.Length: > 0 and <= Limits.MaxContentKindChars, Json.Length: > 1 and <= MessageContent.MaxBytes }
        && wire.Json[0] == (byte)'{' && wire.Json[^1] == (byte)'}'
            ? new MessageContent(wire.Kind, wire.Json.Memory)
            : throw new FormatException("not a message's content");

    private static IEnumerable<string> Names(ImmutableArray<UserId> users) =>
        users.IsDefaultOrEmpty ? [] : users.Select(user => user.Value);

    private static UserId Mention(string name) =>
        UserId.TryParseMention(name, out var user) ? user : throw new FormatException("a mention of nobody");

    private static ImmutableArray<UserId> Users(RepeatedField<string> names) => [.. names.Select(UserId.Parse)];
}
