namespace AkkaChat.Tests.Storage;

/// <summary>The suites on SQLite.</summary>
public static class SqliteStoreTests
{
    public sealed class Append() : AppendSuite(new SqliteFixture());

    public sealed class History() : HistorySuite(new SqliteFixture());

    public sealed class RoomView() : RoomViewSuite(new SqliteFixture());

    public sealed class Search() : SearchSuite(new SqliteFixture());

    public sealed class People() : PeopleSuite(new SqliteFixture());

    public sealed class Media() : MediaSuite(new SqliteFixture());

    public sealed class Reaction() : ReactionSuite(new SqliteFixture());

    public sealed class Mention() : MentionSuite(new SqliteFixture());

    public sealed class Moderation() : ModerationSuite(new SqliteFixture());

    public sealed class Follow() : FollowSuite(new SqliteFixture());

    public sealed class Rebuild() : RebuildSuite(new SqliteFixture(), "user", "search")
    {
        private protected override string True => "1";
    }
}
