using Xunit;

namespace AkkaChat.Tests.Storage;

/// <summary>The suites on PostgreSQL.</summary>
public static class PostgresStoreTests
{
    [Collection(PostgresTests.Name)]
    public sealed class Append(PostgresServer server) : AppendSuite(new PostgresFixture(server));

    [Collection(PostgresTests.Name)]
    public sealed class History(PostgresServer server) : HistorySuite(new PostgresFixture(server));

    [Collection(PostgresTests.Name)]
    public sealed class RoomView(PostgresServer server) : RoomViewSuite(new PostgresFixture(server));

    [Collection(PostgresTests.Name)]
    public sealed class Search(PostgresServer server) : SearchSuite(new PostgresFixture(server));

    [Collection(PostgresTests.Name)]
    public sealed class People(PostgresServer server) : PeopleSuite(new PostgresFixture(server));

    [Collection(PostgresTests.Name)]
    public sealed class Media(PostgresServer server) : MediaSuite(new PostgresFixture(server));

    [Collection(PostgresTests.Name)]
    public sealed class Reaction(PostgresServer server) : ReactionSuite(new PostgresFixture(server));

    [Collection(PostgresTests.Name)]
    public sealed class Mention(PostgresServer server) : MentionSuite(new PostgresFixture(server));

    [Collection(PostgresTests.Name)]
    public sealed class Moderation(PostgresServer server) : ModerationSuite(new PostgresFixture(server));

    [Collection(PostgresTests.Name)]
    public sealed class Follow(PostgresServer server) : FollowSuite(new PostgresFixture(server));

    [Collection(PostgresTests.Name)]
    public sealed class Rebuild(PostgresServer server) : RebuildSuite(new PostgresFixture(server), "user_id", "message_search");
}
