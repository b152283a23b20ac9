using AkkaChat.Server.Cluster;
using AkkaChat.Server.Delivery;
using AkkaChat.Server.Users;
using Xunit;
using static AkkaChat.Tests.Support.Samples;

namespace AkkaChat.Tests.Cluster;

public sealed class EntityExtractorTests
{
    private const int Shards = 100;
    private readonly EntityExtractor _extractor = new(Shards);

    [Fact]
    public void A_rooms_messages_go_to_the_room()
    {
        object[] messages = [Post(Ann, "k-1"), MarkRead(Ann, 1), new InterestCommand.Subscribe(Team)];

        var entities = messages.Select(_extractor.EntityId);

        Assert.All(entities, entity => Assert.Equal(Team.Value, entity));
    }

    [Fact]
    public void A_users_messages_go_to_the_user()
    {
        object[] messages =
        [
            new UserCommand.Register(Ann, "web", Device("d-1"), Place: null),
            new UserCommand.RoomEntered(Ann, Team, 1),
            new UserCommand.Tell(Ann, default),
        ];

        var entities = messages.Select(_extractor.EntityId);

        Assert.All(entities, entity => Assert.Equal(Ann.Value, entity));
    }

    [Fact]
    public void What_is_for_neither_goes_nowhere()
    {
        Assert.Null(_extractor.EntityId("text"));
        Assert.Null(_extractor.ShardId((object)"text"));
    }

    [Fact]
    public void An_entity_gets_the_message_as_it_is()
    {
        var post = Post(Ann, "k-1");

        Assert.Same(post, _extractor.EntityMessage(post));
    }

    [Fact]
    public void A_message_and_its_entity_are_of_one_shard()
    {
        Assert.Equal(_extractor.ShardId(Team.Value, null), _extractor.ShardId(Post(Ann, "k-1")));
    }

    [Theory]
    [InlineData("lobby", "1")]
    [InlineData("r-42", "41")]
    [InlineData("u-1", "15")]
    public void Shards_are_frozen(string entity, string shard)
    {
        Assert.Equal(shard, _extractor.ShardId(entity));
    }

    [Fact]
    public void Every_shard_is_used()
    {
        var shards = Enumerable.Range(0, 5_000).Select(i => _extractor.ShardId($"r-{i}")).Distinct();

        Assert.Equal(Shards, shards.Count());
    }
}
